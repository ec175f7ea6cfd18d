"""TT's own markup for stories (`application/ttnitf+xml`): lead, copy, quotes, facts beside the story, pictures."""

from __future__ import annotations

from html import escape

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.news import Association, Body

_BLOCKS = {"p": "p", "citat": "p", "mellis": "h3", "ul": "ul", "ol": "ol"}
_LISTS = frozenset({"ul", "ol"})


def is_tt(element: etree._Element) -> bool:
    """Whether this is the `BODY` of TT's markup: it holds a `TEXT` with a lead or copy."""
    return xml.local(element) == "body" and any(
        xml.child(one, "ingress") is not None or xml.child(one, "brodtext") is not None
        for one in xml.children(element, "text")
    )


def read_tt(body: etree._Element) -> tuple[Body, tuple[Association, ...], str]:
    """Body, pictures and byline. The first `TEXT` is the story, all others are boxes below it with their headings."""
    html: list[str] = []
    pictures: list[Association] = []
    bylines: list[str] = []
    for at, text in enumerate(xml.children(body, "text")):
        if at and (heading := xml.text(xml.child(text, "rubrik"))):
            html.append(f"<h2>{escape(heading)}</h2>")
        for part in xml.children(text, "ingress", "brodtext"):
            html.extend(_block(one) for one in part)
        pictures.extend(_picture(one) for one in xml.children(text, "bild"))
        bylines.extend(xml.text(one) for one in xml.children(text, "byline"))
    return markup.clean("".join(html)), tuple(one for one in pictures if one.href), ", ".join(filter(None, bylines))


def _block(one: etree._Element) -> str:
    name = xml.local(one)
    if not name:
        return ""  # a comment
    if name in _LISTS:
        return f"<{name}>{''.join(f'<li>{escape(xml.text(entry))}</li>' for entry in xml.children(one, 'li'))}</{name}>"
    element = _BLOCKS.get(name, "p")
    words = escape(xml.text(one))
    # A quotation begins with a dash in print, and has none here.
    return f"<{element}>{'– ' if name == 'citat' and words else ''}{words}</{element}>"


def _picture(one: etree._Element) -> Association:
    return Association(
        kind="picture",
        href=xml.text(xml.child(one, "bildfil")),
        caption=markup.plain(xml.text(xml.child(one, "bildtext"))),
        credit=markup.plain(xml.text(xml.child(one, "bildskapare"))),
    )
