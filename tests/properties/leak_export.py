"""The exported folder for the leak proof: brought up to date, and every file of it read as an outsider would."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import brotli

from wireroom.cli.publish import _head, pages, pictures
from wireroom.newsroom.home import Home
from wireroom.newsroom.publishing.publication import Publication


def publish(home: Home, root: Path, clock: Callable[[], datetime]) -> None:
    """Brings the folder up to date."""
    publication = Publication(home, str(root), pages=pages, pictures=pictures, head=_head)
    publication.clock = clock
    with closing(publication):
        publication.run()


def files(root: Path, sites: tuple[str, ...]) -> Iterator[tuple[str, str, bytes]]:
    """Of each file of a site its site, its address there ("" for a notice) and its bytes, of compressed twins unpacked.

    What stands beside the sites is for the web server's eyes alone.
    """
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        site, _, rest = name.partition("/")
        if not path.is_file() or site not in sites:
            continue
        data = path.read_bytes()
        if rest.endswith(".gz"):
            rest, data = rest.removesuffix(".gz"), gzip.decompress(data)
        elif rest.endswith(".br"):
            rest, data = rest.removesuffix(".br"), brotli.decompress(data)
        rest = rest.removesuffix(".html")
        if rest.startswith("_") or rest == "404":
            yield site, "", data
        else:
            yield site, f"/{rest.removesuffix('index')}", data
