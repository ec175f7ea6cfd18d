"""The ledger at 1,000 and at 100,000 stories: what recording and reading cost, and whether the archive is felt."""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from bench.table import quantile
from tests.ledger.newsroom import LICENCES, NETWORK
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.ledger.verify import verify
from wireroom.network.model import Network
from wireroom.news import Body, Version

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_SLUGS = ("launch-window", "missile-test", "grid-frequency", "launch-missile")
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "il")]
# 40,000 made-up words, the n-th of them a n-th as common as the first: so are the words of any language.
_VOCABULARY = [
    "".join(_SYLLABLES[(number * prime) % 112] for prime in (1, 13, 37)) + str(number // 112)
    for number in range(40_000)
]
_WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(_VOCABULARY))))


def _network() -> Network:
    long = {name: replace(one, term_from=datetime(2000, 1, 1, tzinfo=UTC)) for name, one in LICENCES.items()}
    return replace(NETWORK, licences={**long, "nln": replace(long["nln"], term_until=None)}, digest="bench")


def _words(rng: random.Random, number: int) -> str:
    return " ".join(rng.choices(_VOCABULARY, cum_weights=_WEIGHTS, k=number))


def _stories(count: int, first: int = 0) -> Iterator[tuple[Version, str, str]]:
    """Stories of about 400 words, one every ten minutes, the last one just now."""
    for number in range(first, first + count):
        rng = random.Random(number)
        created = NOW - timedelta(minutes=10) * (first + count - number)
        yield (
            Version(
                uri=f"urn:newsml:nln.example:20261122:{number}",
                number=1,
                provider=NETWORK.sources["nln"].provider,
                language="en",
                headline=_words(rng, 8),
                slugline=_SLUGS[number % 4],
                body=Body("".join(f"<p>{_words(rng, 45)}.</p>" for _ in range(9))),
                first_created=created,
                version_created=created,
                subjects=("medtop:20000735",),
                keywords=("rocket", "budget"),
                format="newsml-g2",
            ),
            "nln",
            f"{number:064x}",
        )


def _line(what: str, values: list[float]) -> None:
    median, p99 = statistics.median(values) * 1e6, quantile(values, 0.99) * 1e6
    print(f"  {what:<44} median {median:9.1f} µs   p99 {p99:9.1f} µs")


def _timed(call: Callable[[], object], times: int = 300) -> list[float]:
    spent = []
    for _ in range(times):
        began = time.process_time()
        call()
        spent.append(time.process_time() - began)
    return spent


def measure(count: int, folder: Path) -> dict[str, float]:
    """Fills a ledger with so many stories and measures; the medians that are compared between sizes (seconds)."""
    network = _network()
    ledger = SqliteLedger(folder / "ledger.sqlite", network)
    print(f"{count:,} stories")
    supply = _stories(count)
    wall, cpu, search = 0.0, 0.0, 0.0
    while batch := list(islice(supply, 1000)):
        began, used = time.perf_counter(), time.process_time()
        ledger.append_all(batch, at=NOW)
        wall, cpu = wall + time.perf_counter() - began, cpu + time.process_time() - used
        used = time.process_time()
        ledger.catch_up()
        search += time.process_time() - used
    each = f"{count / wall:,.0f}/s, {cpu / count * 1e6:.0f} µs of CPU each; search {search / count * 1e6:.0f} µs"
    print(f"  {'append_all, 1,000 at a time':<44} {each}")
    figures = _appends(ledger, count)
    figures |= _reads(ledger, count)
    sizes = [(folder / name).stat().st_size / count / 1024 for name in ("ledger.sqlite", "search.sqlite")]
    print(f"  {'file':<44} {sizes[0]:.1f} KiB a story, search {sizes[1]:.1f} KiB")
    print(f"  {'resident so far':<44} {_resident():.0f} MiB")
    ledger.close()
    began = time.perf_counter()
    report = verify(folder / "ledger.sqlite", network)
    assert report.sound, report.difference
    print(f"  {'verify':<44} {report.stories / (time.perf_counter() - began):,.0f} stories/s")
    return figures


def _appends(ledger: SqliteLedger, count: int) -> dict[str, float]:
    spent, waited, search = [], [], []
    for item in _stories(400, count):
        began, cpu = time.perf_counter(), time.process_time()
        ledger.append(item[0], at=NOW, source=item[1], digest=item[2])
        waited.append(time.perf_counter() - began)
        spent.append(time.process_time() - cpu)
        cpu = time.process_time()
        ledger.catch_up()
        search.append(time.process_time() - cpu)
    _line("append, CPU", spent)
    _line("append, until it is on the disk", waited)
    _line("catch_up of one story, CPU", search)
    return {"append": statistics.median(spent)}


def _reads(ledger: SqliteLedger, count: int) -> dict[str, float]:
    rng = random.Random(1)

    def opened() -> None:
        with ledger.snapshot(NOW):
            pass

    def placed() -> None:
        with ledger.snapshot(NOW) as snapshot:
            list(islice(snapshot.placed("orbit"), 20))

    def story() -> None:
        with ledger.snapshot(NOW) as snapshot:
            snapshot.story(f"urn:newsml:nln.example:20261122:{rng.randrange(count)}")

    def search(query: str) -> None:
        with ledger.snapshot(NOW) as snapshot:
            list(islice(snapshot.search("orbit", query), 20))

    common = _VOCABULARY[1]
    rare = " ".join(next(_stories(1, 7))[0].headline.split()[:3])
    calls: dict[str, Callable[[], object]] = {
        "snapshot, nothing read": opened,
        "placed, newest 20": placed,
        "story by uri, at random": story,
        f"search, a common word ({common})": lambda: search(common),
        "search, three words": lambda: search(rare),
        "seq, on every request": ledger.seq,
    }
    medians = {}
    for what, call in calls.items():
        call()
        spent = _timed(call)
        if what.startswith("seq"):
            began = time.process_time()
            for _ in range(20_000):
                call()
            spent = [(time.process_time() - began) / 20_000]
        _line(what, spent)
        medians[what] = statistics.median(spent)
    return {"placed": medians["placed, newest 20"], "story": medians["story by uri, at random"]}


def _resident() -> float:
    """MiB in memory now, where the system tells; else the most there ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(sizes: tuple[int, ...] = (1_000, 100_000)) -> None:
    """Measures at each size and prints the growth between them."""
    figures = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            figures.append(measure(size, Path(folder)))
    for what in figures[0]:
        print(f"growth of {what} from {sizes[0]:,} to {sizes[-1]:,}: {figures[-1][what] / figures[0][what]:.2f}×")


if __name__ == "__main__":
    run(tuple(int(size) for size in sys.argv[1:]) or (1_000, 100_000))
