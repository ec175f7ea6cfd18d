"""What a verdict costs, and a front of 100 headlines; and where a story belongs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from bench.corpus import NOW, story
from tests.rig import NETWORK
from wireroom import formats
from wireroom import network as networks
from wireroom.ledger.memory import MemoryLedger
from wireroom.network.model import Surface
from wireroom.rights import clear, show_headline
from wireroom.routing import Router

ROUNDS = 7


def best(work: Callable[[], object], times: int) -> float:
    """Seconds a call: the median of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - began) / times)
    return sorted(rounds)[ROUNDS // 2]


def run() -> None:
    """Measures and prints."""
    network = networks.parse(NETWORK)
    ledger = MemoryLedger(network)
    for number in range(100):
        (version,) = formats.read(story(number * 4, NOW - timedelta(minutes=number))).versions
        ledger.append(version, at=NOW, source="mpa")
    with ledger.snapshot(NOW) as snapshot:
        rows = list(snapshot.placed("orbit"))
        whole = snapshot.story(rows[0].uri)
    assert whole is not None
    standing = rows[0].standing
    licence = network.licences["mpa"]
    router = Router(network)
    verdict = best(lambda: clear(standing, licence, "orbit", Surface.LIST, NOW), 20_000)
    front = best(lambda: [show_headline(row, network, "orbit", Surface.LIST, NOW) for row in rows], 100)
    place = best(lambda: router.place(whole), 500)
    print(f"a verdict                     {verdict * 1e6:8.2f} µs (target < 20)")
    print(f"{len(rows)} headlines through the gate {front * 1e3:8.2f} ms (target < 2)")
    print(f"placing a 400-word story      {place * 1e6:8.2f} µs, {len(network.rules)} rules")


if __name__ == "__main__":
    run()
