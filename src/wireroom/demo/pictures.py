"""Draws the demo's pictures: stylised news illustrations, the same bytes every time."""

from __future__ import annotations

from functools import cache

from wireroom.demo.easel import Easel
from wireroom.demo.scenes import defence, earth, energy, space, world
from wireroom.demo.scenes.kit import SCENES

__all__ = ["draw", "names"]

_THEMES = (space, defence, energy, world, earth)  # importing them enters their scenes


def names() -> tuple[str, ...]:
    """The pictures that can be drawn; the copy refers to them as `NAME.jpg`."""
    return tuple(SCENES)


@cache  # several agencies send the same picture
def draw(name: str) -> bytes:
    """The picture as JPEG, 1024 × 640. Raises KeyError for a name that is none of `names()`."""
    easel = Easel(name)
    SCENES[name](easel)
    return easel.jpeg()
