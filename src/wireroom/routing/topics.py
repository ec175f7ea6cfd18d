"""What stands above a subject: the hierarchy of IPTC Media Topics, with the old Subject Codes mapped to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from wireroom.formats.mediatopics import vocabulary
from wireroom.routing.folding import name as folded


@cache
def codes_by_name() -> dict[str, tuple[str, ...]]:
    """The codes of the topics by their folded names."""
    found: dict[str, tuple[str, ...]] = {}
    for code, topic in vocabulary().by_code.items():
        found[folded(topic.name)] = (*found.get(folded(topic.name), ()), code)
    return found


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
    known = vocabulary().by_code
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
    return vocabulary().by_subject_code.get(code, ()) if scheme == "subj" else ()


def _old_lineage(code: str) -> tuple[str, ...]:
    """A Subject Code and those above it: two digits, then three, then three."""
    if not re.fullmatch(r"\d{8}", code):
        return (code,)
    return tuple(dict.fromkeys((code, f"{code[:5]}000", f"{code[:2]}000000")))


def _mapped(code: str) -> tuple[str, ...]:
    """The Media Topics of the code, else of the nearest code above it that has any."""
    mapped = vocabulary().by_subject_code
    return next((mapped[one] for one in _old_lineage(code) if one in mapped), ())
