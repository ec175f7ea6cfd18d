"""Pictures of rockets, satellites, planets and those who look at them."""

from __future__ import annotations

import math

from wireroom.demo.easel import WIDTH, Easel, mix
from wireroom.demo.scenes.kit import dish, night_side, scene, trees, turned


def _rocket(easel: Easel, x: float, y: float, size: float, body: str, shade: str) -> None:
    hull = [(-16, 150), (-16, -70), (-10, -110), (0, -140), (10, -110), (16, -70), (16, 150)]
    easel.poly(turned(hull, x, y, 0, size), body)
    easel.poly(turned([(4, 150), (4, -128), (10, -110), (16, -70), (16, 150)], x, y, 0, size), shade)
    easel.poly(turned([(-16, 90), (-38, 152), (-16, 142)], x, y, 0, size), shade)
    easel.poly(turned([(16, 90), (38, 152), (16, 142)], x, y, 0, size), mix(shade, "#000000", 0.25))
    easel.box(x - 16 * size, y - 20 * size, x + 16 * size, y - 12 * size, "#d9482b")


@scene("rocket-dawn")
def _rocket_dawn(e: Easel) -> None:
    e.sky("#16244f", "#43407d", "#b5617c", "#f3a06b", "#ffd9a0")
    e.stars(160, 330)
    e.glow(640, 690, 620, "#ffe2b0", 0.85)
    for n in range(26):
        spread = 16 + n * 2.1
        y = 420 + n * 11
        e.glow(640 + e.chance.uniform(-8, 8), y, spread * 1.7, "#fff4dc", 0.55)
    e.poly([(628, 372), (652, 372), (664, 700), (616, 700)], "#fff3d2")
    _rocket(e, 640, 250, 0.85, "#f6f1ea", "#b9aebd")
    e.glow(640, 392, 70, "#ffffff", 1)
    e.ridge(660, 26, "#6d4b6e", 2)
    for n in range(16):
        e.glow(640 + (n - 7.5) * 34 + e.chance.uniform(-14, 14), 700 + abs(n - 7.5) * 3, 62, "#f9cfa6", 0.8)
    trees(e, e.ridge(724, 12, "#2a2341", 3), "#2a2341", 30, 64)
    trees(e, e.ridge(776, 10, "#14122a", 2), "#14122a", 40, 84)


@scene("rocket-night")
def _rocket_night(e: Easel) -> None:
    e.sky("#050b1f", "#0b1b3d", "#173a63", "#2f6d8a")
    e.stars(420, 560)
    arc = [(180 + t * 7.4, 610 - 520 * math.sin(t / 100 * 1.35)) for t in range(101)]
    for width, colour, strength in ((46, "#ffb35c", 0.16), (26, "#ffd08a", 0.28), (12, "#ffe9bf", 0.55)):
        edge = [(x, y - width / 2) for x, y in arc] + [(x, y + width / 2) for x, y in reversed(arc)]
        e.veil(edge, colour, strength)
    e.line(arc, "#fff6df", 5)
    e.glow(*arc[-1], 90, "#fff4d6", 1)
    e.glow(180, 620, 300, "#ffb35c", 0.9)
    e.sea(620, "#1d4a63", "#0a1d35", "#040b18", glints="#ffce8a", x=200, number=220)
    e.box(0, 612, 330, 626, "#07101f")
    for x, height in ((120, 120), (150, 90), (225, 70)):
        e.box(x, 612 - height, x + 8, 616, "#07101f")
    for x in range(20, 330, 22):
        e.disc(x, 606, 1.8, "#ffd9a0")


@scene("satellites")
def _satellites(e: Easel) -> None:
    e.sky("#02040c", "#050b1d", "#0a1533")
    e.stars(520)
    e.glow(640, 1560, 1230, "#4aa3ff", 0.9)
    e.disc(640, 1560, 1010, "#0b2a55")
    e.disc(640, 1578, 1010, "#071a38")
    for _ in range(260):
        angle = e.chance.uniform(-0.62, 0.62)
        far = e.chance.uniform(760, 1000)
        x, y = 640 + far * math.sin(angle), 1560 - far * math.cos(angle) + 18
        e.disc(x, y, e.chance.choice((0.8, 1.0, 1.4, 2.0)), e.chance.choice(("#ffd98c", "#ffc25e", "#fff0c9")))
    e.ring(640, 1560, 1011, "#9fd4ff", 2.5)
    for x, y, angle, size in ((370, 270, -18, 1.25), (860, 180, 14, 0.62), (1080, 330, 26, 0.42)):
        _satellite(e, x, y, angle, size)


