"""What a page says of rights: its notices, and whose they are."""

from __future__ import annotations

import re

from wireroom.formats.captures.model import Block, Role
from wireroom.formats.captures.stamps import agencies_named, agency_named
from wireroom.news import Rights

_OWNER = re.compile(
    r"(?:(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s:,]*)+(?:(?:19|20)\d\d(?:\s*[-–—,/]\s*(?:(?:19|20)?\d\d|\w+))?)?[\s,:by-]*"
    r"(?P<owner>[^\W\d_][^.|©\n;(]{1,70}?)(?=\s*(?:[.|;(]|,?\s*(?:19|20)\d\d|,?\s+(?:[Aa]ll|[Aa]lle|[Tt]ous|[Tt]odos|[Tt]utti|[Вв]се)\b|[-–—]\s|$))"
)
_BEFORE = re.compile(r"^(?P<owner>[^\W\d_][^.|©\n;(]{1,60}?)\s*©\s*(?:19|20)\d\d")  # "Orbit Daily © 2019"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ALL = re.compile(r"^(?:all rights|alle rechte|tous droits|todos los|tutti i|все права|inc|ltd)\b", re.IGNORECASE)


def notices(blocks: list[Block]) -> list[Block]:
    """The blocks that are rights notices."""
    return [block for block in blocks if block.role is Role.RIGHTS]


def owner_in(text: str) -> str:
    """Whom a notice names as the owner, "" when it names nobody."""
    for found in (*_OWNER.finditer(text), *_BEFORE.finditer(text)):
        owner = " ".join(found["owner"].split()).strip(" ,:-–—")
        if owner and not _ALL.match(owner):
            return owner
    return ""


def read(blocks: list[Block], agency: str) -> tuple[Rights, str, float]:
    """The rights as read, the agency among the notices' owners ("" for none), and how sure that is.

    `agency` is the one that the dateline names: its own notice goes before that of the site.
    """
    found = notices(blocks)
    if not found:
        return Rights(credit_line=agency), "", 0.0
    named = [(block, agencies_named(block.text)) for block in found]
    own = next((block for block, names in named if agency in names), None)
    other = next((block for block, names in named if names), None)
    block = own or other or found[0]
    holder = owner_in(block.text) or agency_named(block.text)
    # A site's own notice that lists the agencies it takes copy of names no other owner of this story.
    sole = agency_named(holder) or (agency_named(block.text) if len(agencies_named(block.text)) == 1 else "")
    owner = agency if own else sole
    sure = 1.0 if own else 0.4 if sole and agency else 0.7 if holder else 0.5
    return Rights(holder, block.text, agency or owner), owner, sure


def years(blocks: list[Block]) -> set[int]:
    """The last year that each notice names."""
    found = (_YEAR.findall(block.text) for block in notices(blocks))
    return {max(map(int, years)) for years in found if years}
