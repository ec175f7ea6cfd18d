"""Pictures of ships, aircraft, armies, and of the halls where it is all decided."""

from __future__ import annotations

import math

from wireroom.demo.easel import HEIGHT, WIDTH, Easel, mix
from wireroom.demo.scenes.kit import dish, scene, trees, turned


@scene("radar")
def _radar(e: Easel) -> None:
    e.sky("#1c2547", "#5b4a72", "#c46d5e", "#f4b36a")
    e.stars(90, 240)
    e.glow(980, 640, 460, "#ffd28a", 0.8)
    e.sea(630, "#b8745f", "#4d4560", "#1b2038", glints="#ffd9a0", x=980, number=160)
    e.ridge(690, 30, "#1a1c2e", 1)
    for x, size in ((330, 1.7), (640, 0.8)):
        dish(e, x, 700, size, "#2b2d45", "#15172a")
    for radius in (90, 150, 210):
        points = [(330 + 120 + radius * math.cos(a / 20), 330 - radius * 0.9 * math.sin(a / 20)) for a in range(2, 22)]
        e.line(points, mix("#f4b36a", "#ffffff", 0.3), 3)
    e.ridge(760, 16, "#0d0f1c", 2)


@scene("frigate")
def _frigate(e: Easel) -> None:
    e.sky("#6f8fae", "#a9bfd0", "#e3dccb", "#f6d9ae")
    e.glow(300, 540, 380, "#fff0cf", 0.9)
    e.disc(300, 520, 42, "#fff6e3")
    e.ridge(572, 10, "#8fa3b4", 3)
    e.sea(580, "#9fb3bf", "#5d7c90", "#2c4a60", glints="#fff3d9", x=300, number=160)
    hull, deck = "#2f3e4c", "#435667"
    e.poly([(330, 560), (1110, 540), (1060, 640), (400, 640)], hull)
    e.poly([(400, 640), (1060, 640), (1052, 654), (412, 654)], "#7b2f2a")
    e.poly([(520, 556), (880, 548), (860, 490), (548, 496)], deck)
    e.poly([(600, 496), (800, 490), (784, 436), (622, 440)], hull)
    e.poly([(668, 440), (744, 437), (724, 330), (690, 330)], deck)
    e.line([(707, 330), (707, 262)], hull, 5)
    e.line([(660, 372), (756, 368)], hull, 6)
    e.disc(707, 352, 24, "#56697a", 0.8)
    e.poly([(470, 560), (510, 558), (506, 530), (478, 530)], deck)
    e.line([(490, 540), (420, 520)], deck, 6)
    e.poly([(880, 548), (1010, 544), (1000, 506), (890, 508)], deck)
    for window in range(630, 790, 22):
        e.box(window, 456, window + 12, 464, "#d8e6ee")
    for _ in range(30):
        x, y = e.chance.uniform(0, WIDTH), e.chance.uniform(655, 795)
        size = 20 + (y - 640) * 0.9
        ice = [
            (x - size, y),
            (x - size * 0.5, y - size * 0.2),
            (x + size * 0.7, y - size * 0.16),
            (x + size, y + size * 0.06),
        ]
        e.poly([*ice, (x, y + size * 0.2)], e.chance.choice(("#e8f1f5", "#cfe0e8", "#f7fbfc")))


@scene("submarine")
def _submarine(e: Easel) -> None:
    e.sky("#27335c", "#7a5878", "#d9826a", "#f7c184")
    e.glow(840, 560, 430, "#ffe0a8", 0.85)
    e.disc(840, 546, 50, "#fff0cf")
    e.sea(560, "#d48e74", "#6b5470", "#232a4a", glints="#ffe2b3", x=840, number=240)
    dark = "#141a2c"
    e.poly([(250, 612), (330, 582), (900, 574), (1010, 596), (1040, 620), (240, 624)], dark)
    e.poly([(540, 582), (556, 466), (660, 462), (690, 580)], dark)
    e.line([(590, 470), (590, 400)], dark, 7)
    e.line([(624, 468), (624, 378)], dark, 4)
    e.line([(640, 468), (640, 420)], dark, 10)
    e.poly([(270, 600), (240, 548), (282, 548), (318, 592)], dark)
    e.line([(230, 628), (1060, 624)], "#f2cda6", 3)
    for _ in range(34):
        x = e.chance.uniform(120, 1150)
        e.line(
            [(x, 636 + e.chance.uniform(0, 40)), (x + e.chance.uniform(20, 90), 640 + e.chance.uniform(0, 40))],
            "#e7b590",
            1.5,
        )


