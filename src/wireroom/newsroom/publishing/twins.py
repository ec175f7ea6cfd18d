"""Compressed twins of published files, for servers that send them as they are (`gzip_static`, `brotli_static`)."""

from __future__ import annotations

import gzip

import brotli

ENDINGS = (".br", ".gz")
_BROTLI, _GZIP = 5, 6  # the highest levels whose cost is that of making a page, not ten times as much
_SMALLEST = 200  # bytes: below, nothing is saved
_TEXT = ("text/", "application/json", "application/feed+json", "application/xml")


def twins_of(name: str, media_type: str, data: bytes) -> dict[str, bytes]:
    """The twins by their names; none of what compressing does not make smaller. The same bytes make the same twins."""
    if len(data) < _SMALLEST or not (media_type.startswith(_TEXT) or "+xml" in media_type):
        return {}
    made = {
        f"{name}.br": brotli.compress(data, quality=_BROTLI),
        f"{name}.gz": gzip.compress(data, _GZIP, mtime=0),
    }
    return {twin: packed for twin, packed in made.items() if len(packed) < len(data)}
