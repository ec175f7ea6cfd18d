"""The body of an HTML page: what trafilatura finds, less the lines that have another role; our own where it fails."""

from __future__ import annotations

import logging
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from wireroom.formats.captures import local, phrases, region
from wireroom.formats.captures.lines import words_in
from wireroom.formats.captures.local import PROSE, SENTENCE
from wireroom.formats.captures.model import Block, Role
from wireroom.formats.captures.titles import key_of
from wireroom.formats.markup import clean
from wireroom.formats.xml import text as folded
from wireroom.news import Body

_LINES = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th")
_KEPT_KINDS = frozenset({PROSE, SENTENCE, local.TITLE, local.WORD, "nav", "tail", "teaser"})
_OTHER_ROLES = frozenset({Role.MASTHEAD, Role.BYLINE, Role.DATELINE, Role.AD, Role.RAIL, Role.RIGHTS})
_AGREED = 0.5  # of the library's words
_LOOSE = 0.2  # of the words kept: more than that outside of any line, and the library has not understood the page
_LAYOUT_WORDS = 60  # in one cell: a table of facts has few


def found_by_library(text: str) -> etree._Element | None:
    """The tree that trafilatura makes of the page; None when it finds nothing or trips over the page.

    It is called with text in memory only: no address, no date search, nothing that could fetch.
    """
    import trafilatura

    # It reports pages without a story as errors of its own; here that is a finding like any other.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        made: Any = trafilatura.extract(
            text,
            output_format="html",
            include_comments=False,
            include_formatting=True,
            include_links=True,
            include_tables=True,
        )  # fmt: skip
        return lxml_html.document_fromstring(made) if made else None
    except (
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
        AssertionError,
        etree.LxmlError,
    ):
        return None


def body_of(found: etree._Element, headline: str, blocks: list[Block]) -> tuple[Body, int]:
    """The body as clean XHTML and its words: the library's finding without headline, stamps, notices, rails and pleas.

    `blocks` are the page's own, with their roles. An empty body tells that they do better: where the page's layout is a
    table, the library takes all of it for the story.
    """
    if _is_layout(found):
        return Body(""), 0
    # What the story says may stand in a teaser too: the story's block goes before.
    known = {key_of(block.text): block for block in sorted(blocks, key=lambda one: one.role is Role.BODY)}
    lines = [one for one in found.iter(*_LINES) if not any(child.tag in _LINES for child in one.iterdescendants())]
    made = [_as_on_page(Block(text, 0, words=words_in(text)), known) for text in map(folded, lines)]
    local.classify(made)
    dropped = _dropped(made, key_of(headline))
    start, end = _edges(made, dropped)
    kept = [at for at in range(start, end) if at not in dropped]
    words = sum(made[at].words for at in kept)
    if words_in(folded(found)) - sum(block.words for block in made) > _LOOSE * words:
        return Body(""), 0
    return clean(_written([lines[at] for at in kept])), words


def _written(lines: list[etree._Element]) -> str:
    """The lines as HTML, items of a list in a list; a table is written whole, where its first line stands."""
    parts: list[str] = []
    tables: set[etree._Element] = set()
    for line in lines:
        table = next(line.iterancestors("table"), None)
        if table is not None and table in tables:
            continue
        if table is not None:
            tables.add(table)
        html = etree.tostring(line if table is None else table, encoding="unicode", method="html", with_tail=False)
        parts.append(f"<ul>{html}</ul>" if line.tag == "li" and table is None else html)
    return "".join(parts).replace("</ul><ul>", "")


def _as_on_page(block: Block, known: dict[str, Block]) -> Block:
    """The library's line with what the page's own block of this text is: its links, its zone, its role."""
    on_page = known.get(key_of(block.text))
    if on_page is not None:
        block.linked, block.zone, block.bullet = on_page.linked, on_page.zone, on_page.bullet
        block.role = on_page.role
    else:
        block.role = Role.BODY  # cut otherwise than here: nothing is known against it
    return block


def _is_layout(found: etree._Element) -> bool:
    """Whether the library gives the page's own layout for a table of the story: whole stories stand in its cells."""
    return any(words_in(folded(cell)) > _LAYOUT_WORDS for cell in found.iter("td", "th"))


def _dropped(made: list[Block], title: str) -> set[int]:
    """The lines that are no copy: by their words, by the box they stand in, and by their role on the page.

    Where the two findings agree in the main, a line that has no place in the story by ours is dropped; where they do
    not, only one with another role is.
    """
    words = sum(block.words for block in made)
    agreed = sum(block.words for block in made if block.role is Role.BODY) >= _AGREED * words
    found: set[int] = set()
    boxed = False
    for at, block in enumerate(made):
        repeats = bool(title) and key_of(block.text) == title and at < 6
        beside = block.role in _OTHER_ROLES or (agreed and block.role is Role.LEFT_OVER)
        in_box = boxed and (block.kind in (local.TITLE, local.WORD, "teaser") or block.linked > 0.6)
        if repeats or beside or in_box or not _is_copy(block, at, len(made)):
            found.add(at)
        boxed = block.kind == "rail" or (boxed and at in found)
    return found


def _is_copy(block: Block, at: int, count: int) -> bool:
    """Whether a line can be copy by its kind: a stamp can inside the story, and a caption that is long."""
    if block.kind == "stamp":
        return 8 <= at <= count - 4
    if block.kind == "caption":
        return block.words >= 30
    return block.kind in _KEPT_KINDS and not phrases.is_line(phrases.bare(block.text[:80]), "nav")


def _edges(made: list[Block], dropped: set[int]) -> tuple[int, int]:
    """Where copy begins and ends among the library's lines: lines at its edges without a sentence are not it."""
    prose = [at for at, block in enumerate(made) if at not in dropped and block.kind in (PROSE, SENTENCE)]
    if not prose:
        return 0, len(made)
    start, end = prose[0], prose[-1] + 1
    heavy = region.find(made)
    if heavy != (0, 0):
        inside = sum(made[at].words for at in prose if heavy[0] <= at < heavy[1])
        if inside >= 0.6 * sum(made[at].words for at in prose):
            start, end = max(start, heavy[0]), min(end, heavy[1])
    return start, end
