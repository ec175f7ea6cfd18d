"""The pictures, graphics, videos and sounds of a NewsML 1 item: one association each, of its renditions the largest."""

from __future__ import annotations

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.newsml_1_parts import Piece, formal, pieces
from wireroom.formats.nitf_body import pixels
from wireroom.news import Association

_LARGEST = {"highdef": 4, "highres": 4, "main": 3, "full": 3, "preview": 2, "quicklook": 1, "thumbnail": 0}


def pictures(found: list[Piece]) -> tuple[Association, ...]:
    """One association for each picture, graphic, video or sound: of its renditions the largest."""
    groups: dict[etree._Element, list[Piece]] = {}
    for one in found:
        if one.kind in ("text", "other") or not (one.item.get("Href") or "").strip():
            continue
        groups.setdefault(_holder(one), []).append(one)
    return tuple(_association(holder, renditions) for holder, renditions in groups.items())


def _holder(piece: Piece) -> etree._Element:
    """The component that stands for the picture: that of the rendition, or the one that holds the renditions."""
    own = piece.around.path[-1]
    single = sum(1 for _ in xml.children(own, "ContentItem")) == 1
    if single and len(piece.around.path) > 1 and piece.around.role and xml.child(own, "NewsLines") is None:
        return piece.around.path[-2]
    return own


def _association(holder: etree._Element, renditions: list[Piece]) -> Association:
    sized = [(_size(one), one) for one in renditions]
    (width, height), best = max(sized, key=lambda pair: (pair[0][0] or 0, _LARGEST.get(pair[1].around.role, 2)))
    lines = xml.child(holder, "NewsLines")
    caption = next(
        (
            xml.text(xml.child(one.item, "DataContent"))
            for one in pieces(holder)
            if one.around.role == "caption" and one.kind == "text"
        ),
        "",
    )
    credit = [xml.text(xml.child(lines, "ByLine")), xml.text(xml.child(lines, "CreditLine"))]
    return Association(
        kind=best.kind,
        href=best.item.get("Href", "").strip(),
        caption=markup.plain(caption or xml.text(xml.child(lines, "HeadLine"))),
        credit=markup.plain(" / ".join(part for part in credit if part)),
        media_type=formal(best.item, "MimeType"),
        rendition=formal(best.around.path[-1], "Role"),
        width=width,
        height=height,
    )


def _size(piece: Piece) -> tuple[int | None, int | None]:
    found = {
        one.get("FormalName", "").lower().removeprefix("pixel"): one.get("Value", "")
        for one in xml.descendants(piece.item, "Property")
    }
    return pixels(found.get("width")), pixels(found.get("height"))
