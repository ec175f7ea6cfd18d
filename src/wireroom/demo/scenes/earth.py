"""Pictures of ice, reefs, whales, storms, volcanoes and the sea."""

from __future__ import annotations

import math

from wireroom.demo.easel import HEIGHT, WIDTH, Easel, mix, smooth
from wireroom.demo.scenes.kit import scene, turned


@scene("glacier")
def _glacier(e: Easel) -> None:
    e.sky("#5f8fb8", "#a4c8de", "#e6eef0", "#fbe6cd")
    for swing, colour in ((300, "#7f97ab"), (220, "#5e7388")):
        for _, top, foot in e.peaks(520, swing, colour, 4):
            e.poly(
                [
                    (top[0] - 70, top[1] + 78),
                    top,
                    (top[0] + 66, top[1] + 74),
                    (top[0] + 20, top[1] + 60),
                    (top[0] - 14, top[1] + 84),
                ],
                "#f3f8fb",
            )
            e.veil([top, foot, (top[0] - 20, HEIGHT)], "#31465a", 0.3)
    e.poly([(380, 420), (760, 410), (1180, 640), (90, 640)], "#dcebf3")
    for n in range(9):
        groove = 420 + n * 40
        e.line([(groove, 424), (groove + (groove - 570) * 1.1, 636)], "#b4d2e2", 3)
    left = 70.0
    while left < 1210:
        right = left + e.chance.uniform(24, 60)
        high = 600 + e.chance.uniform(-26, 16)
        e.poly(
            [(left, 690), (left + 3, high), (right - 2, high + e.chance.uniform(-10, 10)), (right, 690)],
            e.chance.choice(("#bfe0ee", "#a3d0e4", "#d6edf6", "#8ac0da")),
        )
        left = right
    e.sea(682, "#6fa6bd", "#2f6480", "#173e57", glints="#e9f6fb", x=640, number=120)
    for x, y, size in ((260, 730, 60), (930, 752, 90), (620, 716, 30)):
        e.poly(
            [
                (x - size, y),
                (x - size * 0.6, y - size * 0.5),
                (x + size * 0.1, y - size * 0.8),
                (x + size * 0.8, y - size * 0.3),
                (x + size, y),
            ],
            "#eef7fb",
        )
        e.poly(
            [(x + size * 0.1, y - size * 0.8), (x + size * 0.8, y - size * 0.3), (x + size, y), (x + size * 0.2, y)],
            "#a9d3e6",
        )


@scene("reef")
def _reef(e: Easel) -> None:
    e.sky("#7fe0e6", "#2fa9c6", "#12709f", "#0a3f70")
    for n in range(9):
        ray = 80 + n * 150
        foot = ray + e.chance.uniform(120, 240)
        e.veil([(ray, -10), (ray + 60, -10), (foot, 800), (ray - 40, 800)], "#d9fbff", 0.10)
    e.ridge(620, 34, "#0d5580", 2)
    e.ridge(690, 24, "#0a3d63", 2)
    for _ in range(60):
        x, y = e.chance.uniform(0, WIDTH), e.chance.uniform(640, 790)
        colour = e.chance.choice(("#ff7f6e", "#ffb25e", "#e85d9b", "#b06fe0", "#ffd66e", "#ff9a8a"))
        size = e.chance.uniform(16, 44) * (0.6 + (y - 640) / 220)
        kind = e.chance.randrange(3)
        if kind == 0:
            for branch in range(-3, 4):
                e.line([(x, y), (x + branch * size * 0.3, y - size * (1.5 - abs(branch) * 0.2))], colour, size * 0.16)
                e.disc(x + branch * size * 0.3, y - size * (1.5 - abs(branch) * 0.2), size * 0.12, colour)
        elif kind == 1:
            e.disc(x, y, size, colour, 0.7)
            e.disc(x - size * 0.2, y - size * 0.2, size * 0.6, mix(colour, "#ffffff", 0.25), 0.6)
        else:
            e.poly(
                [(x, y), (x - size, y - size * 1.3), (x, y - size * 1.7), (x + size, y - size * 1.3)],
                mix(colour, "#0a3d63", 0.25),
            )
    for _ in range(44):
        x, y = e.chance.gauss(680, 210), e.chance.gauss(330, 90)
        size = e.chance.uniform(7, 15)
        e.poly([(x - size, y), (x, y - size * 0.5), (x + size, y), (x, y + size * 0.5)], "#ffd35c")
        e.poly([(x - size * 0.8, y), (x - size * 1.6, y - size * 0.5), (x - size * 1.6, y + size * 0.5)], "#ffb02e")


