"""Pages as text captures: what different programs make of one and the same HTML. Nothing here knows how we read it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from lxml import etree
from lxml import html as lxml_html

_BLOCKS = frozenset(
    "p div table tr td th ul ol li h1 h2 h3 h4 h5 h6 article section header footer nav aside main blockquote figure figcaption "
    "center form fieldset dl dt dd hr pre address body".split()
)
_SKIPPED = frozenset("script style head noscript template iframe".split())
_TIGHT = frozenset("li tr td th dt dd div".split())


@dataclass(slots=True)
class _Piece:
    tag: str
    text: str
    links: list[str]
    gap: bool


class _Walk:
    """One pass over a page: text between the edges of blocks, line breaks as "\\n", links and pictures marked."""

    def __init__(self) -> None:
        self.found: list[_Piece] = []
        self._parts: list[str] = []
        self._links: list[str] = []
        self._gap = True

    def element(self, element: etree._Element, tag: str) -> None:
        name = element.tag
        if type(name) is not str or name in _SKIPPED:
            return
        block = name in _BLOCKS
        if block:
            self._edge(tag, name)
        inner = name if block and name != "div" else tag
        self._open(element, name)
        for child in element:
            self.element(child, inner)
            self._text(child.tail)
        if name == "a":
            self._parts.append("\x04")
        if block:
            self._edge(inner, name)

    def _open(self, element: etree._Element, name: str) -> None:
        if name == "br":
            self._parts.append("\n")
        if name == "img":
            self._parts.append(f"\x01{element.get('alt') or ''}\x02")
        if name == "a":
            self._parts.append("\x03")
            self._links.append(element.get("href") or "#")
        self._text(element.text)

    def _text(self, text: str | None) -> None:
        self._parts.append(" ".join((text or "").split("\n")))

    def _edge(self, tag: str, name: str) -> None:
        for number, line in enumerate("".join(self._parts).split("\n")):
            text = " ".join(line.split())
            if text:
                self.found.append(_Piece(tag, text, list(self._links), self._gap and number == 0))
                self._gap = False
        self._parts.clear()
        self._links.clear()
        self._gap = self._gap or name not in _TIGHT


def _pieces(html: str) -> list[_Piece]:
    walk = _Walk()
    walk.element(lxml_html.document_fromstring(html), "")
    return walk.found


def _plain(text: str) -> str:
    return " ".join(re.sub("\x01[^\x02]*\x02|[\x03\x04]", " ", text).split()).replace(" ,", ",").replace(" .", ".")


def _title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return " ".join(unescape(found[1]).split()) if found else ""


def spaced(html: str) -> str:
    """A browser's text with blank lines between blocks, as copying gives it."""
    out: list[str] = []
    for piece in _pieces(html):
        text = _plain(piece.text)
        if text:
            out.append(("\n" if piece.gap else "") + text)
    return "\n".join(out).strip() + "\n"


def dense(html: str) -> str:
    """One line a block and no blank lines, the title first, as text-only archives keep pages."""
    lines = [_title(html), *(_plain(piece.text) for piece in _pieces(html))]
    return "\n".join(line for line in lines if line) + "\n"


def dumped(html: str) -> str:
    """Like the dump of a text browser: wrapped, indented, links numbered, their addresses at the end."""
    addresses: list[str] = []
    out: list[str] = []
    for piece in _pieces(html):
        links = iter(piece.links)

        def number(_: re.Match[str], links: Iterator[str] = links) -> str:
            addresses.append(next(links, "#"))
            return f"[{len(addresses)}]"

        text = re.sub("\x03", number, piece.text)
        text = re.sub("\x01([^\x02]*)\x02", lambda found: found[1] or "[pic.jpg]", text).replace("\x04", "")
        text = " ".join(text.split())
        if not text:
            continue
        indent = "     " if piece.tag == "li" else "   "
        first = "     * " if piece.tag == "li" else "" if re.match("h[12]", piece.tag) else "   "
        wrapped = textwrap.wrap(
            text, 72, initial_indent=first, subsequent_indent=indent + ("  " if piece.tag == "li" else "")
        )
        out.append(("\n" if piece.gap or piece.tag == "p" else "") + "\n".join(wrapped))
    listed = "\n".join(f"   {number:>2}. https://www.example.org{url}" for number, url in enumerate(addresses, 1))
    return "\n".join(out).lstrip("\n") + "\n\nReferences\n\n   Visible links\n" + listed + "\n"


def packed(html: str) -> str:
    """Wrapped at 78 columns with no blank lines at all: where a paragraph ends, only a short line tells."""
    out: list[str] = []
    for piece in _pieces(html):
        text = _plain(piece.text)
        if text:
            out += textwrap.wrap(("* " if piece.tag == "li" else "") + text, 78)
    return "\n".join(out) + "\n"


def marked(html: str) -> str:
    """Markdown, as converters write it."""
    out: list[str] = []
    for piece in _pieces(html):
        links = iter(piece.links)
        text = re.sub("\x03([^\x04]*)\x04", lambda found, links=links: f"[{found[1]}]({next(links, '#')})", piece.text)  # type: ignore[misc]
        text = (
            " ".join(re.sub("\x01([^\x02]*)\x02", r"![\1](/pic.jpg)", text).split())
            .replace("\x03", "")
            .replace("\x04", "")
        )
        if not text:
            continue
        heading = re.match(r"h([1-6])", piece.tag)
        mark = "#" * int(heading[1]) + " " if heading else "  * " if piece.tag == "li" else ""
        out.append(("" if piece.tag == "li" else "\n") + mark + text)
    return "\n".join(out).strip() + "\n"


def tabbed(html: str) -> str:
    """Copied by hand: blocks in one row joined by tabs, blank lines here and there."""
    out: list[str] = []
    row: list[str] = []
    for number, piece in enumerate(_pieces(html)):
        text = _plain(piece.text)
        if not text:
            continue
        if piece.tag in ("td", "th") and len(text) < 30:
            row.append(text)
            continue
        if row:
            out.append("\t".join(row))
            row = []
        out.append(("\n\n" if piece.gap and number % 3 == 0 else "\n" if piece.gap else "") + text)
    return "\n".join(out).strip() + "\n"


RENDERS: dict[str, Callable[[str], str]] = {
    "spaced": spaced, "dense": dense, "dumped": dumped, "packed": packed, "marked": marked, "tabbed": tabbed,
}  # fmt: skip
