"""Bytes of pages and captures as text, whatever they declare."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,40})",
    re.IGNORECASE,
)
# WHATWG Encoding, §4.2: what these labels mean on the web.
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "shift_jis",
    "ks_c_5601-1987": "euc-kr",
    "windows-874": "cp874",
}
_PAGES = ("cp1252", "cp1251", "koi8-r", "cp1250", "cp1253", "cp1254", "cp1256")  # the first of equals is taken
_USUAL = frozenset("–—‘’“”„«»…€£§©°·\u00a0")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def text_of(data: bytes, declared: str = "") -> str:
    """The text. Valid UTF-8 wins over any declaration; then the mark, the declaration, and the likeliest code page."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if data[:200].count(0) > 40:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
    for name in (declared, _declared(data)):
        text = _as(data, name)
        if text is not None:
            return text
    return _likeliest(data)


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else ""


def _as(data: bytes, name: str) -> str | None:
    name = _MEANT.get(name.strip().lower(), name.strip().lower())
    if not name or name in ("utf-8", "utf8"):
        return None
    try:
        return data.decode(name, "replace")
    except (LookupError, ValueError):
        return None


def _likeliest(data: bytes) -> str:
    """By what reads as words: letters of one script, small behind the first, and few odd signs among them."""
    if _nearly_utf8(data):
        return data.decode("utf-8", "replace")
    sample = data[:20_000]
    best = max(_PAGES, key=lambda name: _sense(sample.decode(name, "replace")))
    return data.decode(best, "replace")


def _sense(text: str) -> float:
    """The share of words with letters beyond ASCII that can be words, less that of signs among such characters."""
    words = [word for word in _LETTERS.findall(text) if not word.isascii()]
    high = [char for char in text if ord(char) > 127]
    good = sum(1 for word in words if word[1:] == word[1:].lower() and _one_script(word))
    odd = sum(1 for char in high if not char.isalpha() and char not in _USUAL)
    return good / max(1, len(words)) - odd / max(1, len(high))


def _nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    good = sum(1 for char in text if ord(char) > 127 and char != "\ufffd")
    return good > 10 * text.count("\ufffd")


def _one_script(word: str) -> bool:
    """Whether the letters of a word are all of one script; Latin words have but a few letters beyond ASCII."""
    latin = sum(1 for char in word if ord(char) < 0x250)
    if latin == len(word):
        return sum(1 for char in word if ord(char) > 127) <= 0.5 * len(word)
    return latin == 0
