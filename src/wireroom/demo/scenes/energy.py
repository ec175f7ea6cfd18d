"""Pictures of turbines, panels, pylons, reactors and the ships that carry fuel."""

from __future__ import annotations

import math
from itertools import pairwise

from wireroom.demo.easel import WIDTH, Easel, mix
from wireroom.demo.scenes.kit import scene, trees, turned


@scene("wind-dusk")
def _wind_dusk(e: Easel) -> None:
    e.sky("#2a3668", "#80588a", "#e0736a", "#ffb86b", "#ffe3a5")
    e.glow(420, 590, 430, "#fff0c2", 0.9)
    e.disc(420, 570, 60, "#fff4d4")
    e.sea(600, "#e98d6d", "#7d5579", "#27305a", glints="#ffe9b8", x=420, number=260)
    for index, (x, size) in enumerate(((1080, 1.35), (820, 0.95), (610, 0.66), (470, 0.46), (360, 0.33), (280, 0.25))):
        dark = mix("#1f2547", "#c9788a", index * 0.1)
        foot, hub = 604 + 120 * (size - 0.2), 604 + 120 * (size - 0.2) - 400 * size
        e.poly([(x - 9 * size, foot), (x + 9 * size, foot), (x + 4 * size, hub), (x - 4 * size, hub)], dark)
        for blade in range(3):
            angle = 22 + index * 37 + blade * 120
            e.poly(turned([(0, 0), (10, -60), (4, -250), (-2, -250), (-6, -60)], x, hub, angle, size), dark)
        e.disc(x, hub, 9 * size, dark)
        e.box(x - 16 * size, foot - 16 * size, x + 16 * size, foot, "#f2c14e")


@scene("solar-field")
def _solar_field(e: Easel) -> None:
    e.sky("#3f86c6", "#8fc0e2", "#f3e3c2", "#ffd79a")
    e.glow(900, 330, 330, "#fff6d8", 1)
    e.disc(900, 300, 54, "#fffbe9")
    e.ridge(420, 34, "#8aa2b4", 2)
    e.ridge(450, 20, "#b08a5e", 2)
    e.sky("#d9b176", "#a87c48", top=462)
    for row in range(9):
        near = 0.16 * 1.36**row
        y = 470 + 26 * (1.36**row - 1) / 0.36
        for n in range(-9, 10):
            x = 640 + n * 150 * near * 1.9
            width, height = 128 * near * 1.9, 62 * near
            lean = n * 6 * near
            top = [(x - width / 2 - lean, y - height), (x + width / 2 - lean, y - height)]
            bottom = [(x + width / 2, y), (x - width / 2, y)]
            e.poly([*top, *bottom], "#1c3f78")
            e.poly(
                [top[0], top[1], (x + width * 0.1, y - height * 0.35), (x - width / 2 - lean * 0.6, y - height * 0.55)],
                "#5d93d0",
            )
            for cell in (0.25, 0.5, 0.75):
                e.line([(top[0][0] + width * cell, top[0][1]), (bottom[1][0] + width * cell, y)], "#0f2a57", 1.2 * near)


