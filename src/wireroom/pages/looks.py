"""A site's style sheet: the theme's rules, the site's type, its colours, and the room of its advertising slot."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wireroom.network.model import Site
from wireroom.pages.colours import palette

TYPES = ("serif", "sans", "slab", "mono", "fine")
_SLOT = re.compile(r"(\d{1,4})x(\d{1,4})\Z")


def style_sheet(site: Site, templates: Mapping[str, str]) -> str:
    """All of the site's CSS, small enough to go inline into every page."""
    kind = site.look.type if site.look.type in TYPES else "serif"
    colours = palette(site.look.accent)
    parts = [
        ":root{color-scheme:light dark;" + _properties(colours["light"]) + "}",
        "@media (prefers-color-scheme:dark){:root{" + _properties(colours["dark"]) + "}}",
        templates["style.css"],
        templates[f"type-{kind}.css"],
        _slot(site.ad),
    ]
    return squeezed("".join(parts))


def _slot(size: str) -> str:
    """The space that the advertising slot keeps free, from its size in the network file (`728x90`, pixels)."""
    found = _SLOT.match(size)
    return f".ad{{--w:{found[1]}px;--h:{found[2]}px}}" if found else ""


def theme_colours(site: Site) -> tuple[str, str]:
    """The paper's colour in the light and the dark scheme: browsers tint their own frame with it."""
    colours = palette(site.look.accent)
    return colours["light"]["paper"], colours["dark"]["paper"]


def mark_of(site: Site) -> str:
    """The letters of the site's mark: as the network file has it, else its initials."""
    if site.look.mark:
        return site.look.mark
    words = [word for word in re.findall(r"\w+", site.name) if word.lower() not in ("the", "of", "and")]
    return "".join(word[0] for word in words[:2]).upper() or "·"


def _properties(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def squeezed(css: str) -> str:
    """The CSS without comments and needless white space. It must hold no `</`, which would end its element."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":")
    return css.replace(";}", "}").replace("</", "<").strip()
