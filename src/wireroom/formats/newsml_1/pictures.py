"""The pictures, graphics, videos and sounds of a NewsML 1 item: one association each, of its renditions the largest."""

from __future__ import annotations

from lxml import etree

from wireroom.formats import markup, xml
from wireroom.formats.newsml_1.tree import Component, Piece
from wireroom.formats.nitf.body import pixels
from wireroom.news import Association

_LARGEST = {"highdef": 4, "highres": 4, "main": 3, "full": 3, "preview": 2, "quicklook": 1, "thumbnail": 0}


def pictures(found: list[Piece]) -> tuple[Association, ...]:
    """One association for each picture, graphic, video or sound: of its renditions the largest."""
    groups: dict[tuple[Component, str], list[Piece]] = {}
    for one in found:
        if one.kind in ("text", "other") or not (one.item.get("Href") or "").strip():
            continue
        # A video comes with a still of it, in the same component.
        groups.setdefault((_holder(one), one.kind), []).append(one)
    if not groups:
        return ()
    captions = [one for one in found if one.around.role == "caption" and one.kind == "text"]
    texts = {one.around for one in found if one.kind == "text"}
    return tuple(_association(holder, those, captions, holder in texts) for (holder, _), those in groups.items())


def _holder(piece: Piece) -> Component:
    """The component that stands for the picture: that of the rendition, or the one that holds the renditions."""
    own = piece.around
    return own.above if own.items == 1 and own.above and own.role and not own.lines else own


def _association(holder: Component, renditions: list[Piece], captions: list[Piece], shared: bool) -> Association:
    """The picture that a component holds; the lines of one that is `shared` with a text are the text's."""
    sized = [(_size(one), one) for one in renditions]
    captions = [one for one in captions if holder in one.around.path]
    (width, height), best = max(sized, key=lambda pair: (pair[0][0] or 0, _LARGEST.get(pair[1].around.role, 2)))
    lines = holder.lines[0] if holder.lines and not shared else None
    caption = next((xml.text(one.parts.get("datacontent")) for one in captions), "") or _own(best.item, "caption")
    credit = [xml.text(xml.child(lines, "byline")), xml.text(xml.child(lines, "creditline"))]
    return Association(
        kind=best.kind,
        href=best.item.get("Href", "").strip(),
        caption=markup.plain(caption or xml.text(xml.child(lines, "headline"))),
        credit=markup.plain(" / ".join(part for part in credit if part)),
        media_type=best.formal("mimetype"),
        rendition=_role(best.around),
        width=width,
        height=height,
    )


def _own(item: etree._Element, name: str) -> str:
    """What a property of the content itself says; some write its value in small letters."""
    found = (one for one in xml.children(item, "property") if (one.get("FormalName") or "").lower() == name)
    return next((text for one in found if (text := one.get("Value") or one.get("value") or "")), "")


def _role(component: Component) -> str:
    one = xml.child(component.element, "role")
    return (one.get("FormalName") or "").strip() if one is not None else ""


def _size(piece: Piece) -> tuple[int | None, int | None]:
    found = {
        one.get("FormalName", "").lower().removeprefix("pixel"): one.get("Value", "")
        for one in xml.descendants(piece.item, "property")
    }
    return pixels(found.get("width")), pixels(found.get("height"))
