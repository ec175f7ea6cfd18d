"""NITF's text elements as a clean body, its media as associations: for NITF itself and the formats that carry it."""

from __future__ import annotations

import re

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.walk import plain_body
from wireroom.news import Association, Body

_RENAMED = {"hl1": "h2", "hl2": "h3", "block": "div", "body.content": "div", "bq": "blockquote", "credit": "p"}
_TAG = re.compile(
    rf"(</?)({'|'.join(re.escape(name) for name in sorted(_RENAMED, key=len, reverse=True))})(?=[\s>])", re.IGNORECASE
)
_KINDS = {"image": "picture", "photo": "picture", "data": "other"}
_ASIDE = frozenset({"media", "note", "body.head", "body.end"})


def content_of(root: etree._Element) -> etree._Element | None:
    """What holds the text of an `nitf` element: its `body.content`, else the `body` itself, as some send it."""
    body = xml.child(root, "body")
    content = xml.child(body, "body.content")
    return body if content is None else content


def read_body(content: etree._Element) -> tuple[Body, tuple[Association, ...], list[str]]:
    """The body of a `body.content` (or whatever stands for it), its media, and notes to editors found inside.

    The tree may be changed: what is no copy is taken out of it.
    """
    blocks = {one.get("class"): one for one in xml.children(content, "block")}
    if "full_text" in blocks and (lead := blocks.get("lead_paragraph")) is not None:
        xml.drop(lead)  # archives of newspapers send the beginning by itself, and then the whole
    aside = _Aside()
    body = plain_body(content, aside.see)
    if body is None:
        aside = _Aside()
        for one in list(xml.descendants(content, *_ASIDE)):
            if aside.see(one):
                xml.drop(one)
        html = _TAG.sub(lambda found: found[1] + _RENAMED[found[2].lower()], xml.html_of(content))
        body = markup.clean(html)
    return markup.meant(body), tuple(aside.associations), aside.notes


class _Aside:
    """What stands in the body and is no copy."""

    def __init__(self) -> None:
        self.associations: list[Association] = []
        self.notes: list[str] = []

    def see(self, one: etree._Element) -> bool:
        """Takes media and notes to editors; False for what belongs to the copy."""
        name = xml.local(one)
        if name == "media":
            self.associations.extend(_media(one))
        elif name == "note":
            # NITF 3.6, note: `std` is for readers, `npa` not for publication.
            if one.get("noteclass", "") not in ("editorsnote", "note-to-editors") and one.get("type") != "npa":
                return False
            self.notes.append(xml.text(one))
        elif name not in _ASIDE:
            return False
        return True


def _media(media: etree._Element) -> list[Association]:
    """The first reference of a media element that leads somewhere; placeholders on the page do not."""
    caption = " ".join(xml.text(one) for one in xml.children(media, "media-caption"))
    credit = " ".join(xml.text(one) for one in xml.children(media, "media-producer"))
    kind = media.get("media-type", "").lower()
    for reference in xml.children(media, "media-reference"):
        href = (reference.get("source") or reference.get("data-location") or reference.get("src") or "").strip()
        if href and not href.startswith("#"):
            return [
                Association(
                    kind=_KINDS.get(kind, kind or "picture"),
                    href=href,
                    caption=markup.plain(caption),
                    credit=markup.plain(credit),
                    alt=markup.plain(reference.get("alternate-text", "")),
                    media_type=reference.get("mime-type", ""),
                    width=pixels(reference.get("width")),
                    height=pixels(reference.get("height")),
                )
            ]
    return []


def pixels(value: str | None) -> int | None:
    """A width or height; None when there is none to be read."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else None
