"""Weaves sanitised HTML into the body's closed vocabulary: loose text into paragraphs, empty elements out."""

from __future__ import annotations

import re

from wireroom.formats.straight import straight_block

# Text, then for each tag: "/" or "", name, attributes. The sanitiser escapes "<" and ">" in text and attributes.
_TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
# The sanitiser has seen to this; what a reader clicks on is looked at twice.
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)
_FOLD = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_SPAN = re.compile(r"[1-9]\d?")

_INLINE = {"em": "em", "i": "em", "cite": "em", "strong": "strong", "b": "strong", "sub": "sub", "sup": "sup", "a": "a"}
_TEXT = {
    "p": "p",
    "h1": "h2",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "h5": "h4",
    "h6": "h4",
    "pre": "pre",
    "dt": "p",
    "dd": "p",
}
_TEXT_BLOCKS = frozenset(_TEXT.values())
_FLOW = frozenset({"li", "td", "th", "caption", "figcaption"})  # hold words themselves, or blocks
_FRAME = {name: name for name in ("blockquote", "ul", "ol", "table", "thead", "tbody", "tr", "figure")} | {
    "tfoot": "tbody"
}
_CELLS = frozenset({"td", "th"})
_TABLE = frozenset({"table", "thead", "tbody", "tr"})
_WORDLESS = frozenset({"", *_FRAME})  # "" is the top of the body itself
_PARENTS = {
    "li": ("ul", "ol"),
    "figcaption": ("figure",),
    "caption": ("table",),
    "thead": ("table",),
    "tbody": ("table",),
    "tr": ("thead", "tbody", "table"),
    "td": ("tr",),
    "th": ("tr",),
}


def folded(text: str) -> str:
    """The text with its runs of white space as one space each."""
    if "\n" in text or "  " in text or "\t" in text or "\r" in text:
        return _FOLD.sub(" ", text)
    return text


