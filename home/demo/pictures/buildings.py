"""Squares, streets and houses."""

from math import cos, pi, sin

from .canvas import HEIGHT, WIDTH, Canvas
from .shapes import clouds, cobbles, leafy_tree, spruce, stars, windows


def market_square(canvas: Canvas) -> None:
    canvas.gradient(["#5aa0da", "#b5daf0", "#eef5f5"], 0, 640)
    clouds(canvas, 4, 150)
    canvas.box(990, 160, 150, 620, "#cdbfa2")
    canvas.polygon([(975, 165), (1065, 30), (1155, 165)], "#3f6f63")
    canvas.box(1061, 4, 8, 40, "#d8b84a")
    canvas.disc(1065, 250, 46, "#fbf8ee")
    canvas.ring(1065, 250, 46, "#4a4238", 5)
    canvas.line([(1065, 250), (1065, 218)], "#2a2622", 6)
    canvas.line([(1065, 250), (1090, 262)], "#2a2622", 6)
    houses = [
        ("#e9b872", 200, "#a84b34"),
        ("#c96f57", 260, "#7d3d2f"),
        ("#8fb3a2", 220, "#9c4a36"),
        ("#e6d3a1", 280, "#84402f"),
        ("#b9c7dc", 210, "#a5523a"),
        ("#dd9a8b", 250, "#7b3a2c"),
        ("#a9b77c", 230, "#93452f"),
    ]
    for number, (wall, height, roof) in enumerate(houses):
        x, width, foot = number * 230 - 5, 230, 800
        top = foot - 160 - height
        canvas.box(x, top, width, foot - top, wall)
        canvas.polygon([(x - 8, top), (x + width / 2, top - 120), (x + width + 8, top)], roof)
        canvas.disc(x + width / 2, top - 42, 16, "#3d4c58")
        windows(canvas, x + 10, top + 10, width - 20, height, 3, 2)
        canvas.box(x + 18, foot - 140, 110, 100, "#35444f")
        canvas.box(x + 148, foot - 130, 58, 130, "#5c3a26")
        canvas.polygon(
            [(x + 10, foot - 140), (x + 136, foot - 140), (x + 146, foot - 106), (x, foot - 106)],
            roof,
        )
    cobbles(canvas, 800, "#c3b7a3", "#a4977f")
    canvas.oval(520, 940, 190, 46, "#8f8a80")
    canvas.oval(520, 926, 176, 38, "#7fb6cf")
    canvas.box(500, 830, 40, 96, "#a8a196")
    canvas.oval(520, 830, 80, 18, "#b7b0a4")
    for side in (-1, 1):
        canvas.arc(520 + side * 42, 845, 42, 62, 180, 360, "#d9eef6", 5)


def regional_office(canvas: Canvas) -> None:
    canvas.gradient(["#4e97d6", "#a9d4ef", "#eaf4f6"], 0, 720)
    canvas.box(0, 716, WIDTH, 170, "#7aa356")
    clouds(canvas, 4, 140)
    canvas.box(180, 330, 1240, 470, "#eadfc6")
    canvas.polygon([(150, 340), (240, 220), (1360, 220), (1450, 340)], "#8d4634")
    windows(canvas, 200, 360, 380, 430, 4, 2, glass="#52748c")
    windows(canvas, 1020, 360, 380, 430, 4, 2, glass="#52748c")
    canvas.box(590, 300, 420, 500, "#f3ead5")
    canvas.polygon([(560, 310), (800, 170), (1040, 310)], "#d8c9a8")
    canvas.polygon([(620, 300), (800, 196), (980, 300)], "#f3ead5")
    canvas.disc(800, 262, 26, "#6f93ad")
    canvas.box(740, 560, 120, 240, "#5a3a26")
    canvas.box(797, 560, 6, 240, "#3f281a")
    for x in (612, 700, 872, 960):
        canvas.box(x - 2, 330, 38, 470, "#fffaf0")
        canvas.box(x - 10, 320, 54, 16, "#e0d4ba")
        canvas.box(x - 10, 784, 54, 20, "#e0d4ba")
    for step in range(4):
        canvas.box(
            560 - step * 26, 800 + step * 20, 480 + step * 52, 20, ["#d9cfbb", "#cbbfa8"][step % 2]
        )
    canvas.box(0, 880, WIDTH, HEIGHT - 880, "#88b060")
    canvas.polygon([(560, 880), (1040, 880), (1290, HEIGHT), (310, HEIGHT)], "#cfc4ae")
    for x, bands in ((440, ("#ffffff", "#d4213d")), (1140, ("#1f4fa3", "#1f4fa3"))):
        canvas.box(x, 380, 9, 520, "#9aa2a8")
        canvas.box(x + 9, 390, 150, 50, bands[0])
        canvas.box(x + 9, 440, 150, 50, bands[1])
    for star in range(12):
        angle = star * pi / 6
        canvas.disc(1224 + 32 * cos(angle), 440 + 32 * sin(angle), 4.5, "#ffd33d")
    for x in (90, 1510):
        leafy_tree(canvas, x, 930, 420, ["#4f8a42", "#69a555"])


