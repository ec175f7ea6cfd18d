"""What a page says of rights: its notices, and whose they are."""

from __future__ import annotations

import re

from wireroom.formats.captures.model import Block, Role
from wireroom.formats.captures.stamps import agency_named
from wireroom.news import Rights

_OWNER = re.compile(
    r"(?:©|\([cC]\)|[Cc]opyright|COPYRIGHT)[\s:,©]*(?:\([cC]\))?\s*(?:(?:19|20)\d\d(?:\s*[-–—,/]\s*(?:(?:19|20)?\d\d|\w+))?)?[\s,:by-]*"
    r"(?P<owner>[^\W\d_][^.|©\n;(]{1,70}?)(?=\s*(?:[.|;(]|,?\s*(?:19|20)\d\d|,?\s+(?:[Aa]ll|[Aa]lle|[Tt]ous|[Tt]odos|[Tt]utti|[Вв]се)\b|[-–—]\s|$))"
)
_ALL = re.compile(r"^(?:all rights|alle rechte|tous droits|todos los|tutti i|все права|inc|ltd)\b", re.IGNORECASE)


def notices(blocks: list[Block]) -> list[Block]:
    """The blocks that are rights notices."""
    return [block for block in blocks if block.role is Role.RIGHTS]


def owner_in(text: str) -> str:
    """Whom a notice names as the owner, "" when it names nobody."""
    for found in _OWNER.finditer(text):
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
    named = [(block, agency_named(block.text)) for block in found]
    own = next((block for block, name in named if name and name == agency), None)
    other = next((block for block, name in named if name), None)
    block = own or other or found[0]
    owner = agency_named(block.text)
    holder = owner_in(block.text) or owner
    sure = 1.0 if own else 0.4 if other and agency else 0.7 if holder else 0.5
    return Rights(holder, block.text, agency or owner), owner, sure
