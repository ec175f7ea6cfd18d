"""The component tree of a NewsML 1 item: which text is the story, and which pictures belong to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.nitf_body import read_body
from wireroom.news import Association, Body

# Texts beside the story: its caption, its headline once more, its style sheet, the desk's contacts.
_BESIDE = frozenset(
    "caption headline subheadline stylesheet contact contacts logo byline abstract summary teaser credit note "
    "editorialnote advisory copyright title quicklook thumbnail".split()
)
_STORY = frozenset({"body", "main", "text", "story", "maintext"})
_KINDS = {
    "photo": "picture",
    "image": "picture",
    "picture": "picture",
    "graphic": "graphic",
    "video": "video",
    "audio": "audio",
}
_DEEPEST = 64  # no agency nests so deep, and nobody may exhaust the stack
_MARKUP = re.compile(r"<(?:p|div|br|h\d|ul|table|b|strong|a|span)[\s/>]", re.IGNORECASE)
_PICTURE = re.compile(r"image/|jpe?g|\bgif\b|\bpng\b|tiff")
_VIDEO = re.compile(r"video/|quicktime|mpeg-4|windows media")


@dataclass(slots=True)
class Around:
    """What holds for the items of a component: its own role, and what it shares with those that hold it."""

    path: tuple[etree._Element, ...]
    role: str = ""
    language: str = ""
    beside: bool = False  # a caption, a style sheet or a picture's own words: never the story


class Piece:
    """A ContentItem with what is around it, and its kind."""

    __slots__ = ("around", "item", "kind")

    def __init__(self, around: Around, item: etree._Element) -> None:
        self.around = around
        self.item = item
        self.kind = _kind(item)


def _kind(item: etree._Element) -> str:
    """`text`, `picture`, `graphic`, `video`, `audio` or `other`, from media type, format and MIME type."""
    found = {xml.local(one): one for one in item}
    media, form, mime = (
        (found[name].get("FormalName") or "").strip().lower() if name in found else ""
        for name in ("MediaType", "Format", "MimeType")
    )
    if media and media != "text":
        return _KINDS.get(media, "other")
    hints = f"{mime} {form}"
    if not media and _PICTURE.search(hints):
        return "picture"
    if not media and _VIDEO.search(hints):
        return "video"
    if "css" in hints:
        return "other"
    return "text" if "DataContent" in found or media == "text" else "other"


def formal(element: etree._Element | None, *path: str) -> str:
    """The FormalName of the first element down the path; "" when there is none."""
    one = xml.child(element, *path)
    return (one.get("FormalName") or "").strip() if one is not None else ""


def pieces(component: etree._Element, above: Around | None = None) -> Iterator[Piece]:
    """All content items below a component, in the order of the file."""
    around = Around((*above.path, component) if above else (component,))
    if len(around.path) > _DEEPEST:
        return
    if above:
        around.language, around.beside = above.language, above.beside
    if lang := component.get(xml.LANG):
        around.language = language(lang)
    if component.get("Duid", "").lower().startswith("photo"):
        around.beside = True
    for one in component:
        name = xml.local(one)
        if name == "Role":
            around.role = (one.get("FormalName") or "").strip().lower()
            around.beside = around.beside or around.role in _BESIDE
        elif name == "DescriptiveMetadata":
            around.language = language(formal(one, "Language")) or around.language
        elif name == "ContentItem":
            yield Piece(around, one)
        elif name == "NewsComponent":
            yield from pieces(one, around)


def stories(found: list[Piece]) -> list[Piece]:
    """The texts that are stories: the first, or the one whose role says so, then those in other languages."""
    texts = [
        one
        for one in found
        if one.kind == "text" and not one.around.beside and xml.child(one.item, "DataContent") is not None
    ]
    first = next((one for one in texts if one.around.role in _STORY), texts[0] if texts else None)
    if first is None:
        return []
    chosen = {first.around.language: first}
    for one in texts:
        tag = one.around.language
        alike = tag and tag not in chosen and one.around.role == first.around.role
        if alike and any(_headline(part) for part in one.around.path[1:]):
            chosen[tag] = one
    return list(chosen.values())


class Index:
    """What the components on the way to a story say, by section and local name, the outermost first: one pass.

    `lines` holds the children of NewsLines, `described` and `rights` all that is below DescriptiveMetadata and
    RightsMetadata, `properties` the described properties by their FormalName.
    """

    __slots__ = ("described", "lines", "properties", "rights")

    def __init__(self, path: tuple[etree._Element, ...]) -> None:
        self.lines: dict[str, list[etree._Element]] = defaultdict(list)
        self.described: dict[str, list[etree._Element]] = defaultdict(list)
        self.rights: dict[str, list[etree._Element]] = defaultdict(list)
        self.properties: dict[str, list[etree._Element]] = defaultdict(list)
        local = xml.local
        for component in path:
            for section in component:
                name = local(section)
                if name == "NewsLines":
                    for one in section:
                        self.lines[local(one)].append(one)
                elif name == "DescriptiveMetadata":
                    for one in section.iterdescendants():
                        self.described[local(one)].append(one)
                elif name == "RightsMetadata":
                    for one in section.iterdescendants():
                        self.rights[local(one)].append(one)
        for one in self.described["Property"]:
            self.properties[one.get("FormalName") or ""].append(one)

    def line(self, name: str) -> str:
        """The first news line of this name that has text."""
        return next((text for one in self.lines[name] if (text := xml.text(one))), "")

    def formals(self, name: str) -> list[str]:
        """The FormalNames of the described elements of this name."""
        return [(one.get("FormalName") or "").strip() for one in self.described[name]]


def language(stated: str) -> str:
    """A language tag from what agencies write for one; AFP's "GB" is English."""
    tag = stated.strip().lower()
    return "en" if tag == "gb" else tag


def _headline(component: etree._Element) -> str:
    return xml.text(xml.child(component, "NewsLines", "HeadLine"))


def read_text(piece: Piece) -> tuple[Body, tuple[Association, ...], list[str]]:
    """A content item's body, the media inside it, and the notes to editors inside it."""
    content = xml.child(piece.item, "DataContent")
    if content is None:
        return Body(""), (), []
    if len(content) == 0:
        text = (content.text or "").strip("\r\n")
        return (markup.clean(text) if _MARKUP.search(text) else markup.from_text(text)), (), []
    for path in (
        ("nitf", "body", "body.content"),
        ("body", "body.content"),
        ("body.content",),
        ("html", "body"),
        ("body",),
    ):
        inner = xml.child(content, *path)
        if inner is not None:
            return read_body(inner)
    return read_body(content)
