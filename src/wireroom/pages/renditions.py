"""The sizes, cuts and formats that a picture is shown in, and what each is called: known before any of them is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from wireroom.news import Association

MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
"""Media types by the ending of a rendition's name; what every program can read comes last."""

_SHARP = ("avif", "webp")  # the smaller first: browsers take the first that they can read
_TALLEST = 8192  # pixels; WebP has an end at 16383, and no page shows more
_ALIKE = 0.04  # by how much two ratios may differ and still be the same cut
_NAME = 24  # letters of the stored picture's digest that a name keeps: no story has that many pictures


class Cut(NamedTuple):
    """A part of the upright stored picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as it is served: made of the stored one called `media`, width and height in pixels."""

    media: str
    ending: str
    width: int
    height: int
    cut: Cut | None = None

    @property
    def name(self) -> str:
        """What it is called below `/media/STORY/`: of all that its bytes depend on, so that no name changes them."""
        cut = "_".join(map(str, self.cut)) + "-" if self.cut else ""
        return f"{stem(self.media)}-{cut}{self.width}.{self.ending}"

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return MEDIA_TYPES[self.ending]


class View(NamedTuple):
    """How a place on pages shows pictures: in these widths, as JPEG in one alone.

    `shape` is what it is cut to, width to height, where the wire says what matters in the picture: nobody else knows.
    """

    widths: tuple[int, ...]
    plain: int
    shape: tuple[int, int] | None = None


FIGURE = View((480, 800, 1200, 1600), 800)
TEASER = View((480, 800), 480, (3, 2))
THUMB = View((240, 480, 800), 240, (1, 1))
CARD = View((), 1200)
"""What other people's pages and programs get: one JPEG, wide enough for the largest previews that they show."""
_VIEWS = (FIGURE, TEASER, THUMB, CARD)


class Shown(NamedTuple):
    """A picture in one view: the renditions to choose from by format, and the one for who cannot choose."""

    sharp: dict[str, tuple[Rendition, ...]]
    plain: Rendition


def stem(media: str) -> str:
    """What all renditions of a stored picture have in their names, and no other picture's have."""
    return media.partition(".")[0][:_NAME]


@lru_cache(maxsize=4096)
def in_view(found: Association, view: View) -> Shown | None:
    """The picture in this view; None as long as its bytes are not here."""
    if not found.media or not found.width or not found.height:
        return None
    cut = _cut(found, view, found.width, found.height)
    width, height = cut[2:] if cut else (found.width, found.height)
    widest = max(1, min(width, _TALLEST * width // height))

    def made(wide: int, ending: str) -> Rendition:
        return Rendition(found.media, ending, wide, min(_TALLEST, max(1, round(wide * height / width))), cut)

    widths = _fitting(view.widths, widest)
    sharp = {ending: tuple(made(wide, ending) for wide in widths) for ending in _SHARP} if widths else {}
    return Shown(sharp, made(min(view.plain, widest), "jpg"))


@lru_cache(maxsize=4096)
def renditions(found: Association) -> dict[str, Rendition]:
    """All there can be of the picture, by name. Whatever else is asked for is not there."""
    shown = (in_view(found, view) for view in _VIEWS)
    every = (one for part in shown if part for one in (*sum(part.sharp.values(), ()), part.plain))
    return {one.name: one for one in every}


def for_others(found: Association) -> Rendition | None:
    """The picture for other people's pages and programs: feeds, cards, structured data, partners; None as above."""
    shown = in_view(found, CARD)
    return shown.plain if shown else None


def _fitting(widths: tuple[int, ...], widest: int) -> tuple[int, ...]:
    """Those of the widths that the picture fills, and its own where it fills no more; none that differ little."""
    if not widths:
        return ()
    last = min(widths[-1], widest)
    return (*(one for one in widths[:-1] if one * 8 < last * 7), last)


def _cut(found: Association, view: View, width: int, height: int) -> Cut | None:
    """The wire's own crop of the view's shape, else the largest part of that shape that has the focus in its middle.

    None where the wire says nothing of the kind, or the picture has the shape already.
    """
    if view.shape is None:
        return None
    ratio = view.shape[0] / view.shape[1]
    crops = [_pixels(one, width, height) for one in found.crops]
    # One that is too small for the place, a face in a crowd say, only tells where to look.
    large = (one for one in crops if one.width >= view.plain)
    fitting = (one for one in large if abs(one.width / one.height / ratio - 1) <= _ALIKE)
    if own := max(fitting, key=lambda one: one.width, default=None):
        return own
    if (found.focus is None and not crops) or abs(width / height / ratio - 1) <= _ALIKE:
        return None
    if found.focus is not None:
        x, y = found.focus[0] * width / 1000, found.focus[1] * height / 1000
    else:
        x, y = crops[0].left + crops[0].width / 2, crops[0].top + crops[0].height / 2
    wide = max(1, min(width, round(height * ratio)))
    high = max(1, min(height, round(width / ratio)))
    left, top = (min(max(0, round(at - of / 2)), end - of) for at, of, end in ((x, wide, width), (y, high, height)))
    return Cut(left, top, wide, high)


def _pixels(crop: tuple[int, int, int, int], width: int, height: int) -> Cut:
    left, top = min(crop[0] * width // 1000, width - 1), min(crop[1] * height // 1000, height - 1)
    right, bottom = (min(crop[at] * of // 1000, of) for at, of in ((2, width), (3, height)))
    return Cut(left, top, max(1, right - left), max(1, bottom - top))