@scene("whale")
def _whale(e: Easel) -> None:
    e.sky("#86b7d8", "#cfe3ea", "#f9e6c8")
    e.glow(1010, 260, 300, "#fff6dd", 1)
    e.disc(1010, 250, 44, "#fffaf0")
    e.ridge(352, 12, "#9db7c4", 3)
    e.sea(360, "#7fb3cc", "#2d7fa8", "#0f4f7c", "#08305a", glints="#f6fbff", x=1010, number=70)
    body = [
        (250, 560),
        (330, 500),
        (470, 466),
        (640, 470),
        (790, 510),
        (900, 560),
        (980, 590),
        (1040, 560),
        (1100, 548),
        (1064, 600),
        (1100, 650),
        (1030, 632),
        (960, 622),
        (840, 640),
        (660, 668),
        (470, 668),
        (330, 634),
        (262, 596),
    ]
    outline = smooth([*body, body[0]])
    e.poly(outline, "#143a58")
    belly = [(262, 596), (330, 634), (470, 668), (660, 668), (700, 640), (520, 626), (380, 600), (280, 576), (262, 596)]
    e.poly(smooth(belly), "#c9dde6")
    for n in range(7):
        e.line([(300 + n * 22, 596 + n * 6), (460 + n * 34, 634 + n * 4)], "#8fb2c4", 2)
    e.poly([(520, 620), (600, 740), (650, 748), (600, 640)], "#0f2f4a")
    e.disc(356, 566, 6, "#f3f7f9")
    calf = [(640 + (x - 250) * 0.36, 700 + (y - 560) * 0.36) for x, y in outline]
    e.poly(calf, "#2a6790")
    for _ in range(24):
        x = 470 + e.chance.gauss(0, 16)
        e.glow(x, e.chance.uniform(330, 460), e.chance.uniform(12, 34), "#ffffff", 0.5)
    e.haze(640, 800, "#08305a", 0.5)


@scene("storm-swirl")
def _storm_swirl(e: Easel) -> None:
    e.sky("#0c2747", "#12406b", "#0d2f55")
    land = [(1020, -10), (1290, -10), (1290, 420), (1180, 380), (1120, 250), (1050, 190)]
    e.poly(smooth(land), "#4c7a4f")
    e.poly(smooth([(1010, 470), (1090, 430), (1120, 560), (1060, 660), (980, 600), (1010, 470)]), "#5d8a57")
    cx, cy = 560, 410
    for arm in range(4):
        for step in range(84):
            t = step / 84
            angle = arm * math.tau / 4 + t * 5.2
            radius = 36 + t * 520
            x = cx + radius * math.cos(angle) + e.chance.gauss(0, 8 + t * 24)
            y = cy + radius * 0.74 * math.sin(angle) + e.chance.gauss(0, 6 + t * 18)
            e.glow(x, y, 34 + t * 70, "#ffffff", 0.44 * (1 - t * 0.72))
    e.glow(cx, cy, 150, "#ffffff", 0.85)
    e.disc(cx, cy, 27, "#1a4a76", 0.8)
    e.ring(cx, cy, 30, "#e9f3fb", 5, 0.8)
    for x in range(160, 1280, 220):
        e.line([(x, 0), (x - 30, 800)], "#2a5a86", 1)
    for y in range(130, 800, 190):
        e.line([(0, y), (1280, y - 24)], "#2a5a86", 1)


