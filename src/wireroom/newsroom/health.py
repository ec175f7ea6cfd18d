"""How the sources are doing, in plain words, and what of it somebody should hear."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from wireroom.ledger.quarantine import Case
from wireroom.network.model import Network, Source
from wireroom.network.nearest import counted
from wireroom.newsroom.health_pulse import Pulse, Pulses
from wireroom.transports.health import Health, health_of

FAILURES = 3  # in a row, before a source is said to fail: one slip of a line is nobody's business
GAPS = timedelta(hours=24)
NEWLY = timedelta(hours=24)
SCANTY, LITTLE = 200 << 20, 1 << 30  # bytes free on the disk


class Level(StrEnum):
    """How bad a condition is."""

    FAILURE = "failure"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that holds now and should not. `key` names it as long as it lasts."""

    key: str
    level: Level
    what: str
    todo: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One source, for `wireroom sources`."""

    source: str
    address: str
    health: Health | None
    pulse: Pulse | None
    quarantined: int
    conditions: tuple[Condition, ...]

    def failing(self) -> str:
        """Why the last try brought nothing, in one line; "" when it went well, or none was made."""
        return self.health.last_error.partition("\n")[0] if self.health and self.health.failures else ""


def survey(network: Network, folder: Path, pulses: Pulses, cases: list[Case], now: datetime) -> list[Report]:
    """Every source of the network."""
    known = health_of(folder)
    counts = Counter(case.source for case in cases)
    reports = []
    for key, source in network.sources.items():
        health = known.get(key)
        if health is not None and health.address != source.address:
            health = None
        pulse = pulses.sources.get(key)
        found = tuple(_conditions(source, health, pulse, [one for one in cases if one.source == key], now))
        reports.append(Report(key, source.address, health, pulse, counts[key], found))
    return reports


def _conditions(
    source: Source, health: Health | None, pulse: Pulse | None, cases: list[Case], now: datetime
) -> Iterator[Condition]:
    key = source.key
    if health is not None:
        yield from _of_health(key, health)
    if pulse is not None:
        yield from _of_pulse(key, pulse, now)
    fresh = [one for one in cases if now - one.at < NEWLY]
    if fresh:
        newest = max(fresh, key=lambda one: one.at)
        what = f"{counted(len(cases), 'file')} of {key} could not be read; the last: {newest.name}: {newest.reason}"
        yield Condition(f"{key}:quarantine", Level.WARNING, what, "wireroom replay --list", key)


def _of_health(key: str, health: Health) -> Iterator[Condition]:
    if health.ended:
        yield Condition(f"{key}:ended", Level.FAILURE, f"{key} is not asked any more: {health.ended}", _MEND, key)
    elif health.failures >= FAILURES:
        what = f"{key} has failed {health.failures} times in a row: {_plain(health.last_error)}"
        yield Condition(f"{key}:failing", Level.FAILURE, what, _step(health.last_error), key)
    for subject, words in health.remarks.items():
        yield Condition(f"{key}:remark:{subject}", Level.NOTICE, f"{key}: {_plain(words)}", _step(words), key)


def _of_pulse(key: str, pulse: Pulse, now: datetime) -> Iterator[Condition]:
    silence = pulse.silence(now)
    if silence is not None:
        silent, allowed = silence
        what = f"{key} has been silent for {spell(silent)}; it never was for more than {spell(allowed)} of late"
        yield Condition(f"{key}:silent", Level.WARNING, what, "ask the sender whether copy still goes out", key)
    missing = [name for name, at in pulse.missing.items() if now - at < GAPS]
    if missing:
        what = f"{key}: {len(missing)} wire numbers did not come: {_ranges(missing)}"
        yield Condition(f"{key}:gaps", Level.NOTICE, what, "ask the sender to send them again", key)
    for name in pulse.gone():
        what = f"{key}: copy comes without {name}, which nearly all of it used to have"
        todo = "the sender may have changed the format: wireroom read FILE shows what is understood"
        yield Condition(f"{key}:drift:{name}", Level.WARNING, what, todo, key)


def disk(folder: Path) -> Condition | None:
    """What is wrong with the space that is left on the disk of this folder; raises OSError."""
    free = shutil.disk_usage(folder).free
    if free >= LITTLE:
        return None
    level = Level.FAILURE if free < SCANTY else Level.WARNING
    todo = "free some space, or move the network's folder to a larger disk: a full disk stops intake"
    return Condition("disk", level, f"only {size(free)} are free on the disk of {folder}", todo)


def size(number: int) -> str:
    """A number of bytes as people say it."""
    return f"{number / (1 << 30):.1f} GB" if number >= 1 << 30 else f"{number >> 20} MB"


_MEND = "mend the source in network.toml, or take it out"


def _plain(error: str) -> str:
    return error.partition("\n")[0]


def _step(error: str) -> str:
    return error.partition("→ ")[2].strip() or "wireroom sources tells more"


def _ranges(names: list[str]) -> str:
    """`abc 13–15, abc 19`."""
    found: list[tuple[str, int, int]] = []
    for service, number in sorted((name.split(" ")[0], int(name.split(" ")[1])) for name in names):
        if found and found[-1][0] == service and found[-1][2] == number - 1:
            found[-1] = (service, found[-1][1], number)
        else:
            found.append((service, number, number))
    shown = [f"{service} {first}" + (f"–{last}" if last > first else "") for service, first, last in found[:10]]
    return ", ".join(shown) + (", …" if len(found) > 10 else "")


def spell(length: timedelta) -> str:
    """A length of time as people say it."""
    seconds = max(0, int(length.total_seconds()))
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
