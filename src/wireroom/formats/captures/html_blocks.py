"""An HTML page as blocks: what stands in one paragraph, heading, list item or line, and in which zone of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from wireroom.formats.captures.lines import words_in
from wireroom.formats.captures.model import Block
from wireroom.formats.xml import all_text

_SKIPPED = frozenset(
    "script style noscript template svg math iframe object embed canvas video audio select option button textarea "
    "input datalist head dialog map".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn del em font i img ins kbd label mark nobr o q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_HEADINGS = {f"h{number}": number for number in range(1, 7)}
_ZONES = {"nav": "nav", "footer": "footer", "aside": "aside", "menu": "nav"}
_ROLES = {
    "navigation": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "banner": "header",
    "search": "nav",
    "dialog": "aside",
    "alertdialog": "aside",
}
_NAMES = (
    ("comments", re.compile(r"(?:^|[\s_-])(?:comments?|commentlist|disqus\w*|respond|discussion)(?:$|[\s_-])")),
    (
        "nav",
        re.compile(
            r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|topbar|pagination|pager|skip-link)(?:$|[\s_-])"
        ),
    ),
    ("footer", re.compile(r"(?:^|[\s_-])(?:footer|colophon|copyright|legal)(?:$|[\s_-])")),
    (
        "aside",
        re.compile(
            r"(?:^|[\s_-])(?:sidebar|related|recommend\w*|more-(?:stories|news)|most-(?:read|popular)|popular|trending|newsletter|"
            r"subscribe|subscription|promo|promoted|teasers?|social|share|sharing|sharedaddy|widget|advert\w*|ads?|banner|"
            r"sponsor\w*|cookies?|consent|gdpr|modal|popup|overlay|paywall|outbrain|taboola|tags?|author-bio|bio|rail|ticker)(?:$|[\s_-])"
        ),
    ),
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MOST_BLOCKS = 20_000
_DEEPEST = 400


class _Gatherer:
    """Walks the tree once and gathers the text between block edges."""

    def __init__(self, total: int) -> None:
        self.blocks: list[Block] = []
        self._total = total
        self._text: list[str] = []
        self._linked = 0
        self._at: tuple[int, int, bool, str] = (1, 0, False, "")

    def edge(self) -> None:
        """Ends the block that is being gathered."""
        text = " ".join("".join(self._text).split())
        if text and len(self.blocks) < MOST_BLOCKS:
            line, level, bullet, zone = self._at
            linked = min(1.0, self._linked / len(text))
            self.blocks.append(Block(text, line, level, bullet, linked, zone=zone, words=words_in(text)))
        self._text, self._linked = [], 0

    def add(self, text: str | None, place: tuple[int, int, bool, str], linked: bool) -> None:
        """Text in its place: line, level of heading, in a list, zone."""
        if not text:
            return
        if not self._text or not "".join(self._text).strip():
            self._at = place
        self._text.append(text)
        if linked:
            self._linked += len(" ".join(text.split()))

    def walk(self, element: etree._Element, place: tuple[int, int, bool, str], linked: bool, depth: int) -> None:
        """Gathers an element and everything in it."""
        tag = str(element.tag).lower() if _is_element(element) else ""
        if not tag or tag in _SKIPPED or _hidden(element):
            return
        zone = place[3] or self._zone(element, tag)
        place = (
            int(getattr(element, "sourceline", 0) or place[0]),
            _HEADINGS.get(tag, place[1]),
            place[2] or tag == "li",
            zone,
        )
        block = tag not in _INLINE
        if block:
            self.edge()
        linked = linked or tag == "a"
        self.add(element.text, place, linked)
        if depth < _DEEPEST:
            for child in element:
                self.walk(child, place, linked, depth + 1)
                self.add(child.tail, place, linked)
        if block:
            self.edge()

    def _zone(self, element: etree._Element, tag: str) -> str:
        """What the element's tag, role or names say it is; a large one is the page's own frame, whatever they say."""
        zone = _ZONES.get(tag, "") or _ROLES.get((element.get("role") or "").lower(), "")
        if not zone:
            names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
            zone = next((one for one, pattern in _NAMES if pattern.search(names)), "") if len(names) > 1 else ""
        if zone and tag not in ("nav", "footer") and len(all_text(element)) > 0.4 * self._total:
            return ""
        return zone


def _is_element(element: etree._Element) -> bool:
    """Not a comment or an instruction, whose tags are functions."""
    return type(element.tag) is str


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def blocks_of(root: etree._Element) -> list[Block]:
    """The page's blocks in order."""
    body = next(_bodies(root), root)
    total = len(all_text(body))
    gatherer = _Gatherer(total)
    gatherer.walk(body, (1, 0, False, ""), False, 0)
    gatherer.edge()
    return gatherer.blocks


def _bodies(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter("body")
