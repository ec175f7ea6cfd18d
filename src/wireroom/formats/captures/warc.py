"""WARC files (ISO 28500): every page that was answered, with its address and time; what is no page, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from wireroom.errors import UnreadableError
from wireroom.formats.captures import html_page, text_capture
from wireroom.formats.captures.model import NO_RULES, Origin, Rules
from wireroom.formats.captures.notes import notes_of
from wireroom.formats.model import Capture, Hint, Note, Reading
from wireroom.formats.times import parse_time
from wireroom.news import Version

name = "warc"
LARGEST = 16_000_000
"""Bytes of one page, unpacked."""
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_READ = frozenset({"response", "resource", "conversion"})
_SILENT = frozenset({"warcinfo", "request", "metadata"})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_START = re.compile(rb"WARC/1\.[01]\r?\n|WARC/0\.\d+\r?\n|\x1f\x8b\x08[\x00\x04]")
_STEP = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One page of a WARC file: its address, the time of its capture, its bytes as the server meant them.

    `why` says why a record is none ("" for a page); `place` is where it begins in the file.
    """

    place: str
    url: str = ""
    at: datetime | None = None
    data: bytes = b""
    media_type: str = ""
    charset: str = ""
    why: str = ""


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether these bytes are a WARC file, packed or not."""
    if data.startswith(b"WARC/"):
        return True
    if not data.startswith(b"\x1f\x8b"):
        return False
    import zlib

    try:
        return zlib.decompressobj(31).decompress(data[:4096], 64).startswith(b"WARC/")
    except zlib.error:
        return False


def read(data: bytes, hint: Hint) -> Reading:
    """The stories of all pages in the file; raises UnreadableError when it has none."""
    from io import BytesIO

    versions: list[Version] = []
    captures: list[Capture] = []
    notes: list[Note] = []
    for record in records(BytesIO(data)):
        where = record.url or record.place
        if record.why:
            notes.append(Note(where, record.why))
            continue
        try:
            version, capture = read_record(record, hint)
        except UnreadableError as error:
            notes.append(Note(where, error.what))
            continue
        versions.append(version)
        captures.append(capture)
        notes += notes_of(capture)
    if not versions:
        reasons = "; ".join(f"{note.where}: {note.problem}" for note in notes[:3])
        raise UnreadableError(f"no page with a story in it{': ' + reasons if reasons else ''}", todo="look at the file")
    return Reading(name, tuple(versions), tuple(notes), tuple(captures))


def read_record(record: Record, hint: Hint, rules: Rules = NO_RULES) -> tuple[Version, Capture]:
    """The story of one page; raises UnreadableError when it has none."""
    origin = Origin(record.url, record.at, rules)
    if record.media_type == "text/plain" and not html_page.recognises(record.data, hint):
        return text_capture.read_page(record.data, hint, origin)
    return html_page.read_page(record.data, hint, origin, record.charset)


def records(stream: BinaryIO) -> Iterator[Record]:
    """The records of a WARC file, one in memory at a time; behind a broken one the next is looked for.

    The stream must be seekable.
    """
    from warcio.archiveiterator import ArchiveIterator

    at: int | None = 0
    while at is not None:
        stream.seek(at)
        begun = at
        try:
            archive = ArchiveIterator(_Behind(stream, at), arc2warc=True)
            for record in archive:
                begun = at + archive.offset
                found = _record(record, f"byte {begun}")
                if found is not None:
                    yield found
            return
        except Exception as error:  # the library has no one error for what is wrong with a file
            yield Record(f"byte {begun}", why=f"a broken record ({type(error).__name__})")
            at = _next(stream, begun + 1)


class _Behind:
    """A file from some byte on: the library counts from where it begins to read."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        self._stream, self._at = stream, at

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def tell(self) -> int:
        return self._stream.tell() - self._at

    def close(self) -> None:
        """The stream is its owner's."""


def _next(stream: BinaryIO, at: int) -> int | None:
    """Where the next record seems to begin, from this byte on; None when none does."""
    while True:
        stream.seek(at)
        data = stream.read(_STEP + 16)
        if found := _START.search(data):
            return at + found.start()
        if len(data) < _STEP + 16:
            return None
        at += _STEP


def _record(record: Any, place: str) -> Record | None:
    """The page in a record, or why it is none; None for records that only tell of others."""
    kind = record.rec_type
    if kind in _SILENT:
        return None
    headers = record.rec_headers
    if not kind or not (headers.get_header("Content-Length") or "").isdigit():
        raise ValueError("a record without a kind or a length")
    url = (headers.get_header("WARC-Target-URI") or "").strip("<> ")
    at = parse_time(headers.get_header("WARC-Date"))
    if kind == "revisit":
        return Record(place, url, at, why="a revisit: the same bytes were captured before")
    if kind not in _READ:
        return Record(place, url, at, why=f"a record of the kind {kind}")
    stated = headers.get_header("Content-Type") or ""
    if record.http_headers is not None:
        status = record.http_headers.get_statuscode()
        if status != "200":
            return Record(place, url, at, why=f"the server answered {status or 'without a status'}")
        stated = record.http_headers.get_header("Content-Type") or "text/html"
    media_type = stated.partition(";")[0].strip().lower()
    if media_type not in _PAGES:
        return Record(place, url, at, why=f"{media_type or 'nothing that has a type'}: no page")
    data = record.content_stream().read(LARGEST + 1)
    if len(data) > LARGEST:
        return Record(place, url, at, why=f"longer than {LARGEST:,} bytes")
    if not data.strip():
        return Record(place, url, at, why="an empty page")
    charset = _CHARSET.search(stated)
    return Record(place, url, at, data, media_type, charset[1] if charset else "")
