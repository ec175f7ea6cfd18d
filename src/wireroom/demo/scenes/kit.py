"""What several scenes draw: turned shapes, trees, dishes, the night side of a globe; and the list of all scenes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from wireroom.demo.easel import Easel, Point

Scene = Callable[[Easel], None]
SCENES: dict[str, Scene] = {}


def scene(name: str) -> Callable[[Scene], Scene]:
    """Enters a scene under the name that the copy refers to."""

    def keep(one: Scene) -> Scene:
        SCENES[name] = one
        return one

    return keep


def turned(points: Sequence[Point], x: float, y: float, angle: float, size: float = 1.0) -> list[Point]:
    """Points around the origin, turned by an angle (degrees), enlarged and moved to a place."""
    cos, sin = math.cos(math.radians(angle)) * size, math.sin(math.radians(angle)) * size
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def night_side(easel: Easel, x: float, y: float, radius: float, colour: str, strength: float) -> None:
    """The unlit part of a globe that is lit from the left."""
    angles = [math.pi * (step / 40 - 0.5) for step in range(41)]
    outer = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
    for inside in (0.18, 0.36, 0.54):
        inner = [(x + radius * inside * math.cos(a), y + radius * math.sin(a)) for a in reversed(angles)]
        easel.veil([*outer, *inner], colour, strength)


def trees(easel: Easel, crest: list[Point], colour: str, low: float, high: float) -> None:
    """Firs along a crest."""
    for x, y in crest:
        for _ in range(2):
            tree = easel.chance.uniform(low, high)
            foot = x + easel.chance.uniform(-5, 5)
            easel.poly([(foot - tree * 0.22, y + 6), (foot, y - tree), (foot + tree * 0.22, y + 6)], colour)


def dish(e: Easel, x: float, foot: float, size: float, light: str, dark: str) -> None:
    """A radio dish that looks up to the right."""
    e.poly(
        [
            (x - 34 * size, foot),
            (x + 34 * size, foot),
            (x + 12 * size, foot - 130 * size),
            (x - 12 * size, foot - 130 * size),
        ],
        dark,
    )
    cx, cy = x, foot - 170 * size
    bowl = [(130 * math.cos(a / 20), 52 * math.sin(a / 20) if a > 0 else 22 * math.sin(a / 20)) for a in range(-63, 63)]
    e.poly(turned(bowl, cx, cy, -32, size), dark)
    e.poly(turned([(130 * math.cos(a / 20), 24 * math.sin(a / 20)) for a in range(126)], cx, cy, -32, size), light)
    focus = turned([(0, -96)], cx, cy, -32, size)[0]
    for edge in (-112, 0, 112):
        e.line([turned([(edge, 0)], cx, cy, -32, size)[0], focus], light, 2.5 * size)
    e.disc(*focus, 9 * size, light)
