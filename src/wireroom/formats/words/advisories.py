"""Copy that is for editors only: advisories, planning notes, digests of what is to come, tests."""

from __future__ import annotations

import re
from functools import cache

from wireroom.formats.words.tables import LONGEST_LINE, fold, phrases_of, words_of

# One word of these may stand before a colon or dash and still be nothing but a mark.
_ALONE = frozenset(
    map(
        fold,
        (
            "advisory",
            "advisories",
            "Tagesvorschau",
            "Terminvorschau",
            "Wochenvorschau",
            "Planungshinweis",
            "Testmeldung",
        ),
    )
)
_ALONE_ARABIC = frozenset(map(fold, ("توقعات", "مذكرة")))
# What is no headline with a few words behind it either ("Tagesvorschau Politik").
_DIARIES = frozenset(
    map(fold, ("Tagesvorschau", "Terminvorschau", "Planungshinweis", "Testmeldung", "daybook", "توقعات"))
)
_FEW = 4
_PREFIX = re.compile(r"([^:–—\n]{3,60}?)(?:\s*:|\s+[-–—]{1,2}\s)")
# What may follow: a time of day, a date ("News Digest 6 am").
_TRAILING = re.compile(r"(?: (?:\w*\d\w*|am|pm|a|p|m|gmt|utc|est|edt|cet|at|for|of|vom|am|um|uhr|du|del|de))*")
_AGENCY = re.compile(r"[A-Z]{2,5}[\s-]+(?=\S)")


def advisory(*lines: str) -> str:
    """Why this is copy for editors and no story, in words; "" when it may be a story.

    Give it headline, slugline, genre and the lines above a headline: a line must be a mark as a whole, or begin with
    one before a colon or dash.
    """
    for line in lines:
        if 0 < len(line) <= LONGEST_LINE and _may(line) and (_marks(line) or _marks(_AGENCY.sub("", line, count=1))):
            return f"a note to editors, not a story: “{line.strip()[:80]}”"
    return ""


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in words_of("advisory"))


def _may(line: str) -> bool:
    """Whether one of the first words is one that a mark begins with: most lines need no closer look."""
    if not line.isascii():
        return True
    first = _first_words()
    for word in line[:80].split(maxsplit=3)[:3]:
        # A word of letters alone is its own fold, and need not be kept among those that were folded.
        if (word.lower() if word.isalnum() else fold(word).partition(" ")[0]) in first:
            return True
    return False


def _marks(line: str) -> bool:
    folded = fold(line)
    if not folded:
        return False
    table = words_of("advisory")
    if folded in table:
        return True
    found = phrases_of("advisory").match(folded)
    if found and " " in found[0] and _TRAILING.fullmatch(folded, found.end()):
        return True
    if len(folded.split()) <= _FEW and folded.split()[0] in _DIARIES:
        return True
    prefix = _PREFIX.match(line)
    if prefix is None:
        return False
    head = fold(prefix[1])
    return head in table and (" " in head or head in _ALONE or head in _ALONE_ARABIC or len(set(head.split())) > 1)
