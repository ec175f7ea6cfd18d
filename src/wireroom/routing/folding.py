"""Text as rules see it: words in a row, without case, accents or marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

BREAK = "\x00"
"""Stands between values that no phrase may reach across; it is no word."""

_INLINE = re.compile(r'</?(?:a|em|strong|sub|sup)\b[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_INLINE_SIGNS = ("<a ", "<em", "<strong", "<sub", "<sup")
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_WORDS = re.compile(r"[^\W_]+")
# Latin, Greek and Cyrillic accents and Arabic vowel signs: people leave them out when they write rules.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]+")
# These scripts write words without spaces, so that each character counts as a word of its own.
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_ASCII_WORDS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words(text: str) -> list[str]:
    """The words of the text, folded, in order."""
    if text.isascii():
        return text.lower().translate(_ASCII_WORDS).split()
    found: list[str] = []
    for piece in text.split():
        if piece.isascii():
            found += piece.lower().translate(_ASCII_WORDS).split()
        else:
            found += _remembered(piece) if len(piece) < 40 else _folded(piece)
    return found


def _folded(piece: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(_UNSPACED.sub(r" \1 ", fold(piece))))


_remembered = lru_cache(maxsize=32768)(_folded)  # a language has few words with accents, and they come again


def row(found: list[str]) -> str:
    """Words between single spaces, one before and one behind, so that each can be found whole."""
    return f" {' '.join(found)} "


def padded(text: str) -> str:
    """The words of the text in a row."""
    return row(words(text))


def plain(body: str) -> str:
    """The words of clean XHTML; markup inside a line does not part a word."""
    if any(sign in body for sign in _INLINE_SIGNS):
        body = _INLINE.sub("", body)
    text = _TAG.sub(" ", body)
    return unescape(text) if "&" in text else text


def name(text: str) -> str:
    """A name or code as it is compared whole: folded, with single spaces."""
    return " ".join(fold(text).split())
