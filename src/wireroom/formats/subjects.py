"""Codes as `scheme:code`, whichever way a format writes them; old Subject Codes as Media Topics."""

from __future__ import annotations

import re
from functools import lru_cache

from wireroom.formats.mediatopics import vocabulary

# The vocabularies whose codes are eight digits; some agencies drop the leading nought.
_EIGHT = frozenset({"subj", "medtop"})
_IPTC = re.compile(r"https?://cv\.iptc\.org/newscodes/([a-z0-9-]+)/(\w+)/?")
_SCHEMES = {
    "mediatopic": "medtop",
    "subjectcode": "subj",
    "pubstatusg2": "stat",
    "ninature": "ninat",
    "signal": "sig",
    "newsprovider": "nprov",
    "genre": "genre",
    "cpnature": "cpnat",
}
# The long names of two vocabularies, as some write them for the scheme.
_ALIASES = {"mediatopic": "medtop", "mediatopics": "medtop", "subjectcode": "subj"}
_DIGITS = re.compile(r"\d{7,8}")
# Schemes that say by their names that they are IPTC's Subject Codes or Media Topics.
_KINDRED = re.compile(r"(?!subj:|medtop:).*(?:subj|subref|topic|iptc)[^:]*[:/](\d{8})", re.IGNORECASE)


@lru_cache(maxsize=8192)
def code(qcode: str, uri: str = "") -> str:
    """A concept's name as `scheme:code`; a URI that no scheme is known for stays as it is; "" for neither.

    Codes of IPTC's Subject Codes (`subj:`) and Media Topics (`medtop:`) are filled up to their eight digits; eight
    noughts name nothing.
    """
    name = qcode.strip()
    if not name and uri:
        found = _IPTC.fullmatch(uri.strip())
        name = f"{_SCHEMES.get(found[1], found[1])}:{found[2]}" if found else uri.strip()
    scheme, colon, value = name.partition(":")
    if colon and scheme in _EIGHT and value.isdigit():
        return f"{scheme}:{value:0>8}" if int(value) else ""
    return name


def of_digits(refnum: str, scheme: str = "") -> str:
    """An old subject code (`subj:NNNNNNNN`) from its digits; another vocabulary's code under `scheme`; "" for none.

    IPTC's "00000000" means that there is no subject.
    """
    value = refnum.strip()
    if value.isdigit() and 6 < len(value) <= 8:
        return "" if not int(value) else f"subj:{value:0>8}"
    return f"{scheme}:{value}" if value and scheme else ""


@lru_cache(maxsize=4096)
def of_code(code_: str, scheme: str = "") -> str:
    """`scheme:code` of a code and the scheme beside it, as JSON formats and feeds write them.

    Eight digits without a scheme are a Media Topic where only those have such numbers (20000000 and above), else one
    of the older Subject Codes.
    """
    if scheme.startswith("http"):
        code_, scheme = f"{scheme.rstrip('/#')}/{code_}", ""
    if "://" in code_:
        return code("", code_)
    if scheme:
        return code(f"{_ALIASES.get(scheme, scheme)}:{code_}")
    if _DIGITS.fullmatch(code_):
        return f"medtop:{code_}" if len(code_) == 8 and code_ >= "20000000" else of_digits(code_)
    return code(code_)


@lru_cache(maxsize=4096)
def iptc_of(code_: str) -> str:
    """IPTC's own name of a code that an agency keeps under a name of its own (`sttsubj:02000000`); "" for others."""
    found = _KINDRED.fullmatch(code_)
    return of_code(found[1]) if found else ""


def distinct(values: list[str]) -> tuple[str, ...]:
    """The values once each, in their order, without the empty."""
    return tuple(dict.fromkeys(filter(None, values))) if values else ()


@lru_cache(maxsize=65536)
def with_topics(subjects: tuple[str, ...]) -> tuple[str, ...]:
    """A version's subjects: Media Topics first, those that its old Subject Codes stand for among them, then the rest.

    A Subject Code that IPTC maps to no topic stands for those of the nearest code above it that it does map.
    """
    found: dict[str, None] = {}
    for one in subjects:
        if one.startswith("medtop:"):
            found[one] = None
        elif one.startswith("subj:"):
            found.update(dict.fromkeys(_topics_of(one)))
    return tuple(found | dict.fromkeys(subjects)) if found else subjects


def _topics_of(subject: str) -> tuple[str, ...]:
    topics, code = vocabulary().by_subject_code, subject.removeprefix("subj:")
    lineage = (code, f"{code[:5]}000", f"{code[:2]}000000")  # two digits, then three, then three
    return next((tuple(f"medtop:{topic}" for topic in topics[one]) for one in lineage if one in topics), ())


@lru_cache(maxsize=4096)
def retired(subjects: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The Media Topics among these that IPTC has retired, each with the year: still sent, and still valid."""
    known = vocabulary().by_code
    found = ((one, known.get(one.removeprefix("medtop:"))) for one in subjects if one.startswith("medtop:"))
    return tuple((one, topic.retired) for one, topic in found if topic is not None and topic.retired)
