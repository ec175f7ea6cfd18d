"""A backlog of 10,000 files in eight formats in a folder: CPU until they are read, recorded, routed and searchable."""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from bench.corpus import NOW, network_folder
from bench.mixed import file
from wireroom.newsroom.home import Home
from wireroom.transports import open_source

SIZE = 10_000


def run() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(network_folder(Path(folder)))
        source = home.network.sources["mpa"]
        inbox = Path(folder) / "inbox" / "mpa"
        inbox.mkdir(parents=True, exist_ok=True)
        size = 0
        for number in range(SIZE):
            name, data = file(number, NOW - timedelta(seconds=SIZE - number))
            (inbox / name).write_bytes(data)
            os.utime(inbox / name, (NOW.timestamp(), NOW.timestamp()))
            size += len(data)
        transport = open_source(source, Path(folder))
        intake = home.intake(lambda: NOW)
        fates: Counter[str] = Counter()
        began, seconds, memory = time.process_time(), time.monotonic(), []
        while deliveries := transport.deliveries():
            for fate in intake.take(source, deliveries):
                fates[fate.outcome] += 1
            for delivery in deliveries:
                transport.done(delivery)
            home.ledger.catch_up()
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        spent, took = time.process_time() - began, time.monotonic() - seconds
        with home.ledger.snapshot(NOW) as snapshot:
            found = sum(1 for _ in snapshot.search("orbit", "harbour"))
        home.close()
    print(f"{SIZE:,} files, {size / 1e6:.0f} MB: {dict(fates)}, {found:,} found by one word")
    print(f"{SIZE / spent:,.0f} files a CPU second of one core ({took:.1f} s on the clock)")
    print(f"most memory after a fifth of them {memory[len(memory) // 5]:.0f} MB, at the end {memory[-1]:.0f} MB")


if __name__ == "__main__":
    run()
