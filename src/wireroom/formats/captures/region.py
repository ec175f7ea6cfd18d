"""Where on a page the story stands: the run of blocks that reads as prose and speaks of one thing."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from wireroom.formats.captures import phrases
from wireroom.formats.captures.language import COMMON
from wireroom.formats.captures.local import PROSE, SENTENCE, TITLE, WORD, speaks_to_readers
from wireroom.formats.captures.model import Block
from wireroom.formats.captures.stamps import opened

_AGO = re.compile(r"\bago\b|\bvor \d|\bil y a\b|\bhace \d|назад")
_WORDS = re.compile(r"[^\W\d_]{4,}")
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
# What a block adds to a story that it would be part of. Prose counts by its length instead.
_WEIGHTS = {
    TITLE: -0.8, WORD: -0.7, "teaser": -0.4, "dateline": 0.3, "byline": -0.2, "stamp": -0.4,
    "ad": -0.3, "caption": -0.2, "share": -0.5, "nav": -1.0, "rail": -2.0, "promo": -1.5, "rights": -3.0,
    "tail": -2.5, "comments": -8.0, "comments-text": -6.0,
}  # fmt: skip
_LEAST = 2  # paragraphs of a story
_STOPS = frozenset({"comments", "comments-text"})
_OUTSIDE = frozenset({"nav", "footer", "comments"})


def vocabulary(blocks: list[Block]) -> Counter[str]:
    """The words of these blocks, by how many blocks hold them; endings are cut so that forms of a word meet."""
    found: Counter[str] = Counter()
    for block in blocks:
        found.update(stems(block.text))
    return found


def stems(text: str) -> set[str]:
    """The words of four and more letters, each by its first six; of scripts without spaces, signs two by two."""
    words = _WORDS.findall(phrases.bare(text))
    if not _EASTERN.search(text):
        return {word[:6] for word in words if word not in COMMON}
    pairs = {run[at : at + 2] for run in _EASTERN.findall(text) for at in range(len(run) - 1)}
    return pairs | {word[:6] for word in words if word not in COMMON and not _EASTERN.search(word)}


def weight(block: Block) -> float:
    """What the block adds to a story that would hold it."""
    if block.zone in _OUTSIDE:
        return -2.0
    if block.kind == PROSE:
        value = 0.8 + min(block.words, 60) / 12
        if block.zone == "aside":
            value *= 0.3
        return value * (1 - 0.8 * block.linked if block.linked > 0.4 else 1)
    if block.kind == SENTENCE and block.bullet and block.linked > 0.3:
        return -0.6
    if block.kind == SENTENCE:
        return 0.4 + block.words / 16
    return _WEIGHTS.get(block.kind, -0.8)


def find(blocks: list[Block], known: tuple[str, ...] = ()) -> tuple[int, int]:
    """The span (from, behind) of the story; (0, 0) when there is none. `known` are titles that the page states."""
    best = _heaviest(blocks, 0, len(blocks))
    if best is None:
        return 0, 0
    start, end = best
    start, end = _trimmed(blocks, start, end, known)
    start, end = _below_stamps(blocks, *_extended(blocks, start, end))
    return start, _before_brief(blocks, start, end)


def _heaviest(blocks: list[Block], low: int, high: int) -> tuple[int, int] | None:
    """The run with the largest sum of weights; a longer row of blocks that are no prose costs more than its sum."""
    best, best_span = 0.0, None
    total, start, row = 0.0, low, 0
    for at in range(low, high):
        value = weight(blocks[at])
        row = row + 1 if value < 0 else 0
        total += value - 0.12 * max(0, row - 3)
        if total <= 0:
            total, start, row = 0.0, at + 1, 0
        elif total > best and value > 0:
            best, best_span = total, (start, at + 1)
    return best_span


def _trimmed(blocks: list[Block], start: int, end: int, known: tuple[str, ...]) -> tuple[int, int]:
    """The span without what hangs on to it behind a break and speaks of other things.

    A break is a heading of a rail, a plea of the page, a notice, or several lines in a row that are no prose.
    """
    changed = True
    while changed:
        changed = False
        pieces = _pieces(blocks, start, end)
        if len(pieces) < 2:
            break
        main = max(range(len(pieces)), key=lambda n: _mass(blocks, pieces[n], known))
        ours = stems(" ".join(known))
        ours |= set(vocabulary([blocks[at] for at in range(*pieces[main])]))
        for at, side in ((len(pieces) - 1, "end"), (0, "start")):
            if at == main:
                continue
            if not _belongs(blocks, pieces, at, ours, main):
                if side == "end":
                    end = pieces[at - 1][1]
                else:
                    start = pieces[at + 1][0]
                changed = True
                break
    return start, end


def _pieces(blocks: list[Block], start: int, end: int) -> list[tuple[int, int]]:
    """The span cut at its breaks."""
    pieces: list[tuple[int, int]] = []
    begin, row = start, 0
    last = start
    for at in range(start, end):
        block = blocks[at]
        if block.kind in (PROSE, SENTENCE) and block.zone not in _OUTSIDE:
            if row >= 3 or (row and _breaks(blocks[last:at])):
                if last > begin:
                    pieces.append((begin, last))
                begin = at
            row, last = 0, at + 1
        elif block.kind in ("rail", "promo", "rights", "tail", "comments"):
            row += 2
        elif block.kind not in ("ad", "caption", "dateline", "byline", "stamp"):
            row += 1
    if last > begin:
        pieces.append((begin, last))
    return pieces


def _breaks(between: list[Block]) -> bool:
    return any(block.kind in ("promo", "rights", "tail", "comments", "rail") for block in between)


def _mass(blocks: list[Block], piece: tuple[int, int], known: tuple[str, ...]) -> float:
    mass = sum(max(0.0, weight(blocks[at])) for at in range(*piece))
    if known:
        title = stems(" ".join(known))
        theirs = set(vocabulary([blocks[at] for at in range(*piece)]))
        mass *= 1 + len(title & theirs) / max(1, len(title))
    return mass


def _belongs(blocks: list[Block], pieces: list[tuple[int, int]], at: int, ours: set[str], main: int) -> bool:
    """Whether a piece at the edge speaks of what the main piece speaks of, in step with how long it is."""
    piece = pieces[at]
    between = blocks[pieces[at - 1][1] : piece[0]] if at > main else blocks[piece[1] : pieces[at + 1][0]]
    if any(block.kind in _STOPS for block in between):
        return False
    prose = [blocks[one] for one in range(*piece) if blocks[one].kind in (PROSE, SENTENCE)]
    words = set().union(*(stems(block.text) for block in prose)) if prose else set()
    if not words:
        return False
    shared = len(words & ours) / len(words)
    return shared >= _wanted(blocks, piece, between)


def _wanted(blocks: list[Block], piece: tuple[int, int], between: list[Block]) -> float:
    """Which share of a piece's words the story must have: little where prose simply goes on behind a box of links,
    more where the story seemed to be over, most for single paragraphs under lines of their own, as teasers are.
    """
    inside = blocks[piece[0] : piece[1]]
    if any(
        block.kind in ("rights", "tail") or (block.kind == "stamp" and _AGO.search(block.text)) for block in between
    ):
        return 0.3
    alone = sum(1 for before, block in pairwise(inside) if _heads(before) and block.kind == PROSE)
    prose = sum(1 for block in inside if block.kind in (PROSE, SENTENCE))
    if prose == 1 and _heads(between[-1] if between else None):
        return 0.2
    if alone > 0.4 * prose:
        return 0.16
    to_readers = any(speaks_to_readers(block) for block in inside)
    if any(block.kind == "promo" for block in between):
        return 0.3 if prose == 1 or to_readers else 0.04
    return 0.08 if prose == 1 or to_readers else 0.0


def _heads(block: Block | None) -> bool:
    """Whether the block is a line over a paragraph."""
    return block is not None and block.kind in (TITLE, WORD)


def _before_brief(blocks: list[Block], start: int, end: int) -> int:
    """Where the story ends when another follows it: a line over a paragraph that has a whole dateline of its own."""
    for at in range(start + _LEAST + 1, end):
        if blocks[at].kind in (PROSE, "teaser") and _heads(blocks[at - 1]) and opened(blocks[at].text):
            return at - 1
    return end


def _extended(blocks: list[Block], start: int, end: int) -> tuple[int, int]:
    """The span with short sentences right at its edges that a run of prose leaves out."""
    while start > 0 and blocks[start - 1].kind == SENTENCE and blocks[start - 1].zone not in _OUTSIDE:
        start -= 1
    while end < len(blocks) and blocks[end].kind == SENTENCE and blocks[end].zone not in _OUTSIDE:
        end += 1
    return start, end


def _below_stamps(blocks: list[Block], start: int, end: int) -> tuple[int, int]:
    """The span without the deck: what stands over byline, dateline or time of publication is not the story yet."""
    for at in range(start + 1, min(start + 4, end - 1)):
        if blocks[at].kind in ("byline", "dateline", "stamp") and start > 0:
            while at + 1 < end and blocks[at + 1].kind in ("byline", "dateline", "stamp", "share", "ad", "caption"):
                at += 1
            return at + 1, end
    return start, end
