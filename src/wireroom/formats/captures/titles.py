"""The headline: what a page says it is, and which line above the story it must be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from wireroom.formats.captures import phrases
from wireroom.formats.captures.local import PROSE, SENTENCE, TITLE, WORD, ends_as_sentence
from wireroom.formats.captures.model import Block
from wireroom.formats.captures.region import stems

_SEPARATOR = re.compile(r"\s+(?:[|•·»›«~–—-]|::|//|<|>)\s+|\s*\|\s*|(?<=\S)\s*::\s*|:\s+(?=[A-Z][\w ]{1,24}$)")
_PUNCTUATION = re.compile(r"[\W_]+")
_INNER_END = re.compile(r"[^\W\d_]{3,}[.](?:\.\.)?\s+[A-ZÀ-ÞЀ-Я]")
_REACH = 40  # blocks above the story in which the headline is looked for


def key_of(title: str) -> str:
    """What two spellings of a title have in common: its letters and digits."""
    return _PUNCTUATION.sub("", phrases.bare(title))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The headline, how sure it is (0 to 1), and the block it stands in (-1: none)."""

    text: str = ""
    confidence: float = 0.0
    at: int = -1


def pieces_of(title: str) -> list[str]:
    """A title as it stands, then without the names of site and section that stand before or behind it."""
    found = [title]
    cuts = [(one.start(), one.end()) for one in _SEPARATOR.finditer(title)]
    for start, _ in cuts:
        found.append(title[:start].strip())
    for _, end in cuts:
        found.append(title[end:].strip())
    for (_, end), (start, _) in pairwise(cuts):
        found.append(title[end:start].strip())
    return [one for one in dict.fromkeys(found) if one]


def without_site(title: str, site: str) -> str:
    """The title without the site's name, where a sign parts the two."""
    wanted = key_of(site)
    for cut in _SEPARATOR.finditer(title):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if wanted and key_of(tail) and (key_of(tail) in wanted or wanted in key_of(tail)):
            return head
        if wanted and key_of(head) and key_of(head) == wanted:
            return tail
    return title


def choose(
    blocks: list[Block], start: int, end: int, stated: tuple[tuple[str, float], ...] = (), site: str = ""
) -> Chosen:
    """The headline by votes: of the page's own statements, and of the lines above the story.

    A line is the likelier the nearer it stands to the story and the more of its words the story has; what several
    places say alike counts for all of them.
    """
    story = set().union(*(stems(block.text) for block in blocks[start:end])) if end > start else set()
    votes: dict[str, float] = {}
    spelled: dict[str, tuple[float, str]] = {}
    where: dict[str, int] = {}

    def vote(text: str, value: float, at: int = -1) -> None:
        key = key_of(text)
        if not key or value <= 0:
            return
        votes[key] = votes.get(key, 0.0) + value
        if value > spelled.get(key, (0.0, ""))[0]:
            spelled[key] = (value, text)
        if at >= 0 and (key not in where or abs(at - start) < abs(where[key] - start)):
            where[key] = at

    shown = {key_of(block.text) for block in blocks}
    for text, value in stated:
        # A <title> that the page shows nowhere was written for bookmarks and searches.
        value *= 1.0 if any(key_of(piece) in shown for piece in pieces_of(text)) else 0.65
        for number, piece in enumerate(pieces_of(text)):
            fit = _fits(piece, story)
            vote(piece, value * (1.0 if number == 0 else 0.8) * fit * _site_penalty(text, piece, site))
    for at in range(max(0, start - _REACH), min(end, start + 2)):
        value = _line_value(blocks, at, start, story)
        vote(blocks[at].text, value, at)
    for at in _top_lines(blocks, start):
        for piece in pieces_of(blocks[at].text)[1:]:
            if len(piece) > 15:
                vote(piece, 0.5 * _fits(piece, story))
        _vote_for_part(key_of(blocks[at].text), votes, where, at)
    if not votes:
        return Chosen()
    ranked = sorted(votes, key=lambda key: votes[key], reverse=True)
    best = ranked[0]
    second = votes[ranked[1]] if len(ranked) > 1 else 0.0
    sure = min(1.0, votes[best] / 1.6) * (0.55 + 0.45 * (1 - min(1.0, second / votes[best])))
    return Chosen(spelled[best][1], round(min(1.0, sure + 0.1), 2), where.get(best, -1))


def _vote_for_part(whole: str, votes: dict[str, float], where: dict[str, int], at: int) -> None:
    """Gives what a line at the top has to a line further down that stands whole in it: the rest is the site's name, a
    section or a date of printing.
    """
    parts = [key for key, line in where.items() if line > at and key != whole and len(key) > 15 and key in whole]
    if parts and whole in votes:
        votes[max(parts, key=len)] += votes[whole]
        votes[whole] *= 0.3


