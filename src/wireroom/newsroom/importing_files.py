"""Where old pages come from: files, folders of them, WARC files; each page in turn, none kept in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wireroom.errors import WireroomError
from wireroom.formats.captures import html_page, text_capture, warc
from wireroom.formats.captures.warc import Record
from wireroom.formats.model import Hint

LARGEST = 16_000_000
"""Bytes of a page in a file of its own; what is larger is no page."""
# By their names alone: what stands beside pages in a saved site.
_NO_PAGE = re.compile(
    r"\.(?:css|js|mjs|json|map|xml|rss|atom|png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|woff2?|ttf|otf|eot|pdf|zip|gz|bz2|xz|"
    r"mp[34]|m4[av]|webm|og[gv]|wav|avi|mov|swf|exe|docx?|xlsx?|pptx?|cdx|sqlite|db)$",
    re.IGNORECASE,
)
_WARC = re.compile(r"\.(?:warc|arc|wet)(?:\.gz)?$", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,18}", re.IGNORECASE)
_PAGE_NAME = re.compile(r"\.(?:html?|xhtml|shtml|php\d?|aspx?|jsp|cfm|txt|text|md)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be imported: `inside` is its path from the folder that was named, "" for a file that was."""

    path: Path
    inside: str
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or why there is none. `done` are the bytes of its file that have been read once it is dealt with."""

    file: str
    record: Record
    done: int


def files(paths: Sequence[Path]) -> Iterator[Found]:
    """Every file that these paths name or hold, by name. Raises WireroomError for one that is not there."""
    for path in paths:
        if not path.exists():
            raise WireroomError("there is no such file or folder", where=str(path), todo="look at the name")
        if path.is_file():
            yield Found(path, "", path.stat().st_size)
            continue
        for folder, below, names in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted(names):
                file = Path(folder, name)
                if not name.startswith(".") and file.is_file():
                    yield Found(file, file.relative_to(path).as_posix(), file.stat().st_size)


def pages(found: Found) -> Iterator[Page]:
    """The pages of one file, most often one."""
    name = str(found.path)
    try:
        with found.path.open("rb") as stream:
            head = stream.read(4096)
            if _WARC.search(name) or warc.recognises(head, Hint()):
                for record in warc.records(stream):
                    # Compressed or not, the file's own position tells how far it has been read.
                    yield Page(f"{name}#{record.url or record.place}", record, min(stream.tell(), found.size))
                return
            yield Page(name, _single(found, head, stream.read(LARGEST + 1)), found.size)
    except OSError as error:
        yield Page(name, Record(name, why=f"cannot be read: {error.strerror}"), found.size)


def _single(found: Found, head: bytes, rest: bytes) -> Record:
    data, url = head + rest, url_of(found.inside)
    why = ""
    if _NO_PAGE.search(found.path.name) or len(data) > LARGEST:
        why = "no page"
    elif not data.strip():
        why = "an empty file"
    html = html_page.recognises(data, Hint())
    if not why and not html and not text_capture.recognises(data, Hint()):
        why = "neither an HTML page nor text"
    media_type = "text/html" if html else "text/plain"
    return Record(found.inside or found.path.name, url, None, b"" if why else data, media_type, why=why)


def url_of(inside: str) -> str:
    """The address that a mirrored file's path stands for (`www.orbit.example/2019/a.html`); "" without a host in it."""
    parts = inside.split("/")
    for at, part in enumerate(parts[:-1]):
        if _HOST.fullmatch(part) and not _PAGE_NAME.search(part):
            return f"http://{part}/{'/'.join(parts[at + 1 :])}"
    return ""
