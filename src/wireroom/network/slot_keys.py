"""The keys of a site's advertising slots, declared once."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from wireroom.network import kinds
from wireroom.network.declared import Key, Table
from wireroom.network.slots import SOURCES

PLACES = ("front-top", "front-inline", "list-top", "story-top", "story-inline", "story-end", "rail")

_HOST = r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_ORIGIN = re.compile(rf"(?:https|wss)://{_HOST}(?::[1-9]\d{{0,4}})?")


def _origins(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    """Origins as a policy names them (CSP Level 3 §2.3.1, host-source), never a path, a whole scheme or a keyword."""
    origins: tuple[str, ...] = kinds.TEXTS.read(value, zone)
    for one in origins:
        if not _ORIGIN.fullmatch(one):
            root = re.match(rf"https?://({_HOST})(?=[:/]|\Z)", one.lower())
            todo = (
                f'did you mean "https://{root[1]}"?' if root else 'write scheme and host, as in "https://ads.example"'
            )
            raise kinds.BadValueError(f"{one!r} is not an origin that can be allowed", todo)
    return origins


_ORIGINS = kinds.Kind("an array of origins", _origins)
_SIZE = kinds.Kind(
    'width and height in pixels, or `"none"`',
    kinds.matching(
        r"none|[1-9]\d{0,3}x[1-9]\d{0,3}",
        "a size",
        'write width and height in pixels, as in "728x90", or "none" for no slot at this width',
    ),
)
_SAYS = {
    "script": "Scripts; those in the snippet itself may run in any case.",
    "style": "Style sheets.",
    "img": "Pictures.",
    "font": "Fonts.",
    "media": "Films and sounds.",
    "connect": "What its scripts may ask.",
    "frame": "Frames inside its own.",
}

SIZES = Table(
    "[sites.SITE.slots.SLOT.sizes]",
    "Sizes of an advertising slot",
    'How much room is kept, by the width of the window. `sizes = "300x250"` is short for one size everywhere.',
    (
        Key("phone", _SIZE, "Below 38 em (608 px).", '"320x100"', required=True),
        Key("tablet", _SIZE, "From 38 em on.", '"728x90"', inherits="that of `phone`"),
        Key("desktop", _SIZE, "From 62 em (992 px) on.", '"970x250"', inherits="that of `tablet`"),
    ),
    short="phone",
)

CSP = Table(
    "[sites.SITE.slots.SLOT.csp]",
    "What a snippet may load",
    "The origins that a snippet loads from, by what it loads. It can load nothing else: they make the policy of its"
    " frame, and the site's own pages stay as closed as they are without it.",
    tuple(Key(kind, _ORIGINS, _SAYS[kind], '["https://ads.example"]') for kind in SOURCES),
)

SLOT = Table(
    "[sites.SITE.slots.SLOT]",
    "Advertising slots",
    "A place for advertising, whose room is kept while it loads, with a label. What stands in it is a page of its own,"
    " `/ad/SLOT`, in a frame that can reach neither the site nor the reader's cookies there. SLOT is its key: small"
    " letters, digits and hyphens. Stories whose licence has `ads = false` and notices have no slots.",
    (
        Key(
            "where",
            kinds.one_of(PLACES),
            "Where it stands: before a front's first story or after its sections, before a list, before a story,"
            " between its paragraphs, behind it, or first beside it and beside lists. Several `story-inline` follow"
            " each other as far as the story is long enough.",
            '"story-inline"',
            required=True,
        ),
        Key("sizes", None, "How large it is.", "", required=True, inner=SIZES),
        Key(
            "label", kinds.TEXT, "The words above it.", '"Partner"', inherits='"Advertisement", in the site\'s language'
        ),
        Key(
            "snippet",
            kinds.FILE,
            "The file with the HTML that goes into it, from the network's folder. Without it the room stays empty.",
            '"ads/billboard.html"',
        ),
        Key("csp", None, "What the snippet may load.", "", inner=CSP),
    ),
)
