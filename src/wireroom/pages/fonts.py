"""The owner's own fonts: how the style sheet names them, and what a page asks for beforehand."""

from __future__ import annotations

from minijinja import safe

from wireroom.network.faces import KINDS
from wireroom.network.model import Face, Site


def used(site: Site) -> tuple[Face, ...]:
    """The faces whose family some use of letters names, as far as their files are there."""
    families = {font for _, font in site.look.fonts}
    return tuple(one for one in site.look.faces if one.data and one.family in families)


def faces_css(site: Site, own: str) -> str:
    """The rules that name the font files (CSS Fonts Level 4 §4)."""
    return "".join(
        f'@font-face{{font-family:"{one.family}";src:url({own}{font_path(one)})format("{_format(one)}");'
        f"font-weight:{one.weight};font-style:{'italic' if one.italic else 'normal'};font-display:{one.display}}}"
        for one in used(site)
    )


def preloaded(site: Site, own: str) -> dict[str, str] | None:
    """The file that text is read in, for browsers to ask for at once; None where it is a font of the reader's."""
    text = dict(site.look.fonts).get("text")
    upright = [one for one in used(site) if one.family == text and not one.italic]
    if not upright:
        return None
    first = min(upright, key=lambda one: abs(int(one.weight.partition(" ")[0]) - 400))
    return {"url": safe(own + font_path(first)), "type": KINDS[first.ending][1]}


def font_path(face: Face) -> str:
    """Where the file stands on its site."""
    return f"/assets/{face.name}"


def _format(face: Face) -> str:
    return {"ttf": "truetype", "otf": "opentype"}.get(face.ending, face.ending)
