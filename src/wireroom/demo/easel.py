"""A canvas for poster-like pictures: skies, glows, ridges and silhouettes, drawn at twice the size and reduced."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1280, 800  # the units that scenes are drawn in
SIZE = 1024, 640  # pixels of the finished picture
_REDUCED = 2  # what is drawn is reduced by this, which smooths every edge
_SCALE = SIZE[0] * _REDUCED / WIDTH
_DRAWN = SIZE[0] * _REDUCED, SIZE[1] * _REDUCED

Colour = tuple[int, int, int]
Point = tuple[float, float]


def rgb(code: str) -> Colour:
    """A colour from `#rrggbb`."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """A colour between two: `share` of the second."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@cache
def _soft(strongest: int) -> Image.Image:
    """A round mask that is full in the middle and nothing at its edge."""
    gradient = Image.radial_gradient("L")
    edge = gradient.getpixel((0, 128))
    assert isinstance(edge, int | float), "one channel has one value"
    return gradient.point([round(strongest * max(0.0, 1 - value / edge) ** 2) for value in range(256)])


def smooth(points: Sequence[Point], steps: int = 8) -> list[Point]:
    """A soft curve through the points (Catmull-Rom)."""
    found: list[Point] = []
    padded = [points[0], *points, points[-1]]
    for before, here, there, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            x, y = (
                0.5
                * (
                    2 * here[axis]
                    + (there[axis] - before[axis]) * t
                    + (2 * before[axis] - 5 * here[axis] + 4 * there[axis] - after[axis]) * t**2
                    + (3 * here[axis] - before[axis] - 3 * there[axis] + after[axis]) * t**3
                )
                for axis in (0, 1)
            )
            found.append((x, y))
    return [*found, points[-1]]


