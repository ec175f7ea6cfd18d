"""The hierarchy of IPTC Media Topics, and the old Subject Codes mapped to it (mediatopics.tsv, © IPTC, CC BY 4.0)."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from wireroom.routing.folding import name as folded


@dataclass(frozen=True, slots=True)
class Topic:
    """One Media Topic. `parent` is "" at the top; `retired` is the year, "" while it is in use."""

    code: str
    parent: str
    name: str
    retired: str


@dataclass(frozen=True, slots=True)
class Topics:
    """The whole vocabulary: topics by code, codes by folded name, and topics' codes by old Subject Code."""

    by_code: dict[str, Topic]
    by_name: dict[str, tuple[str, ...]]
    by_subject_code: dict[str, tuple[str, ...]]


@cache
def topics() -> Topics:
    """The vocabulary, read once."""
    data = pkgutil.get_data(__package__, "mediatopics.tsv")
    assert data is not None, "the vocabulary ships in the package"
    by_code: dict[str, Topic] = {}
    by_name: dict[str, tuple[str, ...]] = {}
    by_old: dict[str, tuple[str, ...]] = {}
    for line in data.decode().splitlines():
        if line.startswith("#"):
            continue
        code, parent, label, retired, old = line.split("\t")
        by_code[code] = Topic(code, parent, label, retired)
        by_name[folded(label)] = (*by_name.get(folded(label), ()), code)
        for one in old.split():
            by_old[one] = (*by_old.get(one, ()), code)
    return Topics(by_code, by_name, by_old)


@lru_cache(maxsize=65536)
def lineage(subject: str) -> frozenset[str]:
    """The subject (`scheme:code`), folded, with everything that stands above it, and its Media Topics if it is old."""
    scheme, _, code = folded(subject).rpartition(":")
    if scheme == "subj":
        found = {f"subj:{one}" for one in _old_lineage(code)}
        return frozenset(found.union(*(lineage(f"medtop:{one}") for one in _mapped(code))))
    if scheme != "medtop":
        return frozenset({folded(subject)})
    found = {f"medtop:{code}"}
    known = topics().by_code
    while code in known and known[code].parent:
        code = known[code].parent
        found.add(f"medtop:{code}")
    return frozenset(found)


def lineages(subjects: Iterable[str]) -> frozenset[str]:
    """All lineages together."""
    return frozenset().union(*map(lineage, subjects))


def mapped_exactly(subject: str) -> tuple[str, ...]:
    """The Media Topics that stand for this very Subject Code (`subj:NNNNNNNN`); none for anything else."""
    scheme, _, code = subject.rpartition(":")
    return topics().by_subject_code.get(code, ()) if scheme == "subj" else ()


def _old_lineage(code: str) -> tuple[str, ...]:
    """A Subject Code and those above it: two digits, then three, then three."""
    if not re.fullmatch(r"\d{8}", code):
        return (code,)
    return tuple(dict.fromkeys((code, f"{code[:5]}000", f"{code[:2]}000000")))


def _mapped(code: str) -> tuple[str, ...]:
    """The Media Topics of the code, else of the nearest code above it that has any."""
    mapped = topics().by_subject_code
    return next((mapped[one] for one in _old_lineage(code) if one in mapped), ())