class Weaver:
    """One pass over the tokens; used once. Elements are written only when something is in them."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._blocks: list[tuple[str, str]] = []  # (name, opening tag), outermost first
        self._written = 0  # how many of them stand in the output
        self._inlines: list[tuple[str, str]] = []  # (name, opening tag or "") that apply to what comes
        self._open = 0  # how many of them stand open in the output
        self._content = False  # the innermost written block has words in it
        self._space = False  # a space is due before the next word
        self._broke = False  # the last thing written is a line break

    def weave(self, html: str) -> str:
        """The same content in the vocabulary, a line for each outermost block."""
        html = html.replace("&nbsp;", "\u00a0")
        at = 0
        while at < len(html):
            # Most of the wire is plain paragraphs one after the other: they need no stack.
            if not self._blocks and not self._inlines and (plain := straight_block(html, at)):
                self._out.append(f"{plain[0]}\n")
                at = plain[1]
                self._content, self._space, self._broke = True, False, False
                continue
            tag = _TAG.search(html, at)
            if tag is None:
                self._text(html[at:])
                break
            if tag.start() > at:
                self._text(html[at : tag.start()])
            if tag[1]:
                self._end(tag[2])
            else:
                self._start(tag[2], tag[3])
            at = tag.end()
        while self._blocks:
            self._close()
        return "".join(self._out).rstrip("\n")

    def _start(self, name: str, attributes: str) -> None:
        if name in _TEXT:
            self._start_text_block(_TEXT[name])
        elif name in _INLINE:
            self._start_inline(_INLINE[name], attributes)
        elif name == "br":
            self._break()
        elif name == "img":
            self._image(attributes)
        elif name in _FLOW:
            self._start_container(name, attributes)
        elif name in _FRAME:
            self._start_container(_FRAME[name], "")
        else:
            self._part()

    def _end(self, name: str) -> None:
        if name in _INLINE:
            self._end_inline()
        elif name in _TEXT:
            if self._top == _TEXT[name]:
                self._close()
        elif (block := _FRAME.get(name, name)) in _FLOW or name in _FRAME:
            if any(block == one for one, _ in self._blocks):
                while self._top != block:
                    self._close()
                self._close()
        else:
            self._part()

    @property
    def _top(self) -> str:
        return self._blocks[-1][0] if self._blocks else ""

    def _start_text_block(self, name: str) -> None:
        if self._top in _TEXT_BLOCKS:
            if name == "p" and self._top != "p":
                self._space = True  # a paragraph inside a heading is the heading's words
                return
            self._close()
        if self._top in _TABLE or self._top in ("ul", "ol"):
            return
        self._blocks.append((name, f"<{name}>"))

    def _start_container(self, name: str, attributes: str) -> None:
        while self._top in _TEXT_BLOCKS or (name == "li" and self._top == "li"):
            self._close()
        if name in _PARENTS and self._top not in _PARENTS[name]:
            self._part()
            return
        spans = ""
        if attributes and name in _CELLS:
            found = dict(_ATTRIBUTE.findall(attributes))
            spans = "".join(
                f' {key}="{found[key]}"' for key in ("colspan", "rowspan") if _SPAN.fullmatch(found.get(key, ""))
            )
        self._blocks.append((name, f"<{name}{spans}>"))

    def _start_inline(self, name: str, attributes: str) -> None:
        tag = f"<{name}>"
        if name == "a":
            address = dict(_ATTRIBUTE.findall(attributes)).get("href", "")
            tag = f'<a href="{address}" rel="nofollow noopener">' if _ADDRESS.match(address) else ""
        self._inlines.append((name, tag))

    def _end_inline(self) -> None:
        if not self._inlines:
            return
        name, tag = self._inlines.pop()
        if self._open > len(self._inlines):
            self._open -= 1
            if tag:
                self._out.append(f"</{name}>")
                self._broke = False

    def _text(self, text: str) -> None:
        if self._top == "pre":
            if not self._has_words:
                text = text.lstrip("\r\n")  # HTML does not count the first
            if text.strip():
                self._open_all()
                self._out.append(text)
                self._content = True
            elif self._has_words:
                self._out.append(text)
            return
        core = text.strip()  # a no-break space counts as a space at the edge of a tag, and stays within words
        if not core:
            self._space = self._space or self._has_words
            return
        if not self._ready():
            return
        if (self._space or text[0].isspace()) and self._has_words and not self._broke:
            self._out.append(" ")
        self._open_all()
        self._out.append(folded(core))
        self._content, self._broke = True, False
        self._space = text[-1].isspace()

    @property
    def _has_words(self) -> bool:
        """Whether the innermost block can hold words, and has some."""
        return self._content and self._written == len(self._blocks) and self._top not in _WORDLESS

    def _ready(self) -> bool:
        """Sees to it that words may stand here, in a paragraph of their own when need be."""
        top = self._top
        if top in _TEXT_BLOCKS or top in _FLOW:
            if not self._has_words:
                self._space = False
            return True
        if top in _TABLE:
            return False
        name = "li" if top in ("ul", "ol") else "p"
        self._blocks.append((name, f"<{name}>"))
        self._space = False
        return True

    def _open_all(self) -> None:
        """Writes the opening tags that are due."""
        self._open_blocks()
        if self._open < len(self._inlines):
            self._out.extend(tag for _, tag in self._inlines[self._open :] if tag)
            self._open = len(self._inlines)

    def _open_blocks(self) -> None:
        if self._written < len(self._blocks):
            self._close_inlines()
            self._out.extend(tag for _, tag in self._blocks[self._written :])
            self._written = len(self._blocks)
            self._content = self._broke = False

    def _close_inlines(self) -> None:
        for name, tag in reversed(self._inlines[: self._open]):
            if tag:
                self._out.append(f"</{name}>")
        self._open = 0

    def _close(self) -> None:
        """Ends the innermost block."""
        name, _ = self._blocks[-1]
        if name in _CELLS and self._written < len(self._blocks):
            self._open_blocks()  # an empty cell still takes its place in the row
        if self._written == len(self._blocks):
            if self._out[-1] == "<br/>":
                self._out.pop()
            if name != "pre":
                self._out[-1] = self._out[-1].rstrip()
            self._close_inlines()
            self._out.append(f"</{name}>" if len(self._blocks) > 1 else f"</{name}>\n")
            self._written -= 1
            self._content = True  # what holds a block has content
            self._space = self._broke = False
            self._blocks.pop()
            return
        self._blocks.pop()
        self._space = self._space or self._has_words  # what was empty still parts the words around it

    def _break(self) -> None:
        if not self._has_words or self._top not in _TEXT_BLOCKS | _FLOW:
            return
        if self._broke:
            if self._top == "p":
                self._close()  # two breaks are how some write a new paragraph
                self._blocks.append(("p", "<p>"))
            return
        self._out.append("<br/>")
        self._broke, self._space = True, False

    def _part(self) -> None:
        """A division begins or ends: words before it and after it do not run together."""
        if self._top == "p":
            self._close()
        elif self._top in _FLOW and self._has_words and not self._broke:
            self._break()
        else:
            self._space = self._space or self._has_words

    def _image(self, attributes: str) -> None:
        found = dict(_ATTRIBUTE.findall(attributes))
        source = found.get("src", "")
        if not source.startswith(("http://", "https://")) or (self._top != "figure" and not self._ready()):
            return
        self._open_all()
        self._out.append(f'<img src="{source}" alt="{found.get("alt", "")}"/>')
        self._content, self._broke = True, False
