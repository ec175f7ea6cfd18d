"""The server's numbers, each declared once, in the text format that Prometheus reads (version 0.0.4)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wireroom import __version__
from wireroom.newsroom.health import Report
from wireroom.web.tally import Tally

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

Labels = tuple[tuple[str, str], ...]
Values = Iterator[tuple[Labels, float]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Whatever numbers are taken from; nothing of it is copy. `cached` gives pages and bytes that are kept."""

    tally: Tally
    entries: int = 0
    cached: tuple[int, int] = (0, 0)
    reports: list[Report] = field(default_factory=list)
    ready: bool = True


@dataclass(frozen=True, slots=True)
class Metric:
    """One number, or one for each of its labels."""

    name: str
    kind: str
    help: str
    values: Callable[[Facts], Values]
    labels: tuple[str, ...] = ()


def _one(take: Callable[[Facts], float]) -> Callable[[Facts], Values]:
    return lambda facts: iter([((), take(facts))])


def _by_source(take: Callable[[Report], float | None]) -> Callable[[Facts], Values]:
    def values(facts: Facts) -> Values:
        for report in facts.reports:
            value = take(report)
            if value is not None:
                yield (("source", report.source),), value

    return values


def _by_status(facts: Facts) -> Values:
    for status, count in sorted(facts.tally.answers.items()):
        yield (("code", str(status)),), count


def _versions(report: Report) -> float:
    return report.pulse.versions if report.pulse else 0


def _last(report: Report) -> float | None:
    return report.pulse.last.timestamp() if report.pulse and report.pulse.last else None


def _failures(report: Report) -> float:
    return report.health.failures if report.health else 0


def _memory(facts: Facts) -> Values:
    with suppress(OSError):  # Linux tells; elsewhere there is no such number
        yield (), int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _files(facts: Facts) -> Values:
    with suppress(OSError):
        yield (), len(list(Path("/proc/self/fd").iterdir()))


METRICS = (
    Metric(
        "wireroom_info",
        "gauge",
        "1, with the version of Wireroom.",
        lambda facts: iter([((("version", __version__),), 1)]),
        ("version",),
    ),
    Metric("wireroom_ready", "gauge", "Whether `/healthz` says 200.", _one(lambda facts: facts.ready)),
    Metric("wireroom_responses_total", "counter", "Answers that were sent, by status.", _by_status, ("code",)),
    Metric("wireroom_response_bytes_total", "counter", "Bytes of their bodies.", _one(lambda facts: facts.tally.sent)),
    Metric(
        "wireroom_connections", "gauge", "Connections that are open.", _one(lambda facts: len(facts.tally.connections))
    ),
    Metric("wireroom_cached_pages", "gauge", "Pages and pictures kept.", _one(lambda facts: facts.cached[0])),
    Metric("wireroom_cached_bytes", "gauge", "What they take, in bytes.", _one(lambda facts: facts.cached[1])),
    Metric("wireroom_ledger_entries", "counter", "Entries of the ledger.", _one(lambda facts: facts.entries)),
    Metric("wireroom_source_versions_total", "counter", "Versions that came.", _by_source(_versions), ("source",)),
    Metric("wireroom_source_last_seconds", "gauge", "When copy came last (Unix time).", _by_source(_last), ("source",)),
    Metric("wireroom_source_failures", "gauge", "Failures in a row; 0 is well.", _by_source(_failures), ("source",)),
    Metric(
        "process_start_time_seconds", "gauge", "When it started (Unix time).", _one(lambda facts: facts.tally.began)
    ),
    Metric("process_cpu_seconds_total", "counter", "CPU time used.", _one(lambda facts: time.process_time())),
    Metric("process_resident_memory_bytes", "gauge", "Memory in use.", _memory),
    Metric("process_open_fds", "gauge", "Open files and connections.", _files),
)


def written(facts: Facts) -> bytes:
    """All numbers, as Prometheus reads them."""
    lines = []
    for metric in METRICS:
        lines += [f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}"]
        for labels, value in metric.values(facts):
            own = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels)
            lines.append(f"{metric.name}{{{own}}} {_number(value)}" if own else f"{metric.name} {_number(value)}")
    return "".join(f"{line}\n" for line in lines).encode()


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def reference() -> str:
    """The text of docs/reference/metrics.md."""
    lines = [
        "# Metrics",
        "",
        "<!-- Generated from src/wireroom/web/admin/metrics.py; a test says that the two are equal. -->",
    ]
    lines += ["", _HEAD, "", "| name | type | labels | what it says |", "|---|---|---|---|"]
    for one in METRICS:
        labels = ", ".join(f"`{name}`" for name in one.labels)
        lines.append(f"| `{one.name}` | {one.kind} | {labels} | {one.help} |")
    return "\n".join(lines) + "\n"


_HEAD = """\
The live server tells its numbers at `/metrics`, in Prometheus' text format, and whether it is well at `/healthz`:
200 with `"status": "ok"` or `"degraded"` (a source fails, say; readers are served), 503 with `"failing"` when the
ledger takes no writes or the disk is full. `/healthz/live` says 200 as long as the process answers at all. None of
them holds a word of copy or the name of a story.

They are served at the address that `admin` in [network.toml](network.md) names. Without it they are on the server's
own port, for programs on the same machine alone: the connection comes from there, the host that is asked for is
`localhost` or a loopback address, and no proxy has passed it on. Behind a proxy on the same machine, name an `admin`
address; where the `proxies` of network.toml are on this machine, the server's own port tells nothing."""