class Easel:
    """One picture in the making. Places are in units of 1280 × 800; `chance` is seeded by the picture's name."""

    def __init__(self, name: str) -> None:
        self.chance = random.Random(name)
        self.image = Image.new("RGB", _DRAWN)
        self.draw = ImageDraw.Draw(self.image)

    def sky(self, *stops: str, top: float = 0, bottom: float = HEIGHT) -> None:
        """A vertical gradient through these colours, between two heights."""
        strip = Image.new("RGB", (1, 256))
        last = len(stops) - 1
        for row in range(256):
            place = row / 255 * last
            index = min(int(place), last - 1)
            strip.putpixel((0, row), rgb(mix(stops[index], stops[index + 1], place - index)))
        height = round((bottom - top) * _SCALE)
        # Softened downwards, then only repeated sideways: a tenth of the work of doing both at once.
        column = strip.resize((1, height), Image.Resampling.BILINEAR)
        self.image.paste(column.resize((_DRAWN[0], height), Image.Resampling.NEAREST), (0, round(top * _SCALE)))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> None:
        """A soft light around a point."""
        size = max(2, round(radius * 2 * _SCALE))
        mask = _soft(round(strength * 255)).resize((size, size), Image.Resampling.BILINEAR)
        corner = (round((x - radius) * _SCALE), round((y - radius) * _SCALE))
        self.image.paste(rgb(colour), (corner[0], corner[1], corner[0] + size, corner[1] + size), mask)

    def poly(self, points: Sequence[Point], colour: str) -> None:
        """A filled shape."""
        self.draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float = 2) -> None:
        """A line through points."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.draw.line(scaled, fill=colour, width=max(1, round(width * _SCALE)), joint="curve" if width > 3 else None)

    def disc(self, x: float, y: float, radius: float, colour: str, flat: float = 1.0) -> None:
        """A disc; `flat` squeezes it to an ellipse."""
        box = [(x - radius) * _SCALE, (y - radius * flat) * _SCALE, (x + radius) * _SCALE, (y + radius * flat) * _SCALE]
        self.draw.ellipse(box, fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float, flat: float = 1.0) -> None:
        """A ring, or an ellipse's outline."""
        box = [(x - radius) * _SCALE, (y - radius * flat) * _SCALE, (x + radius) * _SCALE, (y + radius * flat) * _SCALE]
        self.draw.ellipse(box, outline=colour, width=max(1, round(width * _SCALE)))

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """An upright rectangle."""
        self.draw.rectangle([left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE], fill=colour)

    def veil(self, points: Sequence[Point], colour: str, strength: float) -> None:
        """A shape that lets what is behind it through."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        left, top = (max(0, math.floor(min(one[axis] for one in scaled))) for axis in (0, 1))
        right, bottom = (min(_DRAWN[axis], math.ceil(max(one[axis] for one in scaled)) + 1) for axis in (0, 1))
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=round(255 * strength))
        self.image.paste(rgb(colour), (left, top, right, bottom), mask)

    def haze(self, top: float, bottom: float, colour: str, strength: float) -> None:
        """Mist that thickens downwards between two heights."""
        height = round((bottom - top) * _SCALE)
        mask = Image.linear_gradient("L").point([round(value * strength) for value in range(256)])
        mask = mask.resize((_DRAWN[0], height), Image.Resampling.BILINEAR)
        self.image.paste(rgb(colour), (0, round(top * _SCALE), _DRAWN[0], round(top * _SCALE) + height), mask)

    def stars(self, number: int, lowest: float = HEIGHT, colour: str = "#ffffff") -> None:
        """Stars of many brightnesses, above a height."""
        for _ in range(number):
            x, y = self.chance.uniform(0, WIDTH), self.chance.uniform(0, lowest)
            size = self.chance.choice((0.6, 0.7, 0.8, 1.0, 1.7))
            pixel = self.image.getpixel((min(int(x * _SCALE), _DRAWN[0] - 1), min(int(y * _SCALE), _DRAWN[1] - 1)))
            behind = "#{:02x}{:02x}{:02x}".format(*pixel[:3]) if isinstance(pixel, tuple) else "#000000"
            self.disc(x, y, size, mix(behind, colour, self.chance.uniform(0.25, 0.95)))

    def ridge(self, height: float, swing: float, colour: str, waves: float = 3, rough: float = 0.35) -> list[Point]:
        """A line of hills down to the picture's foot; the points of its crest."""
        phases = [self.chance.uniform(0, math.tau) for _ in range(7)]
        crest = []
        for step in range(0, WIDTH + 9, 8):
            place = step / WIDTH * waves * math.tau
            lift = sum(math.sin(place * 1.9**n + phases[n]) * (rough**n) for n in range(6))
            crest.append((float(step), height - lift * swing))
        self.poly([(0, HEIGHT), *crest, (WIDTH, HEIGHT)], colour)
        return crest

    def peaks(self, height: float, swing: float, colour: str, number: int) -> list[list[Point]]:
        """Sharp mountains down to the picture's foot; of each its left foot, summit and right foot."""
        found = []
        for index in range(number):
            x = (index + self.chance.uniform(0.2, 0.8)) * WIDTH / number
            top = height - self.chance.uniform(0.35, 1) * swing
            half = (HEIGHT - top) * self.chance.uniform(0.7, 1.0)
            points = [(x - half, float(HEIGHT)), (x, top), (x + half, float(HEIGHT))]
            self.poly(points, colour)
            found.append(points)
        return found

    def sea(self, height: float, *stops: str, glints: str = "", x: float = 640, number: int = 140) -> None:
        """Water from a height down, with the light of something above it at `x`."""
        self.sky(*stops, top=height, bottom=HEIGHT)
        if not glints:
            return
        for _ in range(number):
            depth = self.chance.random() ** 1.6
            y = height + 3 + depth * (HEIGHT - height)
            spread = 14 + depth * 260
            middle, half = self.chance.gauss(x, spread * 0.5), self.chance.uniform(4, 12 + depth * 46)
            near = mix(glints, stops[min(len(stops) - 1, 1)], min(0.85, abs(middle - x) / (spread + 40)))
            self.line([(middle - half, y), (middle + half, y)], near, 1 + depth * 1.6)

    def jpeg(self) -> bytes:
        """The finished picture."""
        out = io.BytesIO()
        self.image.reduce(_REDUCED).save(out, "JPEG", quality=86, optimize=False)
        return out.getvalue()