def museum_at_night(canvas: Canvas) -> None:
    canvas.gradient(["#0b1030", "#23215a", "#5a3a72"], 0, 952)
    stars(canvas, 190, 400)
    canvas.glow(800, 560, 720, "#ffb45a", 0.55)
    canvas.box(300, 400, 1000, 440, "#d99a55")
    canvas.polygon([(260, 410), (800, 190), (1340, 410)], "#b9763b")
    canvas.polygon([(360, 396), (800, 222), (1240, 396)], "#e2ad68")
    canvas.disc(800, 330, 36, "#fff0c8")
    for number in range(6):
        x = 350 + number * 170
        canvas.box(x, 430, 54, 400, "#f6cf92")
        canvas.box(x + 36, 430, 18, 400, "#d9a763")
        canvas.box(x - 12, 420, 78, 20, "#ffe0ac")
        canvas.box(x - 12, 815, 78, 25, "#ffe0ac")
    for x in (430, 600, 940, 1110):
        canvas.box(x, 520, 66, 200, "#6f3f2f")
        canvas.box(x + 6, 526, 54, 188, "#ffe9b0")
    canvas.box(740, 560, 120, 270, "#6f3f2f")
    canvas.box(750, 570, 100, 260, "#fff3cf")
    for step in range(5):
        canvas.box(
            260 - step * 30, 840 + step * 22, 1080 + step * 60, 22, ["#a8713f", "#8f5d34"][step % 2]
        )
    canvas.gradient(["#3b2a4e", "#181332"], 950, HEIGHT)
    for x, colour in ((180, "#ff6fb0"), (1420, "#63c6ff")):
        canvas.polygon(
            [
                (x - 14, 950),
                (x + 14, 950),
                (x + 240 * (1 if x < 800 else -1), 0),
                (x + 90 * (1 if x < 800 else -1), 0),
            ],
            f"{colour}40",
        )
        canvas.oval(x, 950, 44, 16, colour)


def castle_at_night(canvas: Canvas) -> None:
    x: float
    canvas.gradient(["#0a1232", "#1d2a5c", "#41407a", "#5a4a80"], 0, 860)
    stars(canvas, 220, 480)
    canvas.glow(800, 430, 520, "#ffcf7a", 0.4)
    canvas.polygon(
        [
            (0, HEIGHT),
            (0, 820),
            (330, 700),
            (560, 590),
            (1080, 590),
            (1300, 710),
            (1600, 800),
            (1600, HEIGHT),
        ],
        "#12202a",
    )
    wall, shade = "#c99c63", "#a77d4c"
    canvas.box(560, 430, 500, 170, wall)
    for x in range(560, 1060, 50):
        canvas.box(x, 408, 28, 26, wall)
    for x, width, top, roof in (
        (520, 110, 300, True),
        (1000, 120, 330, True),
        (740, 140, 190, False),
    ):
        canvas.box(x, top, width, 600 - top, wall)
        canvas.box(x + width * 0.68, top, width * 0.32, 600 - top, shade)
        if roof:
            canvas.polygon(
                [(x - 14, top), (x + width / 2, top - 120), (x + width + 14, top)], "#6d3530"
            )
        else:
            for notch in range(4):
                canvas.box(x - 6 + notch * 40, top - 26, 26, 28, wall)
            canvas.box(x + width / 2 - 3, top - 120, 6, 100, "#d8cfc0")
            canvas.polygon(
                [
                    (x + width / 2 + 3, top - 120),
                    (x + width / 2 + 78, top - 98),
                    (x + width / 2 + 3, top - 76),
                ],
                "#c8362f",
            )
    for x, y in ((560, 370), (1045, 400), (795, 270), (795, 370), (650, 480), (950, 480)):
        canvas.box(x, y, 22, 44, "#fff1b8", radius=11)
    canvas.box(780, 500, 64, 100, "#4a2f22", radius=30)
    canvas.polygon(
        [
            (795, 600),
            (835, 600),
            (700, 720),
            (960, 830),
            (760, HEIGHT),
            (560, HEIGHT),
            (820, 840),
            (600, 720),
        ],
        "#59503f",
    )
    for number in range(30):
        x = number * 56 + canvas.random.uniform(-20, 20)
        spruce(canvas, x, 1065 - abs(x - 800) * 0.08, canvas.random.uniform(90, 190), "#0a151c")