@scene("pylons")
def _pylons(e: Easel) -> None:
    e.sky("#1d2836", "#46586a", "#8f979a", "#e0b482")
    for _ in range(70):
        x, y = e.chance.uniform(0, WIDTH), e.chance.gauss(190, 90)
        e.glow(x, y, e.chance.uniform(80, 200), e.chance.choice(("#2a3746", "#5f6f7e", "#3b4a59")), 0.5)
    e.glow(250, 620, 420, "#ffcf8f", 0.8)
    e.ridge(630, 24, "#4a4f4c", 2)
    e.ridge(690, 14, "#2b312e", 2)
    feet = [(1100.0, 740.0, 1.5), (760.0, 706.0, 0.95), (540.0, 680.0, 0.6), (400.0, 662.0, 0.38), (315.0, 650.0, 0.25)]
    dark = "#14181b"
    for arm, height in ((-78, -300), (78, -300), (-104, -362), (104, -362), (-66, -424), (66, -424)):
        ends = [(x + arm * s, y + height * s) for x, y, s in [(1560.0, 790.0, 2.2), *feet]]
        for one, other in pairwise(ends):
            sag = abs(one[0] - other[0]) * 0.09
            wire = [
                (
                    one[0] + (other[0] - one[0]) * t / 12,
                    one[1] + (other[1] - one[1]) * t / 12 + sag * math.sin(math.pi * t / 12),
                )
                for t in range(13)
            ]
            e.line(wire, dark, 1.4)
    for x, y, s in reversed(feet):
        for side in (-1, 1):
            e.line([(x + side * 62 * s, y), (x + side * 16 * s, y - 260 * s), (x, y - 470 * s)], dark, 4 * s)
        for n in range(6):
            w, v = 62 - n * 8, 62 - (n + 1) * 8
            e.line([(x - w * s, y - n * 44 * s), (x + v * s, y - (n + 1) * 44 * s)], dark, 2.2 * s)
            e.line([(x + w * s, y - n * 44 * s), (x - v * s, y - (n + 1) * 44 * s)], dark, 2.2 * s)
        for arm, height in ((78, 300), (104, 362), (66, 424)):
            e.line([(x - arm * s, y - height * s), (x + arm * s, y - height * s)], dark, 4 * s)
    e.ridge(752, 8, "#12160f", 3)


@scene("reactor")
def _reactor(e: Easel) -> None:
    e.sky("#8fb3cf", "#c4d6e0", "#f0e4d3", "#f7d7b0")
    e.glow(980, 470, 420, "#fff3da", 0.9)
    for cx, base in ((420, 300), (700, 320)):
        for _ in range(60):
            up = e.chance.random()
            x = cx + up * 260 + e.chance.gauss(0, 26 + up * 70)
            e.glow(x, base - up * 300, 40 + up * 70, "#ffffff", 0.5)
    for cx, size, light in ((420, 1.0, "#c9ccd0"), (700, 0.86, "#bcc1c7")):
        left, right = [], []
        for step in range(31):
            y = step / 30
            half = (118 + 70 * (y - 0.28) ** 2 * (3.2 if y > 0.28 else 1.2)) * size
            left.append((cx - half, 700 - 400 * size * (1 - y)))
            right.append((cx + half, 700 - 400 * size * (1 - y)))
        e.poly([*left, *reversed(right)], light)
        middle = [(cx + (x - cx) * 0.25, y) for x, y in right]
        e.poly([*middle, *reversed(right)], mix(light, "#6d7885", 0.45))
        e.disc(cx, left[0][1], abs(left[0][0] - cx), "#eef1f3", 0.09)
    e.box(860, 560, 1120, 700, "#8b97a3")
    e.disc(930, 560, 70, "#a9b4bd")
    e.box(860, 560, 1000, 700, "#a9b4bd")
    e.box(1040, 430, 1062, 700, "#8b97a3")
    e.box(1040, 450, 1062, 470, "#d2574a")
    e.ridge(706, 10, "#5f7a58", 2)
    trees(e, e.ridge(742, 8, "#3c5740", 2)[::2], "#3c5740", 20, 46)
    e.sky("#4d6b46", "#2c422d", top=760)


@scene("plasma")
def _plasma(e: Easel) -> None:
    e.sky("#0a0612", "#190b2a", "#0a0612")
    cx, cy = 640, 400
    for n in range(30, 0, -1):
        share = n / 30
        e.ring(cx, cy, 330 + share * 420, mix("#2a1840", "#0a0612", share), 16, 0.6)
    for n in range(46):
        angle = n / 46 * math.tau
        inner = (cx + 400 * math.cos(angle), cy + 240 * math.sin(angle))
        outer = (cx + 760 * math.cos(angle), cy + 456 * math.sin(angle))
        e.line([inner, outer], "#2f2148", 5)
    for turn in range(5):
        wave = turn * math.tau / 5
        for width, colour in ((26, "#5a1f6e"), (15, "#c33b8e"), (8, "#ff8fb0"), (3, "#fff0f4")):
            points = []
            for step in range(181):
                a = step / 180 * math.tau
                r = 290 + 46 * math.cos(5 * a + wave)
                points.append((cx + r * math.cos(a), cy + (r * 0.56) * math.sin(a) + 40 * math.sin(5 * a + wave)))
            e.line(points, colour, width)
    e.glow(cx, cy, 420, "#ff6fb0", 0.38)
    e.glow(cx - 280, cy, 170, "#ffd0e6", 0.5)
    e.glow(cx + 280, cy, 170, "#ffd0e6", 0.5)