def _satellite(e: Easel, x: float, y: float, angle: float, size: float) -> None:
    for side in (-1, 1):
        e.line(turned([(0, 0), (side * 60, 0)], x, y, angle, size), "#c9d3e0", 5 * size)
        for panel in range(3):
            left = side * (52 + panel * 52)
            right = side * (100 + panel * 52)
            e.poly(turned([(left, -34), (right, -34), (right, 34), (left, 34)], x, y, angle, size), "#2257a8")
            e.poly(turned([(left, -34), (right, -34), (right, -6), (left, -6)], x, y, angle, size), "#3f7fd6")
    e.poly(turned([(-34, -46), (34, -46), (34, 46), (-34, 46)], x, y, angle, size), "#d8b56a")
    e.poly(turned([(6, -46), (34, -46), (34, 46), (6, 46)], x, y, angle, size), "#a98743")
    e.poly(turned([(-22, 46), (22, 46), (40, 82), (-40, 82)], x, y, angle, size), "#eef1f5")
    e.line(turned([(0, -46), (0, -84)], x, y, angle, size), "#eef1f5", 3 * size)


@scene("space-station")
def _space_station(e: Easel) -> None:
    e.sky("#03050f", "#060d22", "#0b1a3a")
    e.stars(420)
    e.glow(1180, 900, 900, "#5db4ff", 0.8)
    e.disc(1180, 960, 560, "#1d5f9e")
    e.disc(1205, 985, 560, "#123f73")
    for _ in range(34):
        x, y = e.chance.uniform(700, 1280), e.chance.uniform(560, 800)
        if math.hypot(x - 1205, y - 985) < 540:
            e.disc(x, y, e.chance.uniform(14, 58), mix("#2b78b9", "#e8f3ff", e.chance.uniform(0.15, 0.7)), 0.22)
    e.line(turned([(-400, 0), (400, 0)], 560, 330, -12), "#aeb8c8", 12)
    for side in (-390, -290, 250, 350):
        for up in (-1, 1):
            panel = [(side, up * 12), (side + 70, up * 12), (side + 70, up * 178), (side, up * 178)]
            e.poly(turned(panel, 560, 330, -12), "#c88a2c" if up < 0 else "#a86d1d")
            for rib in range(1, 6):
                e.line(
                    turned([(side, up * (12 + rib * 28)), (side + 70, up * (12 + rib * 28))], 560, 330, -12), "#7a4a10"
                )
    for left, top, right, bottom, colour in (
        (-130, -36, 130, 36, "#e8ecf2"),
        (-40, -150, 40, 150, "#d3dae4"),
        (-170, -28, -130, 28, "#b3bdcc"),
        (130, -26, 190, 26, "#c5cedb"),
    ):
        e.poly(turned([(left, top), (right, top), (right, bottom), (left, bottom)], 560, 330, -12), colour)
    e.poly(turned([(-130, 10), (130, 10), (130, 36), (-130, 36)], 560, 330, -12), "#aab4c4")
    for x in (-90, -30, 30, 90):
        e.disc(*turned([(x, -8)], 560, 330, -12)[0], 8, "#27476e")


@scene("moon-base")
def _moon_base(e: Easel) -> None:
    e.sky("#02030a", "#070b1a", "#0d1428")
    e.stars(460, 520)
    e.glow(950, 190, 190, "#6db7ff", 0.6)
    e.disc(950, 190, 92, "#2f77c4")
    for dx, dy, size in ((-30, -30, 40), (24, 8, 52), (-10, 48, 34)):
        e.disc(950 + dx, 190 + dy, size, "#e9f2fb", 0.32)
    night_side(e, 950, 190, 93, "#02030a", 0.42)
    e.ridge(520, 26, "#5f6471", 2)
    e.ridge(580, 18, "#8b8f99", 2)
    e.sky("#a9adb6", "#6e727d", top=640)
    e.ridge(640, 8, "#9da1ab", 2)
    e.sky("#9da1ab", "#5c606b", top=652)
    for _ in range(26):
        x, y = e.chance.uniform(0, WIDTH), e.chance.uniform(670, 790)
        wide = (y - 640) * e.chance.uniform(0.15, 0.5)
        e.disc(x, y, wide, "#666a75", 0.3)
        e.disc(x, y + wide * 0.07, wide * 0.92, "#858993", 0.26)
    for foot in (-96, 96):
        e.line([(430 + foot * 0.4, 560), (430 + foot, 668)], "#d6c28a", 7)
        e.disc(430 + foot, 670, 20, "#3d4049", 0.3)
    e.poly([(360, 500), (500, 500), (522, 590), (338, 590)], "#d9b967")
    e.poly([(440, 500), (500, 500), (522, 590), (452, 590)], "#a98a3e")
    e.poly([(376, 430), (484, 430), (500, 500), (360, 500)], "#e9ecf1")
    e.line([(430, 430), (430, 372)], "#e9ecf1", 4)
    e.ring(430, 360, 26, "#e9ecf1", 5, 0.5)
    e.line([(545, 590), (545, 672)], "#e9ecf1", 5)
    e.box(520, 540, 570, 556, "#2257a8")
    e.disc(430, 690, 170, "#4d515c", 0.06)


