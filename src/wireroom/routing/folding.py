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
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
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
    if not text.isascii():
        text = _FOREIGN.sub(_plainly, text)
        if not text.isascii():
            return _WORDS.findall(text.lower())
    return text.lower().translate(_ASCII_WORDS).split()


def _plainly(run: re.Match[str]) -> str:
    """A run of characters beyond ASCII, folded; accents and dashes come again and again, so short ones are kept."""
    characters = run.group()
    return _remembered(characters) if len(characters) < 16 else _unaccented(characters)


def _unaccented(characters: str) -> str:
    folded = _UNSPACED.sub(r" \1 ", fold(characters))
    return "".join(one if one.isalnum() else " " for one in folded)


_remembered = lru_cache(maxsize=16384)(_unaccented)


def row(found: list[str]) -> str:
    """Words between single spaces, one before and one behind, so that each can be found whole."""
    return f" {' '.join(found)} "


def padded(text: str) -> str:
    """The words of the text in a row."""
    return row(words(text))


def plain(body: str) -> str:
    """The words of clean XHTML; markup inside a line does not part a word."""
    text = body.replace("<p>", " ").replace("</p>", " ")
    if "<" in text:  # more than paragraphs of words alone
        if any(sign in body for sign in _INLINE_SIGNS):
            body = _INLINE.sub("", body)
        text = _TAG.sub(" ", body)
    return unescape(text) if "&" in text else text


def name(text: str) -> str:
    """A name or code as it is compared whole: folded, with single spaces."""
    return " ".join(fold(text).split())
