"""Rails: a title line over headline lines, several alike; kept with their titles and headlines."""

from __future__ import annotations

from wireroom.formats.captures.local import SENTENCE, TITLE, WORD
from wireroom.formats.captures.model import Block, Role
from wireroom.formats.model import Rail

_MOST = 40  # headlines of one rail
_LONGEST = 120  # blocks of one


def mark(blocks: list[Block], headline: int, start: int) -> tuple[Rail, ...]:
    """Finds the rails among the blocks that have no role yet, sets their roles, and tells them in order.

    Between `headline` and `start`, where the story begins, plain lines are its deck and credits; there only what words
    or bullets mark is a rail.
    """
    found: list[Rail] = []
    at = 0
    while at < len(blocks):
        plain = headline <= at < start and headline >= 0 and not (blocks[at].kind == "rail" or blocks[at].bullet)
        end = at if plain else _rail_from(blocks, at)
        if end > at + 1:
            lines = blocks[at:end]
            title = lines[0].text if _heads(lines[0]) or _shorter(lines) else ""
            headlines = [
                one.text for one in (lines[1:] if title else lines) if one.kind in (TITLE, "teaser") or one.words > 3
            ]
            if len(headlines) >= 2:
                found.append(Rail(title, tuple(headlines[:_MOST])))
                for one in lines:
                    one.role = Role.RAIL
                at = end
                continue
        at += 1
    return tuple(found)


def _heads(block: Block) -> bool:
    return block.kind in ("rail", WORD, "nav") or bool(block.level)


def _shorter(lines: list[Block]) -> bool:
    """Whether the first line is much shorter than those below it, as titles of rails are."""
    rest = sorted(one.words for one in lines[1:])
    return len(rest) >= 2 and lines[0].words <= 5 and lines[0].words < 0.75 * rest[len(rest) // 2]


def _rail_from(blocks: list[Block], at: int) -> int:
    """Behind the last headline of the rail whose title is block `at`; `at` when none begins there."""
    if not _free(blocks[at]) or not (_heads(blocks[at]) or _is_headline(blocks[at])):
        return at
    level = blocks[at].level
    # Blank lines part rails: within one, headlines stand as far from each other as the first two.
    apart = max((block.gap for block in blocks[at + 1 : at + 3]), default=0)
    end = at + 1
    while end < min(len(blocks), at + _LONGEST) and _free(blocks[end]) and _is_headline(blocks[end]):
        if (blocks[end].level and level and blocks[end].level <= level) or blocks[end].gap > apart:
            break
        end += 1
    last = blocks[end] if end - at >= 2 and end < len(blocks) else None
    if last and _free(last) and last.kind == WORD and last.bullet and blocks[end - 1].bullet and last.gap <= apart:
        end += 1  # a headline of three words among longer ones
    headlines = end - at - (1 if _heads(blocks[at]) else 0)
    enough = 2 if _heads(blocks[at]) else 3
    return end if headlines >= enough else at


def _free(block: Block) -> bool:
    return block.role is Role.LEFT_OVER and block.kind not in ("comments-text", "comments", "promo", "rights")


def _is_headline(block: Block) -> bool:
    return block.kind in (TITLE, "teaser") or (block.kind == SENTENCE and block.words >= 4) or (block.kind == "stamp")
