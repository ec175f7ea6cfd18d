"""Reading each format, beside a bare parse of the same bytes; interleaved, medians.

The bare parse is what any reader has to do at least: lxml's tree for XML, msgspec's values for JSON, and for text and
mail no more than turning bytes into characters.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta

import msgspec
from lxml import etree

from bench.corpus import NOW, sentence, story
from bench.feeds import FEEDS
from bench.mixed import file
from tests.textwires import anpa, mail
from wireroom import formats
from wireroom.demo import wire

ROUNDS = 15
EACH = 40


def run() -> None:
    """Measures and prints, for each format with a reader."""
    for name, documents in _samples().items():
        bare = _bare(documents[0])
        reading, parsing = [], []
        for _ in range(ROUNDS):
            reading.append(_time(formats.read, documents))
            parsing.append(_time(bare, documents))
        ours, theirs = statistics.median(reading), statistics.median(parsing)
        size = sum(map(len, documents)) / len(documents)
        stories = sum(len(formats.read(one).versions) for one in documents) / len(documents)
        print(
            f"{name:<34} {len(documents):>3} files of {size / 1000:5.1f} kB   read {ours * 1e6:7.0f} µs   "
            f"{stories / ours:6.0f} items/s   bare parse {theirs * 1e6:6.1f} µs   {ours / theirs:6.1f}×"
        )


def _samples() -> dict[str, list[bytes]]:
    """Documents by format: the demo's agencies' own, those of the backlog, text wires, mail and whole feeds."""
    found: dict[str, list[bytes]] = {"newsml-g2 (400 words)": [story(number, NOW) for number in range(EACH)]}
    for one in wire.standing(NOW - timedelta(hours=1)):
        found.setdefault(f"{formats.read(one.data).format} (demo)", []).append(one.data)
    for number in range(8 * EACH):
        data = file(number, NOW - timedelta(seconds=number))[1]
        found.setdefault(formats.read(data).format, []).append(data)
    found["anpa1312"] = [anpa(*_copy(number), number=f"{number:04}") for number in range(EACH)]
    found["email"] = [mail(copy[0], "\n\n".join(copy[1:])) for copy in map(_copy, range(EACH))]
    return found | {f"{name} (50 entries)": [feed(one) for one in range(4)] for name, feed in FEEDS.items()}


def _copy(number: int) -> list[str]:
    """A headline and some paragraphs."""
    rng = random.Random(number)
    return [sentence(rng, 8)[:-1], *(sentence(rng, rng.randint(35, 60)) for _ in range(rng.randint(3, 12)))]


def _bare(data: bytes) -> Callable[[bytes], object]:
    if data[:1] == b"<":
        return etree.fromstring
    return msgspec.json.decode if data[:1] in (b"{", b"[") else bytes.decode


def _time(work: Callable[[bytes], object], documents: list[bytes]) -> float:
    began = time.process_time()
    for data in documents:
        work(data)
    return (time.process_time() - began) / len(documents)


if __name__ == "__main__":
    run()
