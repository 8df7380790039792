"""Rooms and patterns."""

from math import cos, pi, sin

from .canvas import HEIGHT, WIDTH, Canvas


def classroom(canvas: Canvas) -> None:
    x: float
    canvas.gradient(["#f3e8cf", "#eadbb9"], 0, 720)
    canvas.gradient(["#c49a66", "#9b7346"], 720, HEIGHT)
    for row in range(7):
        canvas.box(0, 730 + row * row * 8, WIDTH, 2, "#8a643b")
    canvas.box(390, 130, 820, 400, "#8a5f38")
    canvas.box(408, 148, 784, 364, "#2f5b49")
    chalk = "#f2f5ee"
    canvas.line([(470, 420), (530, 230), (590, 420)], chalk, 10)
    canvas.line([(494, 350), (566, 350)], chalk, 10)
    canvas.line([(590, 420), (622, 456)], chalk, 8)
    canvas.line([(690, 230), (690, 420)], chalk, 10)
    canvas.line([(690, 420), (790, 420)], chalk, 10)
    canvas.line([(656, 352), (736, 304)], chalk, 10)
    canvas.line([(880, 240), (1010, 240), (880, 420), (1010, 420)], chalk, 10)
    canvas.disc(945, 196, 9, chalk)
    canvas.box(430, 512, 740, 12, "#a9794a")
    for x in (60, 1300):
        canvas.box(x, 110, 240, 420, "#fbf8ee")
        canvas.box(x + 14, 124, 212, 392, "#a8d5ee")
        canvas.polygon(
            [(x + 14, 420), (x + 120, 370), (x + 226, 430), (x + 226, 516), (x + 14, 516)],
            "#84b568",
        )
        canvas.box(x + 114, 124, 12, 392, "#fbf8ee")
    for row, (y, size) in enumerate(((640, 0.8), (790, 1.15))):
        for column in range(3):
            x = 800 + (column - 1) * 470 * size
            width = 300 * size
            canvas.box(x - width / 2, y, width, 22 * size, "#d9a860")
            canvas.box(x - width / 2, y + 22 * size, width, 10 * size, "#a97c42")
            for leg in (-0.44, 0.42):
                canvas.box(x + leg * width, y + 32 * size, 10 * size, 130 * size, "#5b6268")
            canvas.box(x - 60 * size, y + 70 * size, 120 * size, 18 * size, "#2f6fa3", radius=6)
            canvas.box(x - 60 * size, y + 10 * size + 100 * size, 120 * size, 14 * size, "#2f6fa3")
            book = ["#c8453a", "#f0c23c", "#4f9a58"][(column + row) % 3]
            canvas.polygon(
                [
                    (x - 50 * size, y - 3),
                    (x - 30 * size, y - 30 * size),
                    (x + 50 * size, y - 30 * size),
                    (x + 30 * size, y - 3),
                ],
                book,
            )


def stage(canvas: Canvas) -> None:
    canvas.gradient(["#1a0d16", "#2b1220"])
    canvas.polygon([(700, 0), (900, 0), (1190, 860), (410, 860)], "#ffe8b030")
    canvas.gradient(["#7a4e2c", "#4a2e1a"], 800, HEIGHT)
    canvas.oval(800, 880, 390, 70, "#f2cf8a")
    canvas.oval(800, 880, 330, 56, "#fbe3ae")
    for side in (0, 1):
        for fold in range(9):
            x = fold * 48 if not side else WIDTH - 48 - fold * 48
            colour = ["#8f1622", "#b3202e", "#c92f3b"][fold % 3]
            canvas.box(x, 0, 48, 900 - fold * 8, colour)
    for number in range(10):
        x = number * 160
        canvas.oval(x + 80, 90, 92, 80, "#a71c2a")
        canvas.arc(x + 80, 90, 88, 76, 20, 160, "#e6b94a", 8)
    canvas.box(0, 0, WIDTH, 96, "#8f1622")
    for x in (660, 740, 820, 900):
        canvas.box(x, 860, 10, 70, "#2f2118")
    canvas.box(650, 850, 110, 14, "#3b2a1e")
    canvas.box(650, 740, 12, 124, "#3b2a1e")
    canvas.box(650, 740, 110, 12, "#3b2a1e")
    canvas.box(810, 850, 110, 14, "#3b2a1e")
    canvas.box(908, 740, 12, 124, "#3b2a1e")
    canvas.box(810, 740, 110, 12, "#3b2a1e")


