"""A site's style sheet: its colours and letters as custom properties, the rules all themes share, the theme's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wireroom.network.model import Look, Site
from wireroom.pages.colours import Ground, palette
from wireroom.pages.fonts import faces_css
from wireroom.pages.slots import sizes_css
from wireroom.pages.text import plain

_SVG = re.compile(r"<svg\b.*</svg>", re.DOTALL)

_SHEETS = ("style.css", "beside.css", "theme.css")

STACKS: Mapping[str, str] = {
    "oldstyle": '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,"Book Antiqua",Georgia,serif',
    "transitional": 'Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Liberation Serif",serif',
    "antique": '"Hoefler Text",Baskerville,"Libre Baskerville",Garamond,"Times New Roman","Liberation Serif",serif',
    "humanist": '"Gill Sans","Gill Sans Nova",Optima,Candara,system-ui,"Noto Sans","Liberation Sans",sans-serif',
    "geometric": '"Avenir Next",Avenir,"Century Gothic",Futura,"URW Gothic",Nunito,"Noto Sans",sans-serif',
    "grotesque": '"Helvetica Neue","Segoe UI",Inter,Roboto,"Liberation Sans",Arial,sans-serif',
    "slab": 'Rockwell,"Rockwell Nova","Roboto Slab","DejaVu Serif","Sitka Small",serif',
    "mono": 'ui-monospace,"Cascadia Code","Source Code Pro",Menlo,Consolas,"DejaVu Sans Mono",monospace',
    "system": 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif',
}
"""Fonts that readers' systems have, by the kind of letter; each ends where every system has something."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that go together: for headlines, reading and labels; how heavy, tight and large headlines are."""

    head: str
    text: str
    labels: str
    weight: int
    tight: float
    grow: float
    round: str


TYPES: Mapping[str, Letters] = {
    "serif": Letters("oldstyle", "transitional", "system", 700, -0.012, 1, "50%"),
    "sans": Letters("geometric", "system", "system", 800, -0.03, 0.96, ".22em"),
    "slab": Letters("slab", "system", "system", 700, -0.02, 0.88, "0"),
    "mono": Letters("mono", "system", "mono", 600, -0.04, 0.86, ".15em"),
    "fine": Letters("antique", "antique", "humanist", 400, -0.02, 1.1, "50%"),
}


@dataclass(frozen=True, slots=True)
class Character:
    """What a theme decides besides its rules: the letters where the site names none, and the paper."""

    type: str
    ground: Ground


CHARACTERS: Mapping[str, Character] = {
    "broadsheet": Character("serif", Ground("#fffefc", "#131416")),
    "magazine": Character("sans", Ground("#ffffff", "#0e1014")),
    "wire": Character("mono", Ground("#f8f9f6", "#090b0a")),
}

SCALES: Mapping[str, tuple[str, float]] = {
    "compact": ("94%", 0.92),
    "normal": ("100%", 1),
    "large": ("112%", 1.04),
    "display": ("100%", 1.25),
}
"""The size of the root (a share of what the reader has set), and of headlines beside it."""


def style_sheet(site: Site, templates: Mapping[str, str], own: str = "") -> str:
    """All of the site's CSS, small enough to go inline into every page; `own` stands before paths of the site."""
    colours = _colours(site.look)
    parts = [
        faces_css(site, own),
        ":root{color-scheme:light dark;" + _properties({**colours["light"], **_letters(site.look)}) + "}",
        "@media (prefers-color-scheme:dark){:root{" + _properties(colours["dark"]) + "}}",
        *(templates[name] for name in _SHEETS),
        sizes_css(site),
    ]
    return squeezed("".join(parts))


def _letters(look: Look) -> dict[str, str]:
    """The custom properties of the site's letters: those of its type or its theme, use by use."""
    letters, fonts = TYPES[look.type or CHARACTERS[look.theme].type], dict(look.fonts)
    size, scaled = SCALES[look.scale]
    return {
        "head": _stack(fonts.get("head", letters.head), letters.head),
        "text": _stack(fonts.get("text", letters.text), letters.text),
        "ui": _stack(fonts.get("labels", letters.labels), letters.labels),
        "weight": str(letters.weight),
        "tight": f"{letters.tight}em",
        "grow": f"{letters.grow * scaled:.3g}",
        "round": letters.round,
        "size": size,
    }


def _stack(name: str, instead: str) -> str:
    """The stack of this name; of a family of the owner's own, the family before the stack that stands in for it."""
    return STACKS.get(name) or f'"{name}",{STACKS[instead]}'


def _colours(look: Look) -> Mapping[str, Mapping[str, str]]:
    return palette(look.accent, CHARACTERS[look.theme].ground)


def theme_colours(site: Site) -> tuple[str, str]:
    """The paper's colour in the light and the dark scheme: browsers tint their own frame with it."""
    colours = _colours(site.look)
    return colours["light"]["paper"], colours["dark"]["paper"]


def mark_of(site: Site) -> str:
    """The letters of the site's mark: as the network file has it, else its initials."""
    if site.look.mark:
        return site.look.mark
    words = [word for word in re.findall(r"\w+", site.name) if word.lower() not in ("the", "of", "and")]
    return "".join(word[0] for word in words[:2]).upper() or "·"


def logo_of(site: Site, templates: Mapping[str, str]) -> str:
    """The owner's drawing of the name as HTML, which says the name; "" where there is none.

    What stands around the drawing's element (a prolog, a DOCTYPE) has no place in a page.
    """
    found = _SVG.search(templates.get(site.look.logo, "")) if site.look.logo else None
    if found is None:
        return ""
    return found[0].replace("<svg", f'<svg role="img" aria-label="{plain(site.name)}"', 1)


def _properties(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def squeezed(css: str) -> str:
    """The CSS without comments and needless white space. It must hold no `</`, which would end its element."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":")
    return css.replace(";}", "}").replace("</", "<").strip()
