"""The component tree of a NewsML 1 item, walked once: which text is the story, and what the way to it says of it."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.nitf.body import read_body
from wireroom.news import Association, Body

# Texts beside the story: its caption, its headline once more, its style sheet, the desk's contacts.
_BESIDE = frozenset(
    "caption headline subheadline stylesheet contact contacts logo byline abstract summary teaser credit note "
    "editorialnote advisory copyright title quicklook thumbnail tweettext".split()
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
# What agencies write for a language that is no language tag: a country, or ISO 639-2.
_LANGUAGES = {
    "gb": "en", "uk-en": "en", "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es",
    "ita": "it", "dut": "nl", "nld": "nl", "por": "pt", "fin": "fi", "swe": "sv", "dan": "da", "nor": "no",
    "ara": "ar", "rus": "ru",
    "chi": "zh", "zho": "zh", "jpn": "ja", "jp": "ja", "cn": "zh", "kor": "ko", "kr": "ko",
}  # fmt: skip
_MARKED = frozenset({"html", "xhtml", "nitf"})  # formats that some write where the media type has its place
_DEEPEST = 64  # no agency nests so deep, and nobody may exhaust the stack
_MARKUP = re.compile(r"<(?:p|div|br|h\d|ul|table|b|strong|a|span)[\s/>]", re.IGNORECASE)
_PICTURE = re.compile(r"image/|jpe?g|\bgif\b|\bpng\b|tiff")
_VIDEO = re.compile(r"video/|quicktime|mpeg-4|windows media")
_TEXT = re.compile(r"text/|nitf|x?html")
_BLOCKS = re.compile(r"<(?:p|div|br|h\d|ul|ol|li|table|pre|blockquote)[\s/>]", re.IGNORECASE)
_BODIES = (("nitf", "body", "body.content"), ("body", "body.content"), ("body.content",), ("html", "body"), ("body",))


class Component:
    """A NewsComponent: its role, its sections, and what it shares with those that hold it.

    `beside` tells of a caption, a style sheet or a picture's own words: never the story.
    """

    __slots__ = (
        "above",
        "administered",
        "beside",
        "depth",
        "described",
        "element",
        "items",
        "language",
        "lines",
        "rights",
        "role",
    )

    def __init__(self, element: etree._Element, above: Component | None) -> None:
        self.element = element
        self.above = above
        self.depth: int = above.depth + 1 if above else 1
        self.role = ""
        self.language: str = above.language if above else ""
        self.beside: bool = above.beside if above else False
        self.items = 0
        self.lines: list[etree._Element] = []
        self.described: list[etree._Element] = []
        self.administered: list[etree._Element] = []
        self.rights: list[etree._Element] = []

    @property
    def path(self) -> list[Component]:
        """This component and all that hold it, the outermost first."""
        found = [self]
        while (above := found[-1].above) is not None:
            found.append(above)
        return found[::-1]


class Piece:
    """A ContentItem with the component around it, its children by name, and its kind."""

    __slots__ = ("around", "item", "kind", "parts")

    def __init__(self, around: Component, item: etree._Element) -> None:
        self.around = around
        self.item = item
        self.parts = {xml.local(one): one for one in item}
        self.kind = self._kind()

    def formal(self, name: str) -> str:
        """The FormalName of a child; "" when there is none."""
        one = self.parts.get(name)
        return (one.get("FormalName") or "").strip() if one is not None else ""

    def _kind(self) -> str:
        """`text`, `picture`, `graphic`, `video`, `audio` or `other`, from media type, format and MIME type."""
        media = self.formal("mediatype").lower()
        hints = f"{self.formal('mimetype')} {self.formal('format')}".lower()
        if media in _MARKED or (media == "complexdata" and _TEXT.search(hints)):
            media = "text"
        if media and media != "text":
            return _KINDS.get(media, "other")
        if not media and _PICTURE.search(hints):
            return "picture"
        if not media and _VIDEO.search(hints):
            return "video"
        if "css" in hints:
            return "other"
        return "text" if "datacontent" in self.parts or media == "text" else "other"


def formal(element: etree._Element | None, *path: str) -> str:
    """The FormalName of the first element down the path; "" when there is none."""
    one = xml.child(element, *path)
    return (one.get("FormalName") or "").strip() if one is not None else ""


def pieces(element: etree._Element) -> list[Piece]:
    """All content items below a NewsComponent, in the order of the file."""
    found: list[Piece] = []
    _walk(element, None, found)
    return found


def _walk(element: etree._Element, above: Component | None, found: list[Piece]) -> None:
    around = Component(element, above)
    if around.depth > _DEEPEST:
        return
    if lang := element.get(xml.LANG):
        around.language = language(lang)
    if element.get("Duid", "").lower().startswith("photo"):
        around.beside = True
    for one in element:
        name = xml.local(one)
        if name == "newslines":
            around.lines.append(one)
        elif name == "descriptivemetadata":
            around.described.append(one)
            around.language = language(formal(one, "language")) or around.language
        elif name == "administrativemetadata":
            around.administered.append(one)
        elif name == "rightsmetadata":
            around.rights.append(one)
        elif name == "role":
            around.role = (one.get("FormalName") or "").strip().lower()
            around.beside = around.beside or around.role in _BESIDE
        elif name == "contentitem":
            around.items += 1
            found.append(Piece(around, one))
        elif name == "newscomponent":
            _walk(one, around, found)


def stories(found: list[Piece]) -> list[Piece]:
    """The texts that are stories: the first, or the one whose role says so, then those in other languages."""
    texts = [one for one in found if one.kind == "text" and not one.around.beside and "datacontent" in one.parts]
    if not texts:
        return []
    # Some send every part of a story, and leave empty what this one has not.
    full = [one for one in texts if _filled(one.parts["datacontent"])] or texts
    first = next((one for one in full if one.around.role in _STORY), full[0])
    chosen = {first.around.language: first}
    for one in texts:
        tag = one.around.language
        alike = tag and tag not in chosen and one.around.role == first.around.role
        if alike and any(_headline(part) for part in one.around.path[1:]):
            chosen[tag] = one
    return list(chosen.values())


def _filled(content: etree._Element) -> bool:
    return len(content) > 0 or bool((content.text or "").strip())


def _headline(component: Component) -> str:
    return next((text for one in component.lines if (text := xml.text(xml.child(one, "headline")))), "")


class Index:
    """What the components on the way to a story say, by section and local name, the outermost first.

    `lines` holds the children of NewsLines, those in another language than the story's behind its own, `described` and
    `rights` all that is below DescriptiveMetadata and RightsMetadata, `properties` the described and administrative
    properties by their FormalName.
    """

    __slots__ = ("described", "lines", "properties", "rights")

    def __init__(self, path: list[Component]) -> None:
        self.lines: dict[str, list[etree._Element]] = defaultdict(list)
        self.described: dict[str, list[etree._Element]] = defaultdict(list)
        self.rights: dict[str, list[etree._Element]] = defaultdict(list)
        self.properties: dict[str, list[etree._Element]] = {}
        local = xml.local
        spoken = _primary(path[-1].language) if path else ""
        for component in sorted(path, key=lambda one: bool(one.language) and _primary(one.language) != spoken):
            for section in component.lines:
                for one in section:
                    self.lines[local(one)].append(one)
        for component in path:
            for section in component.described:
                for one in section.iterdescendants():
                    self.described[local(one)].append(one)
            for section in component.rights:
                for one in section.iterdescendants():
                    self.rights[local(one)].append(one)
        administered = [one for component in path for section in component.administered for one in section.iter()]
        for one in [*self.described.get("property", ()), *(one for one in administered if local(one) == "property")]:
            self.properties.setdefault(one.get("FormalName") or "", []).append(one)

    def line(self, name: str) -> str:
        """The first news line of this name that has text."""
        for one in self.lines.get(name, ()):
            if text := xml.text(one):
                return text
        return ""

    def values(self, *names: str) -> list[str]:
        """The values of the properties of these names."""
        return [(one.get("Value") or "").strip() for name in names for one in self.properties.get(name, ())]

    def formals(self, name: str) -> list[str]:
        """The FormalNames of the described elements of this name."""
        return [(one.get("FormalName") or "").strip() for one in self.described.get(name, ())]


def _primary(tag: str) -> str:
    return tag.partition("-")[0]


def language(stated: str) -> str:
    """A language tag from what agencies write for one; AFP's "GB" is English."""
    tag = stated.strip().lower()
    return _LANGUAGES.get(tag, tag)


def read_text(piece: Piece) -> tuple[Body, tuple[Association, ...], list[str]]:
    """A content item's body, the media inside it, and the notes to editors inside it."""
    content = piece.parts.get("datacontent")
    if content is None:
        return Body(""), (), []
    if len(content) == 0:
        text = (content.text or "").strip("\r\n")
        if not _MARKUP.search(text):
            return markup.from_text(text), (), []
        if not _BLOCKS.search(text):  # words marked here and there, in paragraphs that are lines
            text = "".join(f"<p>{part}</p>" for part in markup.PARTED.split(text))
        return markup.clean(text), (), []
    for path in _BODIES:
        inner = xml.child(content, *path)
        if inner is not None:
            return read_body(inner)
    return read_body(content)
