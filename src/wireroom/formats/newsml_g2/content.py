"""What a NewsML-G2 item carries or points to: the body from inline content, associations from remote content."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.model import Note
from wireroom.formats.nitf_body import content_of, pixels, read_body
from wireroom.news import Association, Body

# What some put into the body that is no copy: the story's own metadata again, and notes for editors alone.
_NO_COPY = re.compile(
    r"(?:^|\s)(?:notepad|np-\S*|nonpublic|slugline|publicationDate|embargoed|closingline|genre|genrenote|byline)(?:\s|$)"
)
_NOT_THE_STORY = re.compile(r"headline|public|note|caption|summary|teaser", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:p|div|br|h\d|ul|table|b|strong|a|span)[\s/>]", re.IGNORECASE)


_WRAPPED = re.compile(r"\n\S")
_INDENTED = re.compile(r"\n[ \t]{2,}\S")
_TYPED = re.compile(r"\n\s*\n|\n(?=[ \t]{2,}\S)")

_NOTHING = Body("")


@dataclass(frozen=True, slots=True)
class Content:
    """What was found. `byline` and `notes` stood inside the body's markup.

    `unread` says in words what stands in the place of a body and is no text for readers (sports data, say).
    """

    body: Body = _NOTHING
    associations: tuple[Association, ...] = ()
    byline: str = ""
    notes: tuple[str, ...] = ()
    unread: str = ""


def read_content(item: etree._Element, kind: str, notes: list[Note]) -> Content:
    """The item's content; what cannot be a body is noted."""
    inline: list[etree._Element] = []
    plain: list[etree._Element] = []
    remote: list[etree._Element] = []
    for content_set in xml.children(item, "contentSet"):
        for one in content_set:
            {"inlineXML": inline, "inlineData": plain, "remoteContent": remote}.get(xml.local(one), []).append(one)
    associations = tuple(found for one in remote if (found := _association(one, kind)) is not None)
    unread = ""
    for one in inline:
        content = _inline_xml(one)
        if content is not None:
            return Content(content.body, content.associations + associations, content.byline, content.notes)
        inner = next(iter(one), None)
        what = xml.local(inner) if inner is not None else "nothing"
        notes.append(Note(f"line {one.sourceline}", f"inlineXML with {what}: no body read from it"))
        unread = f"its content is {what}, of which no body can be made"
    body = _inline_data(plain)
    return Content(body, associations, unread="" if body else unread)


def _inline_xml(inline: etree._Element) -> Content | None:
    """XHTML or NITF, whatever the content type says; None for other XML (sports data and the like)."""
    inner = next(iter(inline), None)
    name = xml.local(inner) if inner is not None else ""
    if inner is None:
        return Content(_of_text(inline.text or "", "")) if (inline.text or "").strip() else Content()
    if name == "nitf":
        content = content_of(inner)
        if content is None:
            return Content()
        byline = xml.text(xml.child(inner, "body", "body.head", "byline"))
        body, associations, found = read_body(content)
        return Content(body, associations, byline, tuple(found))
    if name == "html":
        body_element = xml.child(inner, "body")
        return _xhtml(body_element if body_element is not None else inner)
    if name in ("body", "div", "section", "article", "p", "pre", "h1", "h2", "h3", "table", "ul", "ol", "span"):
        return _xhtml(inline)
    return None


def _xhtml(element: etree._Element) -> Content:
    if len(element) == 0:
        return Content(_bare(element.text or ""))
    _part_typed(element)
    html = xml.html_of(element)
    if "class=" not in html and "header" not in html:
        return Content(markup.clean(html))
    byline = ""
    notes = []
    for one in list(element.iter()):
        classes = one.get("class", "")
        if xml.local(one) == "header" or (classes and _NO_COPY.search(classes)):
            if "byline" in classes.split() and not byline:
                byline = xml.text(one)
            elif "np-" in classes or "notepad" in classes:
                notes.append(xml.text(one))
            xml.drop(one)
    return Content(markup.clean(xml.html_of(element)), (), byline, tuple(notes))


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
        first, *others = _TYPED.split(typed)
        one.text = first
        for words in reversed(others):
            paragraph = etree.Element(one.tag)
            paragraph.text = words
            one.addnext(paragraph)


def _inline_data(candidates: list[etree._Element]) -> Body:
    """The text rendition that is the story: several may stand side by side, and some are for editors alone."""
    for one in candidates:
        rendition = one.get("rendition", "").rpartition(":")[2]
        content_type = one.get("contenttype", "text/plain")
        if not content_type.startswith("text/") or one.get("encoding") or _NOT_THE_STORY.search(rendition):
            continue
        if text := xml.all_text(one).strip("\r\n"):
            return _of_text(text, content_type)
    return Body("")


def _of_text(text: str, content_type: str) -> Body:
    if "html" in content_type or _MARKUP.search(text):
        return markup.clean(text)
    return markup.from_text(text)


def _association(remote: etree._Element, kind: str) -> Association | None:
    href = (remote.get("href") or "").strip()
    uri = (remote.get("residref") or "").strip()
    if not href and not uri:
        return None
    media_type = remote.get("contenttype", "").strip()
    by_type = {"image": "picture", "video": "video", "audio": "audio"}.get(media_type.partition("/")[0], "")
    return Association(
        kind=by_type or (kind if kind != "text" else "other"),
        href=href,
        uri=uri,
        alt=markup.plain(xml.text(xml.child(remote, "altText"))),
        media_type=media_type,
        rendition=remote.get("rendition", "").strip(),
        width=pixels(remote.get("width")),
        height=pixels(remote.get("height")),
    )
