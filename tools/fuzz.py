"""Fuzzes one reader with atheris: no crash, no hang over a second, no growth over 64 MiB for an input of 1 MiB.

python tools/fuzz.py READER [SECONDS] [--seeds DIR …]: what fails is written to .fuzz/READER, and read first next time.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import pkgutil
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import atheris  # noqa: E402

with atheris.instrument_imports(include=["wireroom.formats", "wireroom.news"]):
    from wireroom import formats
    from wireroom.demo import wire
    from wireroom.errors import UnreadableError

    # Readers are imported when their turn comes, which would be too late to follow them.
    for module in pkgutil.walk_packages(formats.__path__, "wireroom.formats."):
        importlib.import_module(module.name)

from tests.mangle import mangled  # noqa: E402
from tests.textwires import EXAMPLES  # noqa: E402

LONGEST = 1_048_576
SLOWEST = 1.0  # seconds of CPU: the machine may be busy with other things
MOST_GROWTH = 64 * 1024  # kilobytes
DEFECT = "defect"  # what the registry says of a reader that tripped


class Failed(Exception):
    """What a reader must not do."""


def check(data: bytes, reader: str) -> None:
    """Reads once; raises Failed when the reader crashes, hangs or grows."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        formats.read(data, format=reader)
    except UnreadableError as error:
        if DEFECT in error.todo:
            raise Failed(str(error)) from error
    took = time.process_time() - began
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if took > SLOWEST:
        raise Failed(f"{took:.2f} s for {len(data):,} bytes")
    if grown > MOST_GROWTH:
        raise Failed(f"grew by {grown / 1024:.0f} MiB for {len(data):,} bytes")


def seeds(reader: str, folders: list[Path]) -> Iterator[bytes]:
    """Documents to begin with: the demo's own copy, and the files of the folders, that the reader can read."""
    found = [file.data for file in wire.standing(datetime(2026, 1, 1, tzinfo=UTC))] + [*EXAMPLES]
    for folder in folders:
        found += [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    for data in found:
        try:
            formats.read(data, format=reader)
        except UnreadableError:
            continue
        if len(data) <= LONGEST:
            yield data


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=formats.names())
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    parser.add_argument("--seeds", type=Path, action="append", default=[], help="a folder of files to begin with")
    options = parser.parse_args()
    folder = ROOT / ".fuzz" / options.reader
    folder.mkdir(parents=True, exist_ok=True)
    beginnings = list(seeds(options.reader, [*options.seeds, folder]))
    print(f"{options.reader}: {len(beginnings)} seeds, {options.seconds} s", flush=True)
    for data in beginnings:
        check(data, options.reader)

    def one(data: bytes) -> None:
        try:
            check(data, options.reader)
        except Failed:
            (folder / hashlib.blake2b(data, digest_size=8).hexdigest()).write_bytes(data)
            raise

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.25:
            return bytes(atheris.Mutate(data, size))
        # What coverage led to is mangled further, and every now and then a whole document anew.
        start = random.choice(beginnings) if beginnings and (len(data) < 64 or random.random() < 0.3) else data
        return mangled(start, random, size)

    limits = [f"-max_total_time={options.seconds}", f"-max_len={LONGEST}", "-rss_limit_mb=0", "-timeout=30"]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/"], one, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
