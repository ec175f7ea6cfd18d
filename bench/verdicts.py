"""Ten million verdicts against a reference written from the rules alone: `python -m bench.verdicts --count N`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.properties.reference_rights import permitted
from tests.rights.rights_cases import Cases
from wireroom.network.licence import Extent
from wireroom.rights import clear

PER_CASE = 10  # questions about one drawn story and licence: drawing costs more than a verdict


def share(seed: int, count: int) -> tuple[int, int, str]:
    """Verdicts asked, how many of them showed, and the first case that differs ("": none)."""
    cases, asked, shown = Cases(seed), 0, 0
    while asked < count:
        case = cases.case()
        for one in (case, *(cases.elsewhere(case) for _ in range(PER_CASE - 1))):
            form = clear(*one).form
            standing, licence, site, surface, at, country = one
            if (form.extent.value, form.words) != permitted(standing, licence, site, surface.value, at, country):
                return asked, shown, repr(one)
            asked += 1
            shown += form.extent is not Extent.NONE
    return asked, shown, ""


def main(arguments: list[str]) -> int:
    """Asks so many verdicts in several processes; 1 when any differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    began = time.perf_counter()
    shares = given.processes * 8
    with ProcessPoolExecutor(given.processes) as pool:
        found = list(pool.map(share, range(given.seed, given.seed + shares), [-(-given.count // shares)] * shares))
    seconds = time.perf_counter() - began
    asked, shown = sum(one[0] for one in found), sum(one[1] for one in found)
    different = [one[2] for one in found if one[2]]
    print(f"{asked:,} verdicts, {shown:,} of them shown, {len(different)} shares with a difference, {seconds:.0f} s")
    for one in different[:3]:
        print(one)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
