"""The leak proof at length: ./dev leaks N lets N generated histories happen and reads everything after each step."""

from __future__ import annotations

import logging
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.properties.leak_histories import histories
from tests.properties.leak_newsroom import Leak
from tests.properties.leak_proof import LATER, History, crawled

PART = 50  # histories between two lines of progress


def main(arguments: list[str]) -> int:
    """`N` histories (2,000 unless told), from the seed given second, if any."""
    wanted = int(arguments[0]) if arguments else 2000
    first = int(arguments[1]) if len(arguments) > 1 else int(time.time())
    parts = [(first + number, min(PART, wanted - number * PART)) for number in range(-(-wanted // PART))]
    done = looked = 0
    with ProcessPoolExecutor(os.cpu_count() or 1) as pool:
        for (number, count), (read, leak) in zip(parts, pool.map(_part, parts), strict=True):
            done, looked = done + count, looked + read
            if leak:
                print(f"LEAK (./dev leaks {count} {number}): {leak}", flush=True)
                return 1
            print(f"{done} histories, {looked} responses read and judged: no leak", flush=True)
    return 0


def _part(part: tuple[int, int]) -> tuple[int, str]:
    """The histories of one seed; how much was read, and the leak that was found, if any."""
    logging.disable(logging.CRITICAL)
    number, count = part
    read = 0

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(histories(12), st.sampled_from(LATER))
    def happen(history: History, later: timedelta) -> None:
        nonlocal read
        read += crawled(history, later)

    try:
        happen()
    except Leak as leak:
        return read, "\n".join([str(leak), *getattr(leak, "__notes__", ())])
    return read, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
