"""Pictures of cities, harbours, railways, fields and museums."""

from __future__ import annotations

import math
from itertools import pairwise

from wireroom.demo.easel import HEIGHT, WIDTH, Easel, Point, mix
from wireroom.demo.scenes.kit import scene, trees


@scene("skyline")
def _skyline(e: Easel) -> None:
    e.sky("#33487d", "#8f6f9b", "#ee9a7a", "#ffd79d")
    e.glow(900, 520, 430, "#fff0c4", 0.85)
    e.disc(900, 490, 56, "#fff5d6")
    for depth, (colour, low, high, base) in enumerate(
        (("#b9808e", 120, 300, 610), ("#7d5f86", 100, 380, 650), ("#3d3a66", 60, 330, 700))
    ):
        x = -20.0
        while x < WIDTH:
            width = e.chance.uniform(36, 92)
            top = base - e.chance.uniform(low, high)
            e.box(x, top, x + width, HEIGHT, colour)
            if e.chance.random() < 0.25:
                e.line([(x + width / 2, top), (x + width / 2, top - 50)], colour, 3)
            if depth:
                for wx in range(int(x) + 8, int(x + width) - 8, 13):
                    for wy in range(int(top) + 12, 720, 19):
                        if e.chance.random() < 0.32:
                            e.box(wx, wy, wx + 5, wy + 8, mix(colour, "#ffe3a6", 0.75))
            x += width + e.chance.uniform(0, 10)
        e.haze(430, 720, "#f3b58d", 0.28 - depth * 0.1)
    e.sea(720, "#4c4570", "#232448", glints="#ffd79d", x=900, number=120)


