"""The keys of network.toml that give a site its look, and the names of what they choose from."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

THEMES = ("broadsheet", "magazine", "wire")
TYPES = ("serif", "sans", "slab", "mono", "fine")
SCALES = ("compact", "normal", "large", "display")
FONTS = ("oldstyle", "transitional", "antique", "humanist", "geometric", "grotesque", "slab", "mono", "system")

_FONT = kinds.one_of(FONTS)

FONT_TABLE = Table(
    "[sites.SITE.fonts]",
    "A site's fonts",
    "Letters for one use, where `type` is not exact enough. All are stacks of fonts that readers' systems have, so"
    " that no page waits for a font.",
    (
        Key("head", _FONT, "The name, headlines and headings.", '"antique"', inherits="that of `type`"),
        Key("text", _FONT, "What is read at length.", '"transitional"', inherits="that of `type`"),
        Key(
            "labels",
            _FONT,
            "Navigation, dates, credits and all that is small.",
            '"humanist"',
            inherits="that of `type`",
        ),
    ),
)

LOOK = (
    Key(
        "theme",
        kinds.one_of(THEMES),
        "What kind of paper it is: a newspaper (`broadsheet`), a magazine with large pictures (`magazine`), or plain"
        " lines as on a wire (`wire`). Files in `templates/` and `templates/SITE/` stand for the theme's own of that"
        " name.",
        '"magazine"',
        default="broadsheet",
    ),
    Key("accent", kinds.COLOUR, "The colour that tells the site from its sisters.", '"#0b5394"', default="#8a1c1c"),
    Key("type", kinds.one_of(TYPES), "The letters.", '"sans"', inherits="the theme's"),
    Key(
        "scale",
        kinds.one_of(SCALES),
        "How large everything is: `compact` and `large` change text and headlines, `display` the headlines alone.",
        '"compact"',
        default="normal",
    ),
    Key("fonts", None, "The letters, use by use.", "", inner=FONT_TABLE),
    Key("mark", kinds.TEXT, "A sign before the name in the masthead: a letter or two.", '"O"', default=""),
    Key(
        "logo",
        kinds.LOGO,
        "The name as a drawing: an SVG file in `templates/` or `templates/SITE/`. It is written into the page, so that"
        " it costs no request, and `currentColor` in it is the ink of light and dark pages.",
        '"orbit.svg"',
        default="",
    ),
)
