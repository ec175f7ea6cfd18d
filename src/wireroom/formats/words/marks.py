"""Marks of newer versions: "1st Ld-Writethru", "UPDATE 2-", "(Berichtigung: …)", "REFILE", what number they give."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wireroom.formats.words import eastern
from wireroom.formats.words.tables import LONGEST_LINE, fold, languages_of, words_of

_NTH = re.compile(r"(?<!\w)(?:([1-9]\d?) ?(?:st|nd|rd|th)?) ?(?:ld|lead|leads|update|upd|writethru|version)(?!\w)")
_LEAD_NTH = re.compile(
    r"(?<!\w)(?:lead|ld|update|upd|updates|aktualisierung|version|actualizacion|mise a jour) ?([1-9]\d?)(?!\w)"
)
_WRITETHRU = re.compile(r"write ?thru")
# "UPDATE 1-Mining group…", "CORRECTED-…", "RPT-…": capitals, and the dash without a space.
_WIRE_PREFIX = re.compile(r"([^\W\d_a-z]{3,14}(?: [^\W\d_a-z]{2,10})?)(?: (\d{1,2}))?\s?[-–](?=\S)")
_COLON_PREFIX = re.compile(r"\(?([^\W\d_][^:()\n]{1,30}?)(?: (\d{1,2}))?\)?\s?:(?=\s)")
# "CORRECTION ET MISE À JOUR - Mining group…", "/C O R R E C T I O N -- Mining group/": capitals, also where the dash
# has spaces; "[Correction] Mining group…".
_RELEASE_PREFIX = re.compile(
    r"/?((?:[^\W\d_a-zß-ÿа-яё]+ ){0,14}[^\W\d_a-zß-ÿа-яё]+)(?: \d{1,2})?\s?[-–—]{1,2}\s|[(\[]([^\W\d_]{4,16})[)\]]\s"
)
_REPLACING = re.compile(r"correcting and replacing\b", re.IGNORECASE)
_AND = re.compile(r" (?:et|and|und|y|e|&) ")
_NO_MARKS = ("lead", "ld", "correct", "adds")
_BRACKETS = re.compile(r"\s*[(（]([^()（）]{2,400})[)）]\s*")
_SPACED = re.compile(r"(?<!\w)(?:\w ){3,}\w(?!\w)")
_KINDS = ("correction", "update", "repeat", "add", "sub")
_FIRST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """What a version's marks say. `ordinal` is 1 for a story's first form and n + 1 for its nth lead; None when they
    say no number, and time alone orders it. `kinds` are of `correction`, `update`, `repeat`, `add`, `sub`."""

    kinds: frozenset[str] = frozenset()
    ordinal: int | None = 1
    language: str = ""

    @property
    def signal(self) -> str:
        """`correction` or `update`; "" for a first form and for what is sent once more."""
        if "correction" in self.kinds or "sub" in self.kinds:
            return "correction"
        return "update" if self.kinds & {"update", "add"} else ""


def mark_of(*lines: str) -> Mark:
    """What whole lines say that stand apart from the copy: take lines, version sluglines, notes in brackets."""
    kinds: set[str] = set()
    ordinal: int | None = None
    language = ""
    for line in lines:
        if not line or len(line) > LONGEST_LINE:
            continue
        folded = _together(fold(line))
        nth = _nth(folded)
        found = _kinds_of(line, folded)
        if nth or _WRITETHRU.search(folded):
            found.add("update")
            ordinal = max(ordinal or 0, (nth or 1) + 1)
        kinds |= found
        language = language or next(
            (one for kind in found & {"correction", "update"} if (one := _language(kind, line))), ""
        )
    if not kinds:
        return Mark()
    return Mark(frozenset(kinds), ordinal if kinds == {"update"} else None, language)


def signal(headline: str, first: str = "") -> str:
    """`correction`, `update` or "": by a headline's mark ("UPDATE 1-…"), and a first paragraph such as "(Adds …)"."""
    marks = []
    said: list[str] = []
    if _REPLACING.match(headline):
        marks.append("correction")
    elif found := _WIRE_PREFIX.match(headline) or _COLON_PREFIX.match(headline):
        said = [fold(found[1])]
    elif found := _RELEASE_PREFIX.match(headline):
        said = _AND.split(fold(_together(found[1] or found[2])))
    marks += [kind for kind in _KINDS[:2] for one in said if one in words_of(kind) and one not in _NO_MARKS]
    for sign in filter(None, (eastern.before(headline), eastern.behind(headline))):
        marks += sorted(_kinds_of(sign.word, fold(sign.word)) & {"correction", "update"})
    if found := _BRACKETS.fullmatch(first[:LONGEST_LINE]):
        marks += sorted(_kinds_of(first, fold(found[1])) & {"correction", "update"})
    return "correction" if "correction" in marks else next(iter(marks), "")


def _together(line: str) -> str:
    """The line with words that are spaced out ("R E F I L E") in one piece."""
    return _SPACED.sub(lambda found: found[0].replace(" ", ""), line) if " " in line else line


def _nth(folded: str) -> int:
    found = _NTH.search(folded) or _LEAD_NTH.search(folded)
    return int(found[1]) if found else 0


def _kinds_of(line: str, folded: str) -> set[str]:
    """The tables whose words a line begins with, or is made of."""
    tokens = folded.split()
    heads = {" ".join(tokens[:count]) for count in range(1, _FIRST_WORDS + 1)}
    # "1st Add", "REFILE 1ST LEAD", "Lead-Writethru, Correction": in capitals or after a comma the word may come later.
    if len(tokens) <= 6:
        heads.update(tokens)
    return {kind for kind in _KINDS if not heads.isdisjoint(words_of(kind))}


def _language(kind: str, line: str) -> str:
    """The language whose word it is; "" when several share it."""
    tokens = fold(line).split()
    table = languages_of(kind)
    return next((table[head] for n in range(_FIRST_WORDS, 0, -1) if (head := " ".join(tokens[:n])) in table), "")