@scene("jets")
def _jets(e: Easel) -> None:
    e.sky("#1f4f8f", "#4f88c0", "#a9cbe3", "#f0e3cf")
    e.glow(1080, 640, 380, "#fff2d4", 0.8)
    for _ in range(60):
        x, y = e.chance.uniform(-40, WIDTH + 40), e.chance.gauss(710, 46)
        e.glow(x, y, e.chance.uniform(70, 170), "#ffffff", 0.6)
    e.sky("#ffffff", "#dfe9f1", top=770)
    for x, y, size in ((700, 210, 1.35), (430, 330, 1.0), (930, 400, 0.86)):
        tail = turned([(-110, 0)], x, y, -20, size)[0]
        far = turned([(-900, 40)], x, y, -20, size)[0]
        e.veil(
            [(tail[0], tail[1] - 5), (far[0], far[1] - 22), (far[0], far[1] + 22), (tail[0], tail[1] + 5)],
            "#ffffff",
            0.5,
        )
        plane = [
            (130, 0),
            (70, -12),
            (20, -16),
            (-60, -92),
            (-88, -92),
            (-52, -18),
            (-84, -16),
            (-112, -44),
            (-126, -44),
            (-108, 0),
        ]
        shape = plane + [(px, -py * 0.55) for px, py in reversed(plane)]
        e.poly(turned(shape, x, y, -20, size), "#26384f")
        e.poly(turned([(130, 0), (70, -12), (20, -16), (-108, -12), (-108, 0)], x, y, -20, size), "#44607f")
        e.poly(turned([(86, -5), (56, -13), (34, -13), (52, -3)], x, y, -20, size), "#cfe6f5")


@scene("patrol")
def _patrol(e: Easel) -> None:
    e.sky("#20365a", "#5b7fa6", "#c9d2da", "#f5d8b8")
    for swing, colour in ((250, "#8ea4ba"), (190, "#b7c6d4")):
        for left, top, right in e.peaks(560, swing, colour, 5):
            cap = [(top[0] - 34, top[1] + 44), top, (top[0] + 36, top[1] + 46), (top[0] + 8, top[1] + 36)]
            e.poly(cap, "#f4f7fa")
            e.veil([top, right, (top[0], HEIGHT), top], "#4d6684", 0.25)
            assert left
    e.ridge(600, 14, "#e5ebf0", 2)
    trees(e, e.ridge(626, 8, "#d5dfe7", 2)[::3], "#2a3d4c", 34, 70)
    e.sky("#eef2f5", "#bccbd8", top=650)
    for x, y, size in ((860, 640, 0.55), (620, 660, 0.75), (300, 690, 1.1)):
        _carrier(e, x, y, size)
    for n in range(2):
        e.line([(0, 764 + n * 18), (400, 728 + n * 14), (700, 690 + n * 7), (900, 664 + n * 3)], "#a9bccb", 4)


def _carrier(e: Easel, x: float, y: float, size: float) -> None:
    e.poly(turned([(-130, 0), (-150, -46), (-110, -84), (90, -84), (150, -40), (140, 0)], x, y, 0, size), "#3f4d3c")
    e.poly(turned([(-60, -84), (-46, -118), (30, -118), (46, -84)], x, y, 0, size), "#34412f")
    e.line(turned([(20, -104), (170, -116)], x, y, 0, size), "#2a3526", 8 * size)
    e.poly(turned([(-150, 0), (-134, -30), (134, -30), (152, 0), (130, 30), (-130, 30)], x, y, 0, size), "#1d251b")
    for wheel in range(-110, 111, 44):
        e.disc(*turned([(wheel, 2)], x, y, 0, size)[0], 18 * size, "#55624f")
    e.line(turned([(-90, -84), (-100, -170)], x, y, 0, size), "#2a3526", 2.5 * size)