@scene("volcano")
def _volcano(e: Easel) -> None:
    e.sky("#0d0d22", "#2b1a3c", "#6b2b42", "#c2503c")
    e.stars(200, 300)
    for _ in range(120):
        up = e.chance.random()
        e.glow(
            640 + up * 190 + e.chance.gauss(0, 26 + up * 80),
            300 - up * 300,
            36 + up * 80,
            e.chance.choice(("#3a2230", "#55303a", "#241827")),
            0.55,
        )
    e.glow(640, 300, 280, "#ff8b3d", 0.95)
    for _ in range(70):
        angle = e.chance.gauss(0, 0.5)
        length = e.chance.uniform(50, 210)
        tip = (640 + length * math.sin(angle), 320 - length * math.cos(angle))
        e.line([(640, 330), tip], e.chance.choice(("#ffd36b", "#ff9a3d", "#fff0b5")), 2)
    slope = [
        (0, 800),
        (0, 700),
        (240, 600),
        (430, 460),
        (560, 326),
        (610, 312),
        (670, 312),
        (716, 328),
        (850, 470),
        (1040, 610),
        (1280, 690),
        (1280, 800),
    ]
    e.poly([slope[0], *smooth(slope[1:-1]), slope[-1]], "#20141f")
    e.poly(
        [*smooth([(670, 312), (716, 328), (850, 470), (1040, 610), (1280, 690)]), (1280, 800), (760, 800)], "#170e18"
    )
    for flow, width in (
        ([(636, 314), (622, 380), (650, 450), (600, 540), (630, 640), (560, 800)], 17),
        ([(656, 316), (700, 400), (690, 470), (770, 560), (790, 680)], 11),
        ([(628, 316), (580, 400), (520, 470), (500, 560)], 8),
    ):
        for extra, colour in ((14, "#8a2a1c"), (5, "#f0602a"), (-3, "#ffc35a")):
            e.line(smooth(flow), colour, max(2, width + extra))
    e.ridge(742, 14, "#0c0810", 2)
    for x in range(80, 420, 26):
        e.box(x, 736 - e.chance.uniform(6, 18), x + 14, 752, "#0c0810")
        e.disc(x + 6, 738, 1.8, "#ffce7a")


@scene("ocean-wave")
def _ocean_wave(e: Easel) -> None:
    e.sky("#9cc4da", "#dbe8e6", "#fbe2b8")
    e.glow(260, 300, 340, "#fff6da", 1)
    e.disc(260, 290, 52, "#fffaf0")
    layers = ((360, "#8fc3d2"), (430, "#4e9dba"), (510, "#2a7da3"), (600, "#176089"), (690, "#0d456b"))
    for n, (height, colour) in enumerate(layers):
        crest = e.ridge(height, 9 + n * 4, colour, 2.6 - n * 0.3, 0.35)
        for shift, share in ((3, 0.8), (16, 0.35), (30, 0.18)):
            e.line([(x, y + shift) for x, y in crest], mix(colour, "#ffffff", share), 5 - shift * 0.1)
    for _ in range(34):
        x, y = e.chance.uniform(0, WIDTH), e.chance.uniform(440, 780)
        size = (y - 400) * 0.16
        e.line([(x - size, y), (x - size * 0.3, y - size * 0.12), (x + size, y)], "#cfe6ec", 1 + (y - 400) * 0.006)
    _boat(e, 860, 404, 0.9)
    for x, y, size in ((420, 190, 1.0), (500, 150, 0.7), (590, 214, 0.55), (1010, 130, 0.8)):
        wing = [(x - 40 * size, y - 8 * size), (x - 16 * size, y - 16 * size), (x, y), (x + 16 * size, y - 16 * size)]
        e.line(smooth([*wing, (x + 40 * size, y - 6 * size)]), "#35566a", 4 * size)


def _boat(e: Easel, x: float, y: float, size: float) -> None:
    e.poly(turned([(-90, -14), (96, -22), (70, 22), (-70, 22)], x, y, -5, size), "#8e3330")
    e.poly(turned([(-90, -14), (96, -22), (92, -10), (-86, -4)], x, y, -5, size), "#f3ede2")
    e.poly(turned([(-60, -16), (-60, -62), (-14, -64), (-8, -18)], x, y, -5, size), "#f3ede2")
    e.poly(turned([(-52, -54), (-22, -55), (-20, -38), (-52, -37)], x, y, -5, size), "#2c5872")
    e.line(turned([(20, -18), (20, -120)], x, y, -5, size), "#2b3a44", 4 * size)
    e.line(turned([(20, -112), (92, -24)], x, y, -5, size), "#2b3a44", 2 * size)
    e.line(turned([(20, -112), (-36, -62)], x, y, -5, size), "#2b3a44", 2 * size)
