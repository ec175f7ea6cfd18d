"""A site's colours from its one accent: readable on light and dark paper alike (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Colour = tuple[float, float, float]

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
_FALLBACK = (0x8A / 255, 0x1C / 255, 0x1C / 255)
WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)

# Small accent-coloured text is common here, so a little above the 4.5 that AA asks.
READABLE = 5.0


def parse(text: str) -> Colour:
    """A `#rgb` or `#rrggbb` colour; the default accent for anything else (`check` has refused it before)."""
    found = _HEX.match(text)
    if not found:
        return _FALLBACK
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def to_hex(colour: Colour) -> str:
    """The colour as CSS has it."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_on(colour: Colour, papers: tuple[Colour, ...], towards: Colour) -> Colour:
    """The colour moved towards black or white just as far as it takes to be read on all of the papers."""
    for step in range(101):
        tried = parse(to_hex(mix(colour, towards, step / 100)))
        if min(contrast(tried, paper) for paper in papers) >= READABLE:
            return tried
    return towards


@dataclass(frozen=True, slots=True)
class Ground:
    """The colours of untinted paper in both schemes."""

    light: str = "#fffefc"
    dark: str = "#131416"


def palette(accent: str, ground: Ground | None = None) -> Mapping[str, Mapping[str, str]]:
    """The CSS custom properties of a site for its `light` and its `dark` scheme."""
    own, papers = parse(accent), ground or Ground()
    return {
        "light": _scheme(own, parse(papers.light), parse("#1b1a18"), light=True),
        "dark": _scheme(own, parse(papers.dark), parse("#e9e7e3"), light=False),
    }


def _scheme(own: Colour, ground: Colour, ink: Colour, *, light: bool) -> Mapping[str, str]:
    paper = mix(ground, own, 0.012 if light else 0.02)
    wash = mix(ground, own, 0.055 if light else 0.10)
    accent = readable_on(own, (paper, wash), BLACK if light else WHITE)
    soft = readable_on(mix(ink, paper, 0.5), (paper, wash), ink)
    band = readable_on(own, (WHITE,), BLACK)
    return {
        "paper": to_hex(paper),
        "wash": to_hex(wash),
        "ink": to_hex(ink),
        "soft": to_hex(soft),
        "rule": to_hex(mix(paper, ink, 0.16)),
        "accent": to_hex(accent),
        "band": to_hex(band if light else mix(band, BLACK, 0.25)),
    }
