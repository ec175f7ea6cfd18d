"""Plain-text captures of pages: what browsers, text dumps, copying and text-only archives leave of them."""

from __future__ import annotations

import re

from wireroom.errors import UnknownFormatError
from wireroom.formats.captures import identity, local, phrases, printed, story
from wireroom.formats.captures.decode import text_of
from wireroom.formats.captures.lines import blocks_of
from wireroom.formats.captures.model import Block, Origin, Stated
from wireroom.formats.captures.notes import notes_of
from wireroom.formats.model import Capture, Hint, Reading
from wireroom.news import Version

name = "text-capture"
_SOURCE_LINE = re.compile(
    r"^\s*(?:url|source|link|from|address|page|original|archived from|the wayback machine\s*-|saved from url=\(\d+\))\s*[:=]?\s*<?(https?://\S+?)>?\s*$",
    re.I,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD_LINES = 6


def recognises(data: bytes, hint: Hint) -> bool:
    """Whether these bytes are text with sentences in it; markup of other kinds is asked for before."""
    text = text_of(data[:20_000])
    if not text or len(_CONTROL.findall(text)) > 2 or text.count("\ufffd") > 0.02 * len(text):
        return False
    return (
        not text.lstrip().startswith(("<", "{", "[{"))
        and sum(char.isalpha() for char in text) > 0.5 * len(text.replace(" ", "").replace("\n", "") or "x") > 60
    )


def read(data: bytes, hint: Hint) -> Reading:
    """The story of the capture; raises UnreadableError when there is none in it."""
    version, capture = read_page(data, hint, Origin())
    return Reading(name, (version,), notes_of(capture), (capture,))


def read_page(data: bytes, hint: Hint, origin: Origin) -> tuple[Version, Capture]:
    """As `read`, with what is known of where the capture comes from."""
    text = text_of(data)
    if len(_CONTROL.findall(text[:50_000])) > 20:
        raise UnknownFormatError("this is no text", todo="give a page, or a text capture of one")
    blocks, addresses = blocks_of(text)
    blocks, origin = _sourced(blocks, origin)
    blocks = _within(blocks, origin)
    local.classify(blocks)
    blocks = printed.without_frames(blocks) + addresses
    stated = Stated(site=origin.rules.name)
    return story.read(story.Page(blocks, origin, stated, hint, name))


def _sourced(blocks: list[Block], origin: Origin) -> tuple[list[Block], Origin]:
    """The blocks without a line at their head that gives the page's address, and the origin with it."""
    for at, block in enumerate(blocks[:_HEAD_LINES]):
        found = _SOURCE_LINE.match(block.text) or re.fullmatch(r"<?(https?://\S+/\S+?)>?", block.text)
        if found:
            url = origin.url or identity.live(found[1])
            at_capture = origin.at or identity.archived(found[1])
            return blocks[:at] + blocks[at + 1 :], Origin(url, at_capture, origin.rules)
    return blocks, origin


def _within(blocks: list[Block], origin: Origin) -> list[Block]:
    """The blocks that the site's rules leave."""
    rules = origin.rules
    start, end = 0, len(blocks)
    for at, block in enumerate(blocks):
        line = phrases.bare(block.text)
        if not start and any(line == phrases.bare(one) for one in rules.story_after):
            start = at + 1
        elif start <= at and at > 0 and any(line.startswith(phrases.bare(one)) for one in rules.story_before):
            end = at
            break
    dropped = {phrases.bare(one) for one in rules.drop_lines}
    return [block for block in blocks[start:end] if phrases.bare(block.text) not in dropped]
