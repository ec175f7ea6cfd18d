"""The tables of words, and the one way to fold copy so that it can be compared with them."""

from __future__ import annotations

import pkgutil
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

# Accents and vowel signs of Latin, Greek, Cyrillic, Arabic and Japanese once they stand apart.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u3099\u309a]")
_ALIKE = str.maketrans({"ة": "ه", "ı": "i", "ł": "l", "ø": "o"})
_NOT_WORD = re.compile(r"[^\w]+|_+")
LONGEST_LINE = 400
"""Characters of a line that can be a banner or a mark; longer ones are copy, and are not looked at."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case, without accents, with one space where anything but letters and digits stood."""
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_ALIKE)
    # Korean syllables together again: they were taken apart like letters and accents.
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", plain)).strip()


@cache
def tables() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Every table: for each of its keys the words or patterns."""
    data = pkgutil.get_data(__name__, "words.toml") or b""
    loaded = tomllib.loads(data.decode("utf-8"))
    return {name: {key: tuple(words) for key, words in table.items()} for name, table in loaded.items()}


@cache
def words_of(table: str) -> frozenset[str]:
    """All words and phrases of a table, folded."""
    return frozenset(fold(word) for words in tables()[table].values() for word in words)


@cache
def languages_of(table: str) -> Mapping[str, str]:
    """Each phrase of a table with its language; "" for one that several share."""
    found: dict[str, str] = {}
    for language, words in tables()[table].items():
        for word in map(fold, words):
            found[word] = language if found.get(word, language) == language else ""
    return found


@cache
def pattern_of(*keys: str) -> re.Pattern[str]:
    """One pattern of a table's patterns, or of one of its keys (`table`, `key`), for folded text."""
    table = tables()[keys[0]]
    groups = [table[keys[1]]] if len(keys) > 1 else list(table.values())
    return re.compile(r"(?<!\w)(?:" + "|".join(one for group in groups for one in group) + r")(?!\w)")


@cache
def phrases_of(table: str) -> re.Pattern[str]:
    """One pattern that finds any phrase of a table as whole words of folded text, the longest first."""
    ordered = sorted(words_of(table), key=lambda one: (-len(one), one))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")