@scene("tanker")
def _tanker(e: Easel) -> None:
    e.sky("#4a6c9b", "#93aecb", "#f0d3b4", "#fbd08f")
    e.glow(330, 510, 400, "#fff0c9", 0.9)
    e.disc(330, 486, 46, "#fff7e2")
    e.sea(540, "#e2b692", "#7892a8", "#2f4d6e", glints="#fff2cf", x=330, number=220)
    e.poly([(230, 540), (1140, 540), (1090, 640), (290, 640)], "#27384e")
    e.poly([(258, 592), (1114, 592), (1090, 640), (290, 640)], "#a5382f")
    for x in (420, 560, 700, 840):
        e.disc(x, 540, 74, "#e9edf0", 0.95)
        e.disc(x + 12, 544, 64, "#c4ccd4", 0.95)
        e.disc(x - 14, 532, 50, "#f5f7f8", 0.95)
    e.poly([(290, 540), (1140, 540), (1132, 560), (300, 560)], "#1d2c40")
    e.box(940, 410, 1060, 545, "#f1f3f4")
    e.box(920, 400, 1080, 424, "#dfe4e8")
    for row in range(4):
        for x in range(950, 1050, 20):
            e.box(x, 436 + row * 26, x + 11, 446 + row * 26, "#4a6079")
    e.box(1078, 440, 1112, 545, "#e0682c")
    e.line([(990, 400), (990, 340)], "#dfe4e8", 4)
    e.line([(210, 644), (1130, 644)], "#fbe6c8", 3)


@scene("refinery")
def _refinery(e: Easel) -> None:
    e.sky("#1b2145", "#4b3a66", "#b3565c", "#f0914e")
    e.stars(70, 200)
    e.glow(640, 700, 620, "#ffbf73", 0.7)
    dark = "#171729"
    for _ in range(30):
        e.glow(e.chance.gauss(880, 70), e.chance.gauss(150, 60), e.chance.uniform(40, 110), "#6b4a63", 0.35)
    towers = (
        (180, 420, 34),
        (250, 330, 26),
        (330, 480, 46),
        (430, 280, 22),
        (520, 390, 40),
        (640, 340, 30),
        (760, 430, 50),
        (1010, 360, 28),
        (1100, 450, 44),
    )
    for x, top, width in towers:
        e.box(x - width / 2, top, x + width / 2, 700, dark)
        for y in range(int(top) + 20, 690, 44):
            e.box(x - width / 2 - 8, y, x + width / 2 + 8, y + 4, dark)
            e.disc(x - width / 2 - 6, y - 4, 2.4, "#ffdf9e")
        e.disc(x, top - 4, 2.6, "#ff7a5c")
    for x, width in ((880, 90), (1180, 110), (80, 90)):
        e.box(x - width / 2, 600, x + width / 2, 700, "#20203a")
        e.disc(x, 600, width / 2, "#20203a", 0.25)
    e.line([(906, 700), (906, 220)], dark, 9)
    e.glow(908, 196, 120, "#ffcf6b", 1)
    e.poly([(898, 222), (890, 190), (912, 120), (938, 168), (914, 222)], "#ffd877")
    e.poly([(902, 220), (900, 196), (914, 156), (924, 190), (912, 220)], "#fff6d0")
    for y in (540, 580, 640):
        e.line([(60, y), (1200, y)], dark, 5)
    e.sky("#141426", "#090a14", top=690)
    for _ in range(90):
        e.disc(e.chance.uniform(40, 1240), e.chance.uniform(520, 700), e.chance.uniform(1, 2.4), "#ffd58a")
