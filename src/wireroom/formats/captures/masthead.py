"""The masthead: which of the first lines of a page is the site's name, and the line under it."""

from __future__ import annotations

from collections.abc import Iterable

from wireroom.formats.captures import phrases, rights
from wireroom.formats.captures.days import names_weekday
from wireroom.formats.captures.local import SENTENCE, TITLE, WORD
from wireroom.formats.captures.model import Block, Role
from wireroom.formats.captures.titles import Chosen, key_of, pieces_of
from wireroom.formats.months import month_number

_SHORTEST = 5  # letters of a name that is looked for elsewhere on the page
_LONGEST = 9  # words
_PASSED = ("stamp", "nav", "share", "ad")
_FIRST = 2  # lines: a name that nothing confirms stands at the very top …
_CAPITALS = 10  # … or in capitals a little below it


def mark_named(blocks: list[Block], start: int, chosen: Chosen, site: str) -> bool:
    """Marks the first line above the story that other places of the page name as the site; False when there is none.

    They are what the page states, the <title> line's part beside the headline, the notices' owners, and lines below
    the story such as "More at Orbit Daily".
    """
    names = {key for key in map(key_of, _names(blocks, chosen, site)) if len(key) >= _SHORTEST}
    tail = [key_of(block.text) for block in blocks[start:] if block.role is not Role.BODY and block.words < 20]
    for at in range(_limit(start, chosen)):
        block = blocks[at]
        key = key_of(block.text)
        if len(key) < _SHORTEST or not _may_be(block):
            continue
        bare = key.removeprefix("the")
        if any(name.removeprefix("the").startswith(bare) for name in names):
            return _mark(blocks, at, start, chosen)
        if block.words >= 2 and any(other.endswith(key) and other != key for other in tail):
            return _mark(blocks, at, start, chosen)
    return False


def mark_first(blocks: list[Block], start: int, chosen: Chosen) -> None:
    """Marks the first line that can be a site's name, where nothing confirms one."""
    limit = _limit(start, chosen)
    free = [at for at in range(limit) if blocks[at].role is Role.LEFT_OVER and blocks[at].kind not in _PASSED]
    for order, at in enumerate(free[:_CAPITALS]):
        kicker = at + 1 == limit and order > 0 and blocks[at].kind == WORD
        parted = blocks[at].gap > 0 or at < _FIRST or (at + 1 < len(blocks) and blocks[at + 1].gap > 0)
        if _may_be(blocks[at]) and not kicker and (parted or blocks[at].text.isupper()):
            _mark(blocks, at, start, chosen)
            return


def _names(blocks: list[Block], chosen: Chosen, site: str) -> Iterable[str]:
    headline = key_of(chosen.text)
    yield site
    for block in blocks[:3]:
        if headline and headline in (key := key_of(block.text)) and key != headline:
            yield from (piece for piece in pieces_of(block.text) if headline not in key_of(piece))
    for notice in rights.notices(blocks):
        yield rights.owner_in(notice.text)


def _limit(start: int, chosen: Chosen) -> int:
    """Behind the last block that stands above the headline, or above the story where no line is the headline."""
    return chosen.at if chosen.at >= 0 else start


def _may_be(block: Block) -> bool:
    bare = phrases.bare(block.text)
    return (
        block.role is Role.LEFT_OVER
        and (block.kind in (TITLE, WORD, SENTENCE) or (block.kind == "nav" and block.linked > 0.6))
        and 0 < block.words <= _LONGEST
        and not block.text[:1].isdigit()
        and not _names_day(block.text)
        and not (block.bullet or block.row)
        and not any(phrases.is_line(bare, kind) or phrases.begins(bare, kind) for kind in ("nav", "share"))
    )


def _names_day(text: str) -> bool:
    """Whether the line is a date, with or without its year: "Saturday, September 16", "Issue 18, May 2011"."""
    return any(char.isdigit() for char in text) and (
        names_weekday(text) or any(month_number(word.strip(",.")) for word in text.split())
    )


def _mark(blocks: list[Block], at: int, start: int, chosen: Chosen) -> bool:
    """Marks the block, and the one right under it when it reads as a tagline."""
    blocks[at].role = Role.MASTHEAD
    under = blocks[at + 1] if at + 1 < _limit(start, chosen) else None
    if under and _may_be(under) and under.kind in (TITLE, SENTENCE) and under.gap <= 1 and under.linked < 0.5:
        under.role = Role.MASTHEAD
    return True
