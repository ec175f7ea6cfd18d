"""What a NewsML-G2 item carries or points to: the body from inline content, associations from remote content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from wireroom.formats import focus, markup, xml
from wireroom.formats.model import Note
from wireroom.formats.newsml_g2.parts import role
from wireroom.formats.newsml_g2.sports import sports_body
from wireroom.formats.newsml_g2.ttnitf import is_tt, read_tt
from wireroom.formats.nitf.body import content_of, pixels, read_body
from wireroom.formats.nitf.document import byline_of
from wireroom.formats.nitf.head import Head
from wireroom.formats.walk import plain_body
from wireroom.news import Association, Body

_NOT_THE_STORY = re.compile(r"headline|public|note|caption|summary|teaser", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|div|br|h\d|ul|table|b|strong|a|span)[\s/>]", re.IGNORECASE)
_XHTML = frozenset({"body", "div", "section", "article", "p", "pre", "h1", "h2", "h3", "table", "ul", "ol", "span"})
_WRAPPED = re.compile(r"\n\S")
_INDENTED = re.compile(r"\n[ \t]{2,}\S")
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>([^<]*)</p>")
_TYPED = re.compile(r"\n\s*\n|\n(?=[ \t]{2,}\S)")

_WHOLE = re.compile(r"\d{1,6}")
_EDGES = ("x", "y", "width", "height")

_NOTHING = Body("")


class Content(NamedTuple):
    """What was found. `byline` and `notes` stood inside the body's markup.

    `unread` says in words what stands in the place of a body and is no text for readers, `head` is that of NITF.
    """

    body: Body = _NOTHING
    associations: tuple[Association, ...] = ()
    byline: str = ""
    notes: tuple[str, ...] = ()
    unread: str = ""
    language: str = ""
    head: Head | None = None


def read_contents(
    sets: list[etree._Element], kind: str, notes: list[Note], regions: Sequence[etree._Element] = ()
) -> list[Content]:
    """The item's content: one, or the first of each language when it is there in several; never none.

    What cannot be a body is noted. `regions` are the partMetas that may say what matters in a picture.
    """
    texts: dict[str, Content] = {}
    plain: list[etree._Element] = []
    remote: list[Association] = []
    unread = ""
    for content_set in sets:
        language = content_set.get(xml.LANG, "")
        for one in content_set:
            name = xml.local(one)
            if name == "remotecontent":
                if (found := _association(one, kind, regions)) is not None:
                    remote.append(found)
            elif name == "inlinedata":
                plain.append(one)
            elif name == "inlinexml" and (tag := one.get(xml.LANG, language)) not in texts:
                content = _inline_xml(one)
                if content is not None:
                    texts[tag] = content._replace(language=tag) if tag else content
                    continue
                what = xml.local(one[0])
                notes.append(Note(f"line {one.sourceline}", f"inlineXML with {what}: no body read from it"))
                unread = f"its content is {what}, of which no body can be made"
    if not texts:
        body = _inline_data(plain)
        texts[""] = Content(body, unread="" if body else unread)
    if remote:
        return [one._replace(associations=one.associations + tuple(remote)) for one in texts.values()]
    return list(texts.values())


def _inline_xml(inline: etree._Element) -> Content | None:
    """XHTML, NITF or SportsML, whatever the content type says; None for other XML."""
    if len(inline) == 0:
        text = inline.text or ""
        return Content(_of_text(text, "")) if text.strip() else Content()
    inner = inline[0]
    name = xml.local(inner)
    if name == "html":
        for one in inner:
            if xml.local(one) == "body":
                return _xhtml(one)
        return _xhtml(inner)
    if name == "nitf":
        return _nitf(inner)
    if is_tt(inner):
        return Content(*read_tt(inner))
    if name in _XHTML:
        found = _xhtml(inline)
        return found if found != Content() or not xml.text(inner) else None
    if name == "sports-content":
        body = sports_body(inner)
        return Content(body) if body else None
    return None


def _nitf(nitf: etree._Element) -> Content:
    content = content_of(nitf)
    head = Head(nitf)
    if content is None:
        return Content(head=head)
    body, associations, found = read_body(content)
    return Content(body, associations, byline_of(head), tuple(found), head=head)


class _Aside:
    """What stands in an XHTML body and is no copy, by its class."""

    def __init__(self) -> None:
        self.byline = ""
        self.notes: list[str] = []

    def see(self, one: etree._Element) -> bool:
        """Takes what is no copy; False for what belongs to it."""
        classes = one.get("class", "")
        if xml.local(one) != "header" and not (classes and markup.NO_COPY.search(classes)):
            return False
        if "byline" in classes.split() and not self.byline:
            self.byline = xml.text(one)
        elif "np-" in classes or "notepad" in classes:
            self.notes.append(xml.text(one))
        return True


def _xhtml(element: etree._Element) -> Content:
    if len(element) == 0:
        return Content(_bare(element.text or ""))
    aside = _Aside()
    body = plain_body(element, aside.see)
    if body is None:
        aside = _Aside()
        _part_typed(element)
        html = xml.html_of(element)
        if "class=" in html or "header" in html:
            for one in list(element.iter(etree.Element)):
                if aside.see(one):
                    xml.drop(one)
            html = xml.html_of(element)
        body = markup.clean(html)
    return Content(markup.meant(body), (), aside.byline, tuple(aside.notes))


def _bare(text: str) -> Body:
    """Text without any markup around it: only blank lines part what an XML writer has indented throughout."""
    if _MARKUP.search(text) or _WRAPPED.search(text):
        return _of_text(text, "")
    return markup.from_text("\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text)))


def _part_typed(element: etree._Element) -> None:
    """Makes paragraphs of what was typed into one: lines wrapped to a width, each paragraph begun with an indent."""
    for one in list(xml.descendants(element, "p")):
        typed = one.text or ""
        if len(one) or not (_WRAPPED.search(typed) and _INDENTED.search(typed)):
            continue
        first, *others = _TYPED.split(typed.lstrip())
        one.text = first
        behind, one.tail = one.tail, None  # else what is added would stand behind it
        for words in reversed(others):
            paragraph = etree.Element(one.tag)
            paragraph.text = words
            one.addnext(paragraph)
            paragraph.tail, behind = behind, None
        if behind:
            one.tail = behind


def _inline_data(candidates: list[etree._Element]) -> Body:
    """The text rendition that is the story: several may stand side by side, and some are for editors alone."""
    for one in candidates:
        content_type = one.get("contenttype", "text/plain")
        if not content_type.startswith("text/") or one.get("encoding") or _NOT_THE_STORY.search(role(one, "rendition")):
            continue
        if text := xml.all_text(one).strip("\r\n"):
            return _of_text(text, content_type)
    return _NOTHING


def _of_text(text: str, content_type: str) -> Body:
    if "html" in content_type or _MARKUP.search(text):
        return markup.clean(_PARAGRAPH.sub(_parted, text))
    return markup.from_text(text)


def _parted(found: re.Match[str]) -> str:
    """The paragraphs that were typed into one; any other as it stands."""
    if not (_WRAPPED.search(found[1]) and _INDENTED.search(found[1].strip())):
        return found[0]
    return "".join(f"<p>{part}</p>" for part in _TYPED.split(found[1].strip()))


def _association(remote: etree._Element, kind: str, regions: Sequence[etree._Element]) -> Association | None:
    href = (remote.get("href") or "").strip()
    uri = (remote.get("residref") or "").strip()
    if not href and not uri:
        return None
    media_type = remote.get("contenttype", "").strip()
    by_type = {"image": "picture", "video": "video", "audio": "audio"}.get(media_type.partition("/")[0], "")
    if not by_type and media_type.endswith(("+xml", "/xml", "/json", "/html", "/plain")):
        by_type = "other"  # its words in another form
    return Association(
        kind=by_type or (kind if kind != "text" else "other"),
        href=href,
        uri=uri,
        alt=markup.plain(xml.text(xml.child(remote, "alttext"))),
        media_type=media_type,
        rendition=remote.get("rendition", "").strip(),
        width=pixels(remote.get("width")),
        height=pixels(remote.get("height")),
        crops=_crops(remote, regions) if regions else (),
    )


def _crops(remote: etree._Element, regions: Sequence[etree._Element]) -> tuple[tuple[int, int, int, int], ...]:
    """The rectangles (`regionDelim`, NewsML-G2 2.13) that parts of the item point out in this content, or in all."""
    width, height = pixels(remote.get("width")), pixels(remote.get("height"))
    found = []
    for one in regions:
        refs = (one.get("contentrefs") or "").split()
        delim = xml.child(one, "regiondelim")
        if delim is None or (refs and remote.get("id") not in refs):
            continue
        stated = (delim.get(name) or "" for name in _EDGES)
        x, y, wide, high = (int(text) if _WHOLE.fullmatch(text) else -1 for text in stated)
        part = focus.area(x, y, x + wide, y + high, width, height) if min(wide, high) > 0 else None
        found += [part] if part else []
    return tuple(found)
