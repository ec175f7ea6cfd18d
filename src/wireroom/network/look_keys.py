"""The keys of network.toml that give a site its look, and the names of what they choose from."""

from __future__ import annotations

from wireroom.network import kinds
from wireroom.network.declared import Key, Table

THEMES = ("broadsheet", "magazine", "wire")
TYPES = ("serif", "sans", "slab", "mono", "fine")
SCALES = ("compact", "normal", "large", "display")
FONTS = ("oldstyle", "transitional", "antique", "humanist", "geometric", "grotesque", "slab", "mono", "system")

_STACKS = ", ".join(f'`"{name}"`' for name in FONTS)
_FONT = kinds.Kind(f"one of {_STACKS}, or a family of `faces`", kinds.SOME_TEXT.read)
_FACE_FILE = kinds.Kind(
    "a font file, from the network's folder",
    kinds.matching(
        r".*[^./\\].*\.(?:woff2|woff|ttf|otf)", "the name of a font file", "name a woff2, woff, ttf or otf file"
    ),
)
_FAMILY = kinds.Kind(
    "the name of a family",
    kinds.matching(r"[A-Za-z][A-Za-z0-9 _-]{0,62}", "the name of a family", "use letters, digits, spaces and hyphens"),
)
_WEIGHT = kinds.Kind(
    "a weight from 1 to 1000, or two of a variable font",
    kinds.matching(
        r"(?:[1-9]\d{0,2}|1000)(?: (?:[1-9]\d{0,2}|1000))?",
        "a weight",
        'write it as in "400", or "300 900" for a range',
    ),
)

FONT_TABLE = Table(
    "[sites.SITE.fonts]",
    "A site's fonts",
    "Letters for one use, where `type` is not exact enough. The shipped ones are stacks of fonts that readers' systems"
    " have, so that no page waits for a font.",
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

FACE = Table(
    "[[sites.SITE.faces]]",
    "Fonts of your own",
    "A font file beside the network file, served by the site itself under an address that changes with its content. One"
    " table a file; a family can have several. Only what `fonts` names is used, and until it is there, and where it"
    " lacks a letter, the shipped stack of that use stands in.",
    (
        Key("family", _FAMILY, "What `fonts` calls it.", '"Orbit Serif"', required=True),
        Key("file", _FACE_FILE, "The file; woff2 is by far the smallest.", '"fonts/orbit.woff2"', required=True),
        Key("weight", _WEIGHT, "How heavy its letters are.", '"300 900"', default="400"),
        Key("italic", kinds.FLAG, "Whether they are slanted.", "true", default=False),
        Key(
            "display",
            kinds.one_of(("optional", "swap")),
            "What a reader sees whose browser lacks it yet: with `optional` the stack's letters, if the font is not"
            " there at once, so that no line moves; with `swap` the font as soon as it comes.",
            '"swap"',
            default="optional",
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
    Key("faces", None, "Font files of your own.", "", inner=FACE),
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