@scene("server-hall")
def _server_hall(e: Easel) -> None:
    e.sky("#06121f", "#0a2234", "#081624")
    cx, cy = 640.0, 360.0
    for side in (-1, 1):
        for n in range(9):
            near, far = 0.86**n, 0.86 ** (n + 0.86)
            xs = [cx + side * 620 * k for k in (near, far)]
            colour = mix("#123249", "#0a1b2b", n / 9)
            e.poly(
                [(xs[0], cy - 430 * near), (xs[1], cy - 430 * far), (xs[1], cy + 430 * far), (xs[0], cy + 430 * near)],
                colour,
            )
            for row in range(17):
                h = -0.9 + row * 0.11
                for cell in range(4):
                    k = near + (far - near) * (0.15 + cell * 0.22)
                    light = e.chance.choice(("#37d6c8", "#37d6c8", "#7ff0ff", "#2f9bd1", "#f2a33a", "#123b52"))
                    e.disc(cx + side * 620 * k, cy + 430 * h * k, 3.4 * k, light)
    e.poly([(cx - 190, 800), (cx + 190, 800), (cx + 130, 470), (cx - 130, 470)], "#0d2b3e")
    for n in range(8):
        k = 0.86**n
        e.line([(cx - 620 * k, cy + 430 * k), (cx + 620 * k, cy + 430 * k)], mix("#2a7f9e", "#0a1b2b", n / 8), 2 * k)
        e.line([(cx - 430 * k, cy - 430 * k), (cx + 430 * k, cy - 430 * k)], mix("#7fe3ff", "#0a1b2b", n / 9), 7 * k)
    e.glow(cx, cy, 330, "#59e0ff", 0.75)


@scene("parliament")
def _parliament(e: Easel) -> None:
    e.sky("#22305e", "#6d5b8e", "#d68c86", "#f8cf9d")
    e.stars(60, 200)
    e.glow(640, 600, 560, "#ffe1b0", 0.6)
    stone, shade = "#3a3358", "#2b2646"
    e.disc(640, 380, 150, stone, 0.86)
    e.box(490, 380, 790, 440, shade)
    e.poly([(600, 262), (680, 262), (668, 214), (612, 214)], stone)
    e.line([(640, 214), (640, 120)], stone, 5)
    e.poly([(642, 122), (706, 136), (642, 154)], "#e3574a")
    e.poly([(430, 470), (850, 470), (640, 398)], stone)
    e.box(200, 470, 1080, 640, stone)
    for x in range(226, 1070, 42):
        e.box(x, 500, x + 16, 640, "#f6c98d" if e.chance.random() < 0.7 else "#8a6c86")
    for x in range(446, 850, 46):
        e.box(x, 470, x + 20, 650, "#4c4470")
    e.box(170, 640, 1110, 664, shade)
    for n in range(5):
        e.box(150 - n * 20, 664 + n * 12, 1130 + n * 20, 676 + n * 12, mix("#3a3358", "#191631", n / 5))
    e.sky("#1b1733", "#0d0b1c", top=724)
    for x in (110, 150, 1130, 1170):
        e.line([(x, 724), (x, 500)], "#1b1733", 5)
        e.poly(
            [(x, 502), (x + 60, 514), (x + 56, 534), (x, 540)],
            e.chance.choice(("#4e8ad1", "#e0b23f", "#d35f55", "#5fae7c")),
        )
    trees(e, [(x, 724.0) for x in range(0, 140, 12)], "#14112a", 30, 70)
    trees(e, [(x, 724.0) for x in range(1190, 1290, 12)], "#14112a", 30, 70)