@scene("container-port")
def _container_port(e: Easel) -> None:
    e.sky("#3d6a93", "#8fb0c6", "#f0d8b8", "#f6bb80")
    e.glow(1040, 520, 380, "#ffeec8", 0.9)
    e.sea(650, "#a98f86", "#53687c", "#24384e", glints="#ffe8bf", x=1040, number=140)
    dark = "#1d2a3c"
    for x, size in ((980, 0.62), (760, 0.8), (300, 1.05)):
        foot = 652
        for leg in (-60, 60):
            e.line([(x + leg * size, foot), (x + leg * size, foot - 330 * size)], dark, 13 * size)
        e.line([(x - 60 * size, foot - 120 * size), (x + 60 * size, foot - 120 * size)], dark, 8 * size)
        e.line([(x - 150 * size, foot - 330 * size), (x + 330 * size, foot - 350 * size)], dark, 13 * size)
        e.line(
            [(x, foot - 330 * size), (x + 10 * size, foot - 460 * size), (x + 300 * size, foot - 352 * size)],
            dark,
            4 * size,
        )
        e.line([(x + 10 * size, foot - 460 * size), (x - 140 * size, foot - 334 * size)], dark, 4 * size)
        e.line([(x + 190 * size, foot - 344 * size), (x + 190 * size, foot - 236 * size)], dark, 2)
        e.box(x + 160 * size, foot - 236 * size, x + 222 * size, foot - 208 * size, "#d65a3f")
    colours = ("#d65a3f", "#e0a23c", "#3f7fae", "#4e9b83", "#8a4b5e", "#d9d4c7", "#2f5f8a")
    for row in range(5):
        for n in range(10 - row // 2):
            if e.chance.random() < 0.93:
                x, y = 480 + n * 66 + row * 6, 606 - row * 27
                e.box(x, y, x + 62, y + 24, e.chance.choice(colours))
    e.poly([(420, 632), (1210, 632), (1160, 712), (470, 712)], "#22344b")
    e.poly([(446, 678), (1180, 678), (1160, 712), (470, 712)], "#93392f")
    e.box(0, 650, 400, 690, "#2a3646")
    for row in range(3):
        for n in range(5):
            e.box(6 + n * 74, 624 - row * 27, 76 + n * 74, 648 - row * 27, e.chance.choice(colours))


@scene("railway")
def _railway(e: Easel) -> None:
    e.sky("#14204a", "#3c4a83", "#8a7aa6", "#e6b3a0")
    e.stars(170, 300)
    e.disc(1020, 150, 46, "#fdf3dc")
    e.disc(1002, 140, 42, "#232f60")
    for swing, colour in ((280, "#5d6a9b"), (210, "#46548a")):
        for _, top, right in e.peaks(560, swing, colour, 4):
            e.poly([(top[0] - 52, top[1] + 60), top, (top[0] + 54, top[1] + 62), (top[0] + 10, top[1] + 48)], "#e9ecf6")
            assert right
    trees(e, e.ridge(640, 22, "#26305a", 2), "#26305a", 24, 50)
    stone, shade = "#8f8a9e", "#5f5b78"
    e.box(0, 520, WIDTH, 548, stone)
    for n in range(-1, 8):
        x = 60 + n * 180
        e.poly([(x - 22, 548), (x + 22, 548), (x + 28, 800), (x - 28, 800)], stone)
        e.poly([(x + 6, 548), (x + 22, 548), (x + 28, 800), (x + 8, 800)], shade)
        arch = [
            (x + 22 + 68 * (1 - math.cos(a / 20 * math.pi)), 640 - 84 * math.sin(a / 20 * math.pi)) for a in range(21)
        ]
        e.poly([(x + 22, 548), *arch, (x + 158, 548)], stone)
    for n in range(5):
        left = 150 + n * 196
        e.box(left, 462, left + 190, 516, "#1d2f6e" if n else "#a83240")
        e.box(left, 506, left + 190, 516, "#141f4a")
        for wx in range(int(left) + 14, int(left) + 180, 24):
            e.box(wx, 474, wx + 15, 490, "#ffdf9a")
    e.poly([(1130, 462), (1180, 476), (1206, 516), (1130, 516)], "#1d2f6e")
    e.glow(1206, 508, 110, "#fff0c4", 0.9)
    e.haze(600, 800, "#2c3563", 0.75)


@scene("museum")
def _museum(e: Easel) -> None:
    e.sky("#86b4d6", "#c9dfe8", "#fae9cc")
    e.glow(1000, 260, 380, "#fff8e3", 0.9)
    light, shade, deep = "#efe3cd", "#cdb894", "#8f7a5c"
    e.poly([(190, 320), (1090, 320), (640, 170)], light)
    e.poly([(260, 306), (1020, 306), (640, 188)], shade)
    e.disc(640, 262, 34, light)
    e.box(190, 320, 1090, 362, light)
    e.box(190, 352, 1090, 366, shade)
    e.box(220, 366, 1060, 650, deep)
    e.box(560, 440, 720, 650, "#4f3f30")
    e.glow(640, 560, 120, "#ffd99a", 0.8)
    for n in range(8):
        x = 236 + n * 104
        e.box(x, 392, x + 58, 632, light)
        for flute in range(4):
            e.box(x + 34 + flute * 6, 392, x + 37 + flute * 6, 632, shade)
        e.box(x - 10, 372, x + 68, 394, light)
        e.box(x - 8, 630, x + 66, 650, light)
    for n in range(6):
        e.box(170 - n * 26, 650 + n * 18, 1110 + n * 26, 668 + n * 18, mix(light, deep, n * 0.1))
        e.box(170 - n * 26, 664 + n * 18, 1110 + n * 26, 668 + n * 18, shade)
    e.sky("#cbb893", "#a8936d", top=758)
    for x, size, colour in (
        (330, 1.0, "#3c4a63"),
        (372, 0.86, "#7a3b3b"),
        (900, 0.95, "#3f5a4c"),
        (700, 0.8, "#5a4a6a"),
    ):
        e.disc(x, 726 - 62 * size, 9 * size, colour)
        e.poly(
            [
                (x - 11 * size, 726 - 50 * size),
                (x + 11 * size, 726 - 50 * size),
                (x + 8 * size, 726),
                (x - 8 * size, 726),
            ],
            colour,
        )


@scene("farmland")
def _farmland(e: Easel) -> None:
    e.sky("#5c97c9", "#a9cde4", "#f4ead0")
    e.glow(300, 300, 360, "#fff8e0", 0.9)
    e.ridge(330, 26, "#8fb0a8", 2)
    e.ridge(360, 16, "#7da178", 2)
    greens = ("#8cab4c", "#c9b65a", "#6f9a4a", "#dcc877", "#578544", "#b7a24c")
    for row in range(6):
        top, bottom = 372 + 14 * 1.75**row, 372 + 14 * 1.75 ** (row + 1)
        edges = sorted(e.chance.uniform(-0.9, 1.9) for _ in range(5))
        edges = [-1.2, *edges, 2.2]
        for n, (left, right) in enumerate(pairwise(edges)):
            colour = greens[(row * 2 + n) % 6]
            xs = [640 + (v - 0.5) * WIDTH * (0.6 + 0.16 * k) for v in (left, right) for k in (row, row + 1)]
            e.poly([(xs[0], top), (xs[2], top), (xs[3], bottom), (xs[1], bottom)], colour)
            for line in range(1, 12):
                share = line / 12
                e.line(
                    [(xs[0] + (xs[2] - xs[0]) * share, top), (xs[1] + (xs[3] - xs[1]) * share, bottom)],
                    mix(colour, "#3e5b2c", 0.28),
                    0.8 + row * 0.5,
                )
    banks: tuple[list[Point], list[Point]] = ([], [])
    for step in range(61):
        near = (step / 60) ** 1.6
        x, y = 690 + 150 * near * math.sin(near * 7 + 1), 378 + near * 430
        banks[0].append((x - 5 - near * 60, y))
        banks[1].append((x + 5 + near * 60, y))
    e.poly([*banks[0], *reversed(banks[1])], "#9cc9dd")
    e.line(banks[0], "#dcecef", 3.5)
    e.line(banks[1], "#dcecef", 3.5)
    trees(e, [(x, 400.0) for x in range(60, 360, 14)], "#466b40", 14, 30)
    for x in (960, 1000):
        e.box(x, 420, x + 26, 440, "#f2ece0")
        e.poly([(x - 4, 420), (x + 30, 420), (x + 13, 404)], "#b0563f")