@scene("probe-giant")
def _probe_giant(e: Easel) -> None:
    e.sky("#07060f", "#120e22", "#1d1430")
    e.stars(420)
    e.glow(860, 420, 560, "#f2b27a", 0.35)
    bands = ("#e9c39a", "#c98f63", "#f0d9b8", "#b57650", "#e3b587", "#d8a274", "#f3e0c4", "#c1865d", "#dcae82")
    for row in range(-300, 301, 2):
        half = math.sqrt(max(0, 300**2 - row**2))
        wave = row + 10 * math.sin(row / 21) + 6 * math.sin(row / 9)
        place = (wave + 320) / 72
        colour = mix(bands[int(place) % 9], bands[(int(place) + 1) % 9], place % 1)
        e.line([(860 - half, 400 + row), (860 + half, 400 + row)], colour, 2.4)
    e.disc(760, 500, 62, "#b55a3a", 0.5)
    e.disc(760, 500, 44, "#cf7a55", 0.45)
    night_side(e, 860, 400, 302, "#0b0814", 0.36)
    e.disc(300, 210, 58, "#dfe6ee")
    e.disc(312, 218, 54, "#aab7c6")
    for _ in range(9):
        x = e.chance.uniform(262, 340)
        e.line(
            [(x, e.chance.uniform(170, 250)), (x + e.chance.uniform(-24, 24), e.chance.uniform(170, 250))], "#a8705a", 1
        )
    _satellite(e, 350, 560, -24, 0.95)


@scene("comet")
def _comet(e: Easel) -> None:
    e.sky("#060a1c", "#12224a", "#4a4a80", "#d08a72", "#f2bd83")
    e.stars(320, 520)
    head = (820.0, 210.0)
    for step in range(90, 0, -1):
        far = step / 90
        x, y = head[0] - far * 700, head[1] - far * 90 - 30 * math.sin(far * 2)
        e.glow(x, y, 14 + far * 64, mix("#f2fbff", "#6fb0ff", far), 0.30 * (1 - far) ** 1.2)
    e.glow(*head, 130, "#e6f4ff", 1)
    e.disc(*head, 13, "#ffffff")
    e.ridge(640, 22, "#8a4a3c", 2)
    e.ridge(700, 16, "#5e2f2c", 3)
    e.sky("#47221f", "#1f0f12", top=742)
    e.ridge(744, 8, "#331819", 2)
    for x in (220, 300, 1040):
        e.line([(x, 700), (x, 742)], "#2a1414", 5)
        e.disc(x, 690, 34, "#2a1414", 0.5)
    e.poly([(610, 708), (650, 708), (662, 738), (598, 738)], "#d9d2c8")
    for n in range(-3, 4):
        e.line([(630, 706), (630 + n * 17, 640)], "#e9e2d6", 1)
    e.poly([(572, 646), (586, 612), (630, 596), (674, 612), (688, 646)], "#e8642f")
    e.poly([(630, 596), (674, 612), (688, 646), (640, 646)], "#c24a1d")


@scene("observatory")
def _observatory(e: Easel) -> None:
    e.sky("#050818", "#0d1a3c", "#2a3f6b", "#6a7f9c")
    for _ in range(46):
        t = e.chance.uniform(0, 1)
        e.glow(200 + t * 950, 60 + t * 420 + e.chance.gauss(0, 40), e.chance.uniform(40, 120), "#8f9dcb", 0.13)
    e.stars(900, 620)
    e.ridge(640, 20, "#233350", 2)
    e.ridge(690, 12, "#141f36", 2)
    e.sky("#0e1728", "#060b15", top=720)
    e.ridge(722, 6, "#0e1728", 2)
    for x, size in ((300, 1.0), (640, 0.62), (900, 0.42), (1090, 0.3), (1200, 0.22)):
        foot = 640 + 100 * size
        dish(e, x, foot, size, "#dfe7f2", "#8fa0b8")
