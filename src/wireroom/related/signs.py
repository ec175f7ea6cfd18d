"""The signs that a story is filed under: its slugline, subjects, names, and the words that tell it from others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from wireroom.formats.mediatopics import vocabulary
from wireroom.news import Version
from wireroom.related.common import COMMON

MOST_WORDS, MOST_NAMES, MOST_SUBJECTS = 9, 3, 2
_SHORTEST = 3  # letters of a word that tells something
# Runs of letters and digits that begin with a letter; where a script writes no spaces, a run is cut up.
_RUN = re.compile(r"[^\W\d_][^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+")
# Behind these a sentence or a quotation begins: the capital of its first word may be its place's alone.
_BREAK = re.compile(r"[.!?:;—–\"“„«»(]")


class Kind(IntEnum):
    """What a sign is; its number is part of the key and must never change."""

    SLUGLINE = 1
    SUBJECT = 2
    NAME = 3
    WORD = 4
    EVOLVED = 5  # it goes on from the story with this uri


_KIND_BITS = 3
_KINDS = {int(kind): kind for kind in Kind}


class Sign(NamedTuple):
    """A sign with the text it was made of, folded."""

    kind: Kind
    text: str

    @property
    def key(self) -> int:
        """The number it is filed under: 29 bits of the text's checksum, three of the kind. It holds no word."""
        return (crc32(self.text.encode("utf-8", "surrogatepass")) >> _KIND_BITS << _KIND_BITS) | self.kind


def kind_of(key: int) -> Kind:
    """What kind of sign a key stands for."""
    return _KINDS[key & ((1 << _KIND_BITS) - 1)]


def signs_of(version: Version, opening: str) -> tuple[Sign, ...]:
    """The signs of a version, the most telling of each kind first; `opening` is its first paragraph as plain text.

    At most 16, so that filing a story costs the same however long it is. Which of them are rare nobody asks here:
    that is for whoever reads them, with what the ledger holds then.
    """
    slugline = " ".join(_folded(version.slugline))
    names = _names(version)
    found = [Sign(Kind.SLUGLINE, slugline)] if len(slugline) > _SHORTEST else []
    found += [Sign(Kind.EVOLVED, version.evolved_from)] if version.evolved_from else []
    found += [Sign(Kind.SUBJECT, one) for one in _subjects(version.subjects)]
    found += [Sign(Kind.NAME, one) for one in names if " " in one][:MOST_NAMES]
    return (*found, *(Sign(Kind.WORD, one) for one in _words(version, names, opening)))


def _names(version: Version) -> list[str]:
    """People before organisations before places; one that is a word of the language only is none."""
    given = (*version.people, *version.organisations, *version.places)
    folded = (" ".join(_folded(one.rpartition(":")[2] if " " not in one else one)) for one in given)
    return [one for one in dict.fromkeys(folded) if len(one) >= _SHORTEST and one not in COMMON]


def _subjects(subjects: Iterable[str]) -> list[str]:
    """The most special Media Topics; old Subject Codes (IPTC) count as the topics that stand for them."""
    known = vocabulary()
    topics: dict[str, None] = {}
    for one in subjects:
        scheme, _, code = one.rpartition(":")
        if scheme == "subj":
            topics |= dict.fromkeys(known.by_subject_code.get(code, ()))
        elif scheme == "medtop":
            topics[code] = None
    return sorted(topics, key=lambda code: (-_depth(code), code))[:MOST_SUBJECTS]


@lru_cache(maxsize=4096)
def _depth(code: str) -> int:
    """How far below the top of Media Topics; 0 for one that is not in there."""
    topic, depth = vocabulary().by_code.get(code), 0
    while topic is not None:
        topic, depth = vocabulary().by_code.get(topic.parent), depth + 1
    return depth


def _words(version: Version, names: Iterable[str], opening: str) -> list[str]:
    """The words most likely to be this story's own.

    What slugline, keywords or names say, the headline says, and the first paragraph says again is what the story is
    about; what is written with a capital inside a sentence is a name (in German a noun, which serves as well). What is
    a sign as a whole already, a slugline of one word say, is none again: one fact must not count twice.
    """
    slug = _folded(version.slugline)
    telling = dict.fromkeys(slug[1:] and slug, 3)
    for words in (_folded(" ".join(version.keywords[:4])), [one for one in names if " " not in one]):
        for word in dict.fromkeys(words):
            telling[word] = telling.get(word, 0) + 2
    for text, worth in ((version.headline, 4), (opening, 2)):
        for word, capital in _read(text).items():
            telling[word] = telling.get(word, 0) + worth + (3 if capital else 0)
    whole = slug if len(slug) == 1 else ()
    own = [one for one in telling if _tells(one) and one not in whole]
    return sorted(own, key=lambda one: (-telling[one], -len(one), one))[:MOST_WORDS]


def _tells(word: str) -> bool:
    return (len(word) >= _SHORTEST or _UNSPACED.match(word) is not None) and word not in COMMON


def _folded(text: str) -> list[str]:
    if text.isascii():  # as most copy is
        return _RUN.findall(text.lower())
    return list(map(_fold, _runs(text)))


def _read(text: str) -> dict[str, bool]:
    """The words of a text in order, folded, each with whether a capital tells that it is a name."""
    read = dict.fromkeys(_folded(text), False)
    if text.isupper():
        return read
    capitals = [run for run in _runs(text) if run[0].isupper()]
    for sentence in _BREAK.split(text):
        first = _RUN.search(sentence)
        if first and first[0] in capitals and not first[0][1].isupper():
            capitals.remove(first[0])
    return read | dict.fromkeys(map(_fold, capitals), True)


def _runs(text: str) -> list[str]:
    found = _RUN.findall(text)
    if text.isascii() or not _UNSPACED.search(text):
        return found
    pairs = ([run[at : at + 2] for at in range(len(run) - 1)] if _UNSPACED.search(run) else [run] for run in found)
    return [each for some in pairs for each in some]


@lru_cache(maxsize=16384)
def _fold(word: str) -> str:
    """The word without case and accents."""
    if word.isascii():
        return word.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold()))
