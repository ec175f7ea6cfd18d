"""IPTC's Media Topics, and the old Subject Codes that they stand for (mediatopics.tsv, © IPTC, CC BY 4.0)."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Topic:
    """One Media Topic. `parent` is "" at the top; `retired` is the year, "" while it is in use."""

    code: str
    parent: str
    name: str
    retired: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole vocabulary: topics by code, and topics' codes by old Subject Code; codes are of eight digits."""

    by_code: dict[str, Topic]
    by_subject_code: dict[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    data = pkgutil.get_data("wireroom.formats", "mediatopics.tsv")
    assert data is not None, "the vocabulary ships in the package"
    by_code: dict[str, Topic] = {}
    by_old: dict[str, tuple[str, ...]] = {}
    for line in data.decode().splitlines():
        if line.startswith("#"):
            continue
        code, parent, label, retired, old = line.split("\t")
        by_code[code] = Topic(code, parent, label, retired)
        for one in old.split():
            by_old[one] = (*by_old.get(one, ()), code)
    return Vocabulary(by_code, by_old)