def lantern_street(canvas: Canvas) -> None:
    canvas.gradient(["#141a3c", "#3d3566", "#a2657a"], 0, 700)
    stars(canvas, 90, 260)
    for side in (0, 1):

        def at(x: float, side: int = side) -> float:
            return WIDTH - x if side else x

        walls = [
            ("#8d5a4a", 0, 170),
            ("#6e6a86", 170, 320),
            ("#9a7450", 320, 450),
            ("#5f7a74", 450, 560),
            ("#855569", 560, 650),
        ]
        for colour, near, far in walls:
            top_near, top_far = 60 + near * 0.62, 60 + far * 0.62
            foot_near, foot_far = HEIGHT - near * 0.56, HEIGHT - far * 0.56
            canvas.polygon(
                [
                    (at(near), top_near),
                    (at(far), top_far),
                    (at(far), foot_far),
                    (at(near), foot_near),
                ],
                colour,
            )
            for row in range(3):
                for place in (0.22, 0.62):
                    left = near + (far - near) * place
                    right = left + (far - near) * 0.2
                    height = foot_near - top_near - near * 0.2
                    upper = top_near + height * (0.12 + 0.24 * row) + (left - near) * 0.3
                    lower = upper + height * 0.13
                    lit = canvas.random.random() < 0.62
                    canvas.polygon(
                        [
                            (at(left), upper),
                            (at(right), upper + 5),
                            (at(right), lower - 4),
                            (at(left), lower),
                        ],
                        "#ffdf8c" if lit else "#2b2d48",
                    )
    canvas.polygon([(0, HEIGHT), (650, 703), (950, 703), (WIDTH, HEIGHT)], "#51455a")
    for row in range(12):
        y = 710 + row * row * 2.6
        canvas.line(
            [(800 - (y - 430) * 1.25, y), (800 + (y - 430) * 1.25, y)], "#3b3346", 2 + row / 3
        )
    for x, foot, size in ((330, 960, 1.5), (1270, 960, 1.5), (560, 800, 0.8), (1040, 800, 0.8)):
        canvas.glow(x, foot - 430 * size, 210 * size, "#ffd27a", 0.75)
        canvas.box(x - 5 * size, foot - 400 * size, 10 * size, 400 * size, "#15131c")
        canvas.polygon(
            [
                (x - 26 * size, foot - 470 * size),
                (x + 26 * size, foot - 470 * size),
                (x + 16 * size, foot - 396 * size),
                (x - 16 * size, foot - 396 * size),
            ],
            "#fff0bd",
        )
        canvas.polygon(
            [
                (x - 34 * size, foot - 468 * size),
                (x, foot - 510 * size),
                (x + 34 * size, foot - 468 * size),
            ],
            "#15131c",
        )
        canvas.oval(x, foot, 30 * size, 8 * size, "#15131c")


PAINTERS = {
    painter.__name__: painter
    for painter in (
        market_square,
        regional_office,
        museum_at_night,
        castle_at_night,
        lantern_street,
    )
}
