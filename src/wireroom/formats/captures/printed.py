"""Pages that were printed and read back as text: what each sheet repeats is taken for its frame, not for the story."""

from __future__ import annotations

import re

from wireroom.formats.captures.local import PROSE, SENTENCE, TITLE, ends_as_sentence
from wireroom.formats.captures.model import Block

# "https://… 1/2", "Page 1 of 2", "http://… (2 of 3)10/24/2020": the foot that browsers print on every sheet.
_FOOT = re.compile(
    r"(?:(?P<url>(?:https?|file)://\S+|www\.\S+)\s*)?(?P<word>\(?(?:page|seite|strona|página|pagina)?\s*)"
    r"(?P<number>\d{1,3})\s*(?P<of>/|of|von|de|di|sur|из)\s*(?P<last>\d{1,3})\)?(?:\s*[\d/.,: ]{6,24}(?:[AP]M)?)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_DEEPEST = 4  # lines at the head of a sheet


def without_frames(blocks: list[Block]) -> list[Block]:
    """The blocks with the heads and feet of sheets at their end, and the paragraphs joined that a sheet's end cuts."""
    feet = [at for at, block in enumerate(blocks) if _is_foot(block.text)]
    if not feet or not _count_up(blocks, feet):
        return blocks
    frames = set(feet)
    for foot in feet[:-1]:
        for deep in range(min(_DEEPEST, feet[0], len(blocks) - foot - 1)):
            if _same(blocks[foot + 1 + deep].text, blocks[deep].text):
                frames |= {deep, foot + 1 + deep}
            else:
                break
    for at in frames:
        blocks[at].zone, blocks[at].kind = "footer", "nav"
    gone = frames | {end for foot in feet[:-1] if (end := _joined(blocks, foot, frames))}
    return [block for at, block in enumerate(blocks) if at not in gone] + [blocks[at] for at in sorted(frames)]


def _is_foot(text: str) -> bool:
    found = _FOOT.fullmatch(text)
    return found is not None and bool(found["url"] or found["word"].strip("( ")) and found["of"] != "de"


def _count_up(blocks: list[Block], feet: list[int]) -> bool:
    """Whether the sheets are numbered one after the other."""
    numbers = [int(found["number"]) for at in feet if (found := _FOOT.fullmatch(blocks[at].text))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _same(one: str, other: str) -> bool:
    return _DIGITS.sub("0", one) == _DIGITS.sub("0", other)


def _joined(blocks: list[Block], foot: int, frames: set[int]) -> int:
    """Puts the rest of a paragraph on the next sheet to its beginning; where that rest stood, 0 when nothing is cut."""
    before = next((at for at in range(foot - 1, -1, -1) if at not in frames), -1)
    behind = next((at for at in range(foot + 1, len(blocks)) if at not in frames), -1)
    if before < 0 or behind < 0:
        return 0
    first, rest = blocks[before], blocks[behind]
    cut = first.words > 4 and not ends_as_sentence(first.text) and rest.text[:1].islower()
    if not cut or rest.kind not in (PROSE, SENTENCE, TITLE):
        return 0
    first.text, first.words = f"{first.text} {rest.text}", first.words + rest.words
    first.kind = PROSE if first.words >= 14 else first.kind
    return behind
