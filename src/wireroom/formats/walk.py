"""Bodies of plain paragraphs, read straight off the tree: most of the wire needs neither serialiser nor sanitiser."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.news import Body

# What an element of text becomes in the body; XHTML's names and NITF's.
_BLOCKS = {"p": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "hl1": "h2", "hl2": "h3"}
_HOLDERS = frozenset({"block", "div", "section", "article", "body.content"})
_DEEPEST = 16
_TYPED = re.compile(r"\n[ \t]{2,}\S")  # several paragraphs in one, each begun with an indent

See = Callable[[etree._Element], bool]
"""Takes an element that is no plain block, or is no copy by its class; False when the body needs the long way."""


def plain_body(holder: etree._Element, see: See) -> Body | None:
    """The body that `markup.clean` would make of this element's content; None when there is more in it than words.

    The tree stays as it is. `see` must not keep what it was shown when the answer is None: all is read again.
    """
    blocks: list[tuple[str, str]] = []
    return markup.of_blocks(blocks) if _collect(holder, see, blocks, 0) else None


def _collect(holder: etree._Element, see: See, blocks: list[tuple[str, str]], depth: int) -> bool:
    if (loose := holder.text) and not loose.isspace():
        return False
    for one in holder:
        if (tail := one.tail) and not tail.isspace():
            return False
        name = xml.LOCALS[one.tag]
        block = _BLOCKS.get(name)
        if block is not None and not ((classes := one.get("class")) and markup.NO_COPY.search(classes)):
            text = one.text
            if len(one):
                return False
            if text:
                if "\n" in text and _TYPED.search(text):
                    return False
                blocks.append((block, text))
        elif name in _HOLDERS and not one.get("class"):
            if depth == _DEEPEST or not _collect(one, see, blocks, depth + 1):
                return False
        elif not see(one):
            return False
    return True