def paper_cutting(canvas: Canvas) -> None:
    canvas.gradient(["#fbf6e9", "#f4ebd5"])
    middle_x, middle_y = WIDTH / 2, HEIGHT / 2
    rings = [
        (470, 24, 44, "#1f6b4a"),
        (400, 24, 40, "#d3212d"),
        (330, 18, 46, "#f0a51f"),
        (250, 18, 40, "#1f4fa3"),
        (170, 12, 46, "#c2257a"),
        (96, 12, 30, "#1f6b4a"),
    ]
    for radius, count, size, colour in rings:
        for number in range(count):
            angle = number * 2 * pi / count
            x, y = middle_x + radius * cos(angle), middle_y + radius * sin(angle)
            outward, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
            canvas.polygon(
                [
                    (x + outward[0] * size * 1.3, y + outward[1] * size * 1.3),
                    (x + across[0] * size * 0.7, y + across[1] * size * 0.7),
                    (x - outward[0] * size * 1.3, y - outward[1] * size * 1.3),
                    (x - across[0] * size * 0.7, y - across[1] * size * 0.7),
                ],
                colour,
            )
            canvas.disc(x, y, size * 0.26, "#fbf6e9")
    canvas.disc(middle_x, middle_y, 56, "#d3212d")
    canvas.disc(middle_x, middle_y, 34, "#f0c23c")
    for side in (-1, 1):
        for row in range(5):
            x, y = middle_x + side * 650, 150 + row * 190
            for turn in range(8):
                angle = turn * pi / 4
                colour = ["#d3212d", "#1f6b4a", "#1f4fa3", "#f0a51f", "#c2257a"][row]
                canvas.disc(x + 40 * cos(angle), y + 40 * sin(angle), 22, colour)
            canvas.disc(x, y, 22, "#f0c23c")


def stained_glass(canvas: Canvas) -> None:
    x: float
    y: float
    canvas.gradient(["#2a2630", "#17141c"])
    glass = ["#c8362f", "#e8a22a", "#2f6fb5", "#3f9a5a", "#7a4fa3", "#e8d35a", "#3fa3b5"]
    for window in range(3):
        left = 190 + window * 430
        canvas.oval(left + 180, 300, 180, 200, "#0f0d12")
        canvas.box(left, 300, 360, 640, "#0f0d12")
        for row in range(8):
            for column in range(4):
                x, y = left + 16 + column * 84, 304 + row * 79
                colour = glass[(row + column * 2 + window) % 7]
                canvas.box(x, y, 76, 71, colour)
                canvas.polygon(
                    [(x + 38, y), (x + 76, y + 36), (x + 38, y + 71), (x, y + 36)],
                    glass[(row * 2 + column + window + 3) % 7],
                )
        for petal in range(12):
            angle = pi + petal * pi / 11
            x, y = left + 180 + 108 * cos(angle), 290 + 120 * sin(angle)
            canvas.disc(x, y, 30, glass[(petal + window) % 7])
        canvas.disc(left + 180, 250, 44, glass[(window + 1) % 7])
        canvas.polygon(
            [(left, 940), (left + 360, 940), (left + 440, HEIGHT), (left + 60, HEIGHT)],
            f"{glass[window * 2]}38",
        )


def painted_tiles(canvas: Canvas) -> None:
    canvas.gradient(["#e9edf0", "#dfe5ea"])
    blue, light = "#1f4f9a", "#5f8fd0"
    side = 267
    for column in range(6):
        for row in range(4):
            x, y = column * side, row * side
            middle = (x + side / 2, y + side / 2)
            canvas.box(x + 4, y + 4, side - 8, side - 8, "#fbfcfb", radius=6)
            if (column + row) % 2:
                for turn in range(8):
                    angle = turn * pi / 4
                    canvas.disc(
                        middle[0] + 58 * cos(angle),
                        middle[1] + 58 * sin(angle),
                        30,
                        light if turn % 2 else blue,
                    )
                canvas.disc(*middle, 26, "#f0c23c")
            else:
                for size, colour in ((104, blue), (80, "#fbfcfb"), (58, light), (30, blue)):
                    canvas.polygon(
                        [
                            (middle[0], middle[1] - size),
                            (middle[0] + size, middle[1]),
                            (middle[0], middle[1] + size),
                            (middle[0] - size, middle[1]),
                        ],
                        colour,
                    )
            for dx, dy in ((0, 0), (side, 0), (0, side), (side, side)):
                start = {(0, 0): 0, (side, 0): 90, (side, side): 180, (0, side): 270}[dx, dy]
                canvas.arc(x + dx, y + dy, 52, 52, start, start + 90, blue, 10)


PAINTERS = {
    painter.__name__: painter
    for painter in (
        classroom,
        stage,
        paper_cutting,
        stained_glass,
        painted_tiles,
    )
}
