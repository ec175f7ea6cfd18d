"""Related headlines at 1,000 and at 100,000 stories: what filing an arriving story costs, and reading a story's kin.

The archives have the same number of stories a day, so that what differs is their length alone. What filing costs is the
difference to the same ledger with stories that have no signs, in turns.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from bench.ledger import NOW, _network, _stories
from bench.table import quantile
from wireroom.ledger import project
from wireroom.ledger.sqlite import SqliteLedger
from wireroom.news import Version

SIZES = (1_000, 100_000)
ARRIVING = 400  # of either kind
WITH, WITHOUT, FOUND = "append", "append without signs", "found"


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Measures both archives in turns, so that noise hits both alike."""
    with tempfile.TemporaryDirectory() as folder:
        archives = [_archive(Path(folder) / str(size), size) for size in sizes]
        spent: list[dict[str, list[float]]] = [{WITH: [], WITHOUT: [], FOUND: []} for _ in sizes]
        for n in range(2 * ARRIVING):
            for ledger, size, figures in zip(archives, sizes, spent, strict=True):
                _arrive(ledger, size + n, figures, signs=n % 2 == 0)
        for size, figures in zip(sizes, spent, strict=True):
            for what, values in figures.items():
                median, p99 = statistics.median(values) * 1e6, quantile(values, 0.99) * 1e6
                print(f"{size:>9,} stories: {what:<20} median {median:7.1f} µs   p99 {p99:7.1f} µs")
        for what in (WITH, WITHOUT, FOUND):
            small, large = (statistics.median(figures[what]) for figures in (spent[0], spent[-1]))
            print(f"growth of {what} from {sizes[0]:,} to {sizes[-1]:,}: {large / small:.2f}×")
        for ledger in archives:
            ledger.close()


def _archive(folder: Path, size: int) -> SqliteLedger:
    ledger = SqliteLedger(folder / "ledger.sqlite", _network())
    supply = _stories(size)
    while batch := list(islice(supply, 1000)):
        ledger.append_all(batch, at=NOW)
    return ledger


def _arrive(ledger: SqliteLedger, number: int, figures: dict[str, list[float]], *, signs: bool) -> None:
    (item,) = _stories(1, number)
    if signs:
        figures[WITH].append(_appended(ledger, item))
        with ledger.snapshot(NOW) as snapshot:
            snapshot.story(item[0].uri)
            began = time.process_time()
            snapshot.related(item[0].uri)
            figures[FOUND].append(time.process_time() - began)
    else:
        with patch.object(project, "_marks", lambda story, before: before):
            figures[WITHOUT].append(_appended(ledger, item))


def _appended(ledger: SqliteLedger, item: tuple[Version, str, str]) -> float:
    began = time.process_time()
    ledger.append(item[0], at=NOW, source=item[1], digest=item[2])
    return time.process_time() - began


if __name__ == "__main__":
    run()
