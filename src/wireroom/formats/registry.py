"""The readers by name, and which of them a file's bytes belong to; each is imported only when its turn comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import cast

from wireroom.errors import UnknownFormatError, UnreadableError
from wireroom.formats.model import Format, Hint, Reading

# In the order they are asked: what is told by its root comes before what is told by a few words.
_XML = {
    "newsml-g2": "newsml_g2",
    "newsml-1": "newsml_1",
    "nitf": "nitf",
    "ritzau": "ritzau",
    "wxr": "feeds.wxr",
    "rss": "feeds.rss",
    "atom": "feeds.atom",
    "rss1": "feeds.rss1",
}
_JSON = {
    "jsonfeed": "feeds.jsonfeed",
    "ap-media-json": "ap_media",
    "dpa-digitalwires-json": "dpa_json",
    "ninjs": "ninjs",
}
# Neither XML nor JSON: told by control characters or header fields.
_TEXT = {"anpa1312": "anpa1312", "iptc7901": "iptc7901", "zczc": "zczc", "email": "mail"}
# Old pages: read only where somebody asks for them, for a feed's error page must never pass for a story.
_CAPTURES = {"warc": "captures.warc", "html-page": "captures.html_page", "text-capture": "captures.text_capture"}
_MODULES = {**_XML, **_JSON, **_TEXT, **_CAPTURES}
# Which are asked, by the first character; the others are asked of all else.
_SIGNS = {b"<": tuple(_XML.values()), b"{": tuple(_JSON.values()), b"[": tuple(_JSON.values())}
_OTHERS = (*_TEXT.values(), *_XML.values())

_NOTHING = Hint()
_HEAD = 4096
_BEGINNING = 64
_BLANK = b" \t\r\n\x00"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# By their first bytes: what people deliver by mistake, in words they know.
_MAGIC = (
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"PK\x03\x04", "a zip file: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"),
    (b"\xfd7zXZ", "an xz file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"%PDF", "a PDF"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a WebP picture, a sound or a film"),
    (b"ID3", "an MP3 sound"),
    (b"\xff\xfb", "an MP3 sound"),
    (b"OggS", "an Ogg sound or film"),
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.\-]*(?::[\w.\-]+)?)")
_BEFORE_ROOT = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


def names() -> tuple[str, ...]:
    """The formats that can be read, by the names that `--format` and the network file use."""
    return tuple(_MODULES)


def read(data: bytes, hint: Hint = _NOTHING, *, format: str | None = None, captures: bool = False) -> Reading:
    """The versions in these bytes, in the order of the file, and notes on what was not understood.

    The format is recognised from the bytes unless it is named; old pages only with `captures`.
    Raises UnknownFormatError when no reader knows the
    bytes or the name, UnreadableError when the reader that knows them can make no version of them.
    """
    if format is not None:
        return _finished(_module(format, hint), data, hint)
    # Asked of the beginning first: to strip a large file is to copy it.
    if not data[:_BEGINNING].strip(_BLANK) and not data.strip(_BLANK):
        raise UnknownFormatError(
            "the file is empty" if not data else "the file holds nothing but white space",
            where=hint.name,
            todo="send it again; a file still being written looks like this",
        )
    for module in _candidates(data):
        if module.recognises(data, hint):
            return _finished(module, data, hint)
    for name in _CAPTURES.values() if captures else ():
        if (module := _imported(name)).recognises(data, hint):
            return _finished(module, data, hint)
    raise _unknown(_head(data), data, hint)


def _head(data: bytes) -> bytes:
    """The beginning of the file as ASCII-like bytes, whatever its Unicode encoding."""
    head = data[:_HEAD]
    for bom in _BOMS:
        head = head.removeprefix(bom)
    if head[:4].count(0) >= 2 or head[1:2] == b"\0" or head[:1] == b"\0":
        head = head.replace(b"\0", b"")
    return head.lstrip()


def _candidates(data: bytes) -> Iterator[Format]:
    sign = data[:1] if data[:1] in _SIGNS else _head(data)[:1]
    return map(_imported, _SIGNS.get(sign, _OTHERS))


@cache
def _imported(name: str) -> Format:
    return cast(Format, import_module(f"wireroom.formats.{name}"))


def _module(name: str, hint: Hint) -> Format:
    module = _MODULES.get(name)
    if module is None:
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), _MODULES, n=1, cutoff=0.4)
        guess = f"Did you mean '{near[0]}'? " if near else ""
        raise UnknownFormatError(
            f"there is no format '{name}'", where=hint.name, todo=f"{guess}Formats: {', '.join(_MODULES)}"
        )
    return _imported(module)


def _finished(module: Format, data: bytes, hint: Hint) -> Reading:
    try:
        return _settle()(module.read(data, hint), hint)
    except UnreadableError as error:
        if not error.where and hint.name:
            error.where = hint.name
        raise
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        # One file that a reader trips over must go to quarantine and leave its neighbours alone.
        raise UnreadableError(
            f"the {module.name} reader failed on this file ({type(error).__name__}: {error})",
            where=hint.name,
            todo="this is a defect of the reader: keep the file and report it",
        ) from error


@cache
def _settle() -> Callable[[Reading, Hint], Reading]:
    from wireroom.formats.bounds import settle

    return settle


def _unknown(head: bytes, data: bytes, hint: Hint) -> UnknownFormatError:
    return UnknownFormatError(
        f"no reader knows this file: it {_looks(head, data)}",
        where=hint.name,
        todo=f"name the format with --format if it is one of {', '.join(_MODULES)}",
    )


def _looks(head: bytes, data: bytes) -> str:
    """What the file seems to be, in words that help the person who sees it in quarantine."""
    for magic, words in _MAGIC:
        if data.startswith(magic):
            return f"looks like {words}"
    lowered = head.lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or b"<html" in lowered[:1024]:
        return "looks like an HTML page, perhaps an error or log-in page where a feed was expected"
    if head.startswith(b"<"):
        return _looks_xml(head, data)
    if head[:1] in (b"{", b"["):
        return _looks_json(data)
    if data[4:8] == b"ftyp":
        return "looks like a film or sound in an MP4 file"
    return f"is neither XML nor JSON, and begins with {head[:40]!r}"


def _looks_xml(head: bytes, data: bytes) -> str:
    root = _ROOT.search(_BEFORE_ROOT.sub(b"", head))
    if root is None:
        return "begins like XML, but no element was found in it; it may be truncated"
    name = root.group(1).decode("ascii", "replace")
    tail = data[-_HEAD:].replace(b"\0", b"")
    cut = "" if f"</{name}".encode() in tail or tail.rstrip().endswith(b"/>") else ", and is truncated"
    return f"is XML with the root element <{name}>{cut}"


def _looks_json(data: bytes) -> str:
    keys = re.findall(rb'"([^"\\]{1,40})"\s*:', data[:_HEAD])[:8]
    shown = ", ".join(key.decode("utf-8", "replace") for key in keys) or "none"
    cut = "" if data.rstrip(b" \t\r\n\0")[-1:] in (b"}", b"]") else ", and is truncated"
    return f"is JSON with the keys {shown}{cut}"
