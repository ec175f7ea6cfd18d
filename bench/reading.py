"""Reading wire copy, beside a bare parse of the same bytes; interleaved, medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import msgspec
from lxml import etree

from bench.corpus import NOW, story
from wireroom import formats
from wireroom.demo import wire

ROUNDS = 15


def run() -> None:
    """Measures and prints, for each format that the demo's agencies speak."""
    samples: dict[str, list[bytes]] = {"newsml-g2 (400 words)": [story(n, NOW) for n in range(40)]}
    for file in wire.standing(NOW - timedelta(hours=1)):
        samples.setdefault(formats.read(file.data).format, []).append(file.data)
    for name, documents in samples.items():
        bare: Callable[[bytes], object] = msgspec.json.decode if name == "ninjs" else etree.fromstring
        reading, parsing = [], []
        for _ in range(ROUNDS):
            reading.append(_time(formats.read, documents))
            parsing.append(_time(bare, documents))
        ours, theirs = statistics.median(reading), statistics.median(parsing)
        size = sum(map(len, documents)) / len(documents)
        print(
            f"{name:<24} {len(documents):>4} files of {size / 1000:5.1f} kB   read {ours * 1e6:7.0f} µs   "
            f"bare parse {theirs * 1e6:6.0f} µs   {ours / theirs:5.1f}×"
        )


def _time(work: Callable[[bytes], object], documents: list[bytes]) -> float:
    began = time.process_time()
    for data in documents:
        work(data)
    return (time.process_time() - began) / len(documents)


if __name__ == "__main__":
    run()