def _site_penalty(whole: str, piece: str, site: str) -> float:
    """Less for a piece that is, or ends with, the site's own name."""
    if site and piece == whole and without_site(whole, site) != whole:
        return 0.5
    return 0.1 if site and key_of(piece) in key_of(site) else 1.0


def _fits(text: str, story: set[str]) -> float:
    """From 0.25 to 1: how far a line can be the headline by its length and by the words it shares with the story."""
    words = stems(text)
    # One word more, so that a single word of the story in a line of two is no proof.
    shared = len(words & story) / (len(words) + 0.5) if words and story else 0.3
    length = len(text)
    shape = 1.0 if 20 <= length <= 130 else 0.75 if 12 <= length <= 200 else 0.35
    return shape * (0.3 + 0.5 * min(1.0, shared * 1.8) + 0.2 * shared)


_STAMPS = frozenset({"dateline", "byline", "stamp"})
_HEADLINES = frozenset({TITLE, SENTENCE, WORD, PROSE, "teaser", "rail", "promo", "caption"})


def _may_be(blocks: list[Block], at: int, start: int) -> bool:
    """Whether the block can be a headline at all, by its kind, zone and length."""
    block = blocks[at]
    if block.kind not in _HEADLINES or block.zone in ("nav", "footer", "comments") or len(block.text) > 250:
        return False
    if block.kind == PROSE and (block.words > 24 or at >= start):
        return False
    if block.kind in ("rail", "promo", "caption") and phrases.is_line(phrases.bare(block.text), block.kind):
        return False
    return block.kind != WORD or bool(block.level) or _before_stamp(blocks, at, start)


def _line_value(blocks: list[Block], at: int, start: int, story: set[str]) -> float:
    """How likely the block is the headline, by its place and shape; 0 for what cannot be one."""
    block = blocks[at]
    if not _may_be(blocks, at, start):
        return 0.0
    distance = _distance(blocks, at, start)
    value = _fits(block.text, story) * (1.0 if distance <= 1 else 0.9 ** (distance - 1))
    if at >= start:
        value *= 0.8 if block.kind == TITLE and at == start else 0.35
    if block.level:
        value *= {1: 1.6, 2: 1.3}.get(block.level, 1.05)
    if _before_stamp(blocks, at, start):
        value *= 1.35 if blocks[min(at + 1, len(blocks) - 1)].kind in _STAMPS else 1.2
    if block.bullet or block.linked > 0.6:
        value *= 0.5
    if ends_as_sentence(block.text) and block.text.endswith((".", "۔")):
        value *= 0.55
    if _is_deck(blocks, at, start):
        value *= 0.6
    elif _below_another(blocks, at, start, story):
        value *= 0.7
    if _INNER_END.search(block.text) and block.kind == TITLE:
        value *= 0.6  # a sentence and then a name: a caption and whose picture it is
    return value


def _distance(blocks: list[Block], at: int, start: int) -> int:
    """How many blocks that could be headlines themselves stand between this one and the story."""
    passed = ("dateline", "byline", "stamp", "share", "caption", "ad")
    return sum(1 for block in blocks[at + 1 : start] if block.kind not in passed)


def _before_stamp(blocks: list[Block], at: int, start: int) -> bool:
    """Whether a dateline, byline or time of publication stands right behind the block, or behind its deck."""
    behind = [
        block.kind for block in blocks[at + 1 : min(at + 4, start + 1)] if block.kind not in ("share", "ad", "caption")
    ]
    return any(kind in ("dateline", "byline", "stamp") for kind in behind[:2])


def _is_deck(blocks: list[Block], at: int, start: int) -> bool:
    """Whether the block is the longer line under a headline: the line right above it is a title, and shorter."""
    if at == 0 or at >= start:
        return False
    above, block = blocks[at - 1], blocks[at]
    return (
        above.kind == TITLE
        and above.words >= 4
        and block.words > above.words + 3
        and not (above.bullet or above.linked > 0.6)
        and above.gap + block.gap < 6
        and len(stems(above.text) & stems(block.text)) >= (0 if above.level else 1)
    )


def _below_another(blocks: list[Block], at: int, start: int, story: set[str]) -> bool:
    """Whether the line right above could be the headline too, by the words that it shares with the story."""
    if at == 0 or at >= start or blocks[at - 1].kind != TITLE or blocks[at - 1].bullet:
        return False
    words = stems(blocks[at - 1].text)
    return blocks[at - 1].words >= 4 and len(words & story) >= 0.5 * len(words)


def _top_lines(blocks: list[Block], start: int) -> range:
    """The first lines of a capture, where the page's <title> often stands."""
    return range(min(3, start))
