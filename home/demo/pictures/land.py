"""Scenes in the woods, on the hills and in the fields."""

from math import sin

from .canvas import HEIGHT, WIDTH, Canvas
from .shapes import clouds, grass, leafy_tree, spruce


def flower_meadow(canvas: Canvas) -> None:
    canvas.gradient(["#4b9be0", "#a5d4f2", "#e8f5f7"], 0, 470)
    clouds(canvas, 5, 230)
    canvas.hills(470, 90, "#86ae79", waves=1.4)
    canvas.gradient(["#a9c768", "#6b9c45", "#2f6a2c"], 455, HEIGHT)
    grass(canvas, 500, 1080, ["#7fb04e", "#4f8a3a", "#9cc462", "#3b7531"], 900, blade=50)
    kinds = [("#d93a2b", "#3a1714"), ("#3f63c9", "#22357a"), ("#f5f3ea", "#f0b51f")]
    for number in range(330):
        near = number / 330
        x, y = canvas.random.uniform(0, WIDTH), 520 + 560 * near**1.3
        size = 4 + 20 * near
        petal, heart = canvas.random.choice(kinds)
        canvas.line([(x, y), (x + size * 0.4, y + size * 3)], "#3f7a34", 1 + 3 * near)
        for dx, dy in ((-0.6, 0), (0.6, 0), (0, -0.6), (0, 0.6)):
            canvas.disc(x + dx * size, y + dy * size * 0.7, size * 0.62, petal)
        canvas.disc(x, y, size * 0.32, heart)


def birch_wood(canvas: Canvas) -> None:
    canvas.gradient(["#dcebb8", "#a8cf7d", "#6fa052"], 0, 700)
    canvas.glow(820, 330, 520, "#fffbe0", 0.9)
    for _ in range(150):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(-20, 420)
        green = canvas.random.choice(["#8fbf5a66", "#6fa84a77", "#b7d97a66"])
        canvas.disc(x, y, canvas.random.uniform(30, 80), green)
    canvas.gradient(["#7ea653", "#4e7f38", "#2c5524"], 620, HEIGHT)
    canvas.polygon(
        [
            (770, 622),
            (850, 622),
            (930, 760),
            (860, 880),
            (1180, 1067),
            (480, 1067),
            (700, 880),
            (720, 750),
        ],
        "#c9a877",
    )
    canvas.polygon(
        [
            (790, 622),
            (835, 622),
            (890, 760),
            (820, 880),
            (1040, 1067),
            (620, 1067),
            (750, 880),
            (760, 750),
        ],
        "#dcc092",
    )
    for number in range(22):
        near = (number / 22) ** 1.4
        x = canvas.random.uniform(-20, WIDTH + 20)
        if abs(x - 820) < 110 + 330 * near:
            x += 480 if x > 820 else -480
        width, foot = 12 + 44 * near, 640 + 330 * near
        canvas.polygon(
            [
                (x - width / 2, foot),
                (x - width * 0.36, -10),
                (x + width * 0.36, -10),
                (x + width / 2, foot),
            ],
            "#f1efe6",
        )
        canvas.polygon(
            [
                (x + width * 0.18, foot),
                (x + width * 0.14, -10),
                (x + width * 0.36, -10),
                (x + width / 2, foot),
            ],
            "#c8c9bd",
        )
        for _ in range(9):
            y = canvas.random.uniform(0, foot - 20)
            side = canvas.random.choice([-0.4, -0.2, 0.05])
            canvas.oval(x + side * width, y, width * 0.24, 2 + 5 * near, "#2d2b28")
    grass(canvas, 700, 1090, ["#5f943f", "#3d702d", "#7db052"], 240, blade=44)


def autumn_hills(canvas: Canvas) -> None:
    canvas.gradient(["#7aa9cf", "#c7dbe0", "#f5e5c3"], 0, 520)
    canvas.glow(330, 300, 380, "#fff3d0", 0.85)
    layers = [
        (470, 150, "#a7a9a4"),
        (560, 150, "#b58f5d"),
        (670, 150, "#b96b32"),
        (800, 160, "#8f4a25"),
    ]
    for base, height, colour in layers:
        canvas.hills(base, height, colour, waves=1.7)
    canvas.gradient(["#c9a24a", "#9b7a33", "#5f5527"], 790, HEIGHT)
    leaves = [
        ["#c8482a", "#e0702c"],
        ["#e3a12f", "#f0c04a"],
        ["#a83a24", "#cf5a2b"],
        ["#6f7a34", "#8e9440"],
    ]
    for number in range(34):
        x, y = canvas.random.uniform(0, WIDTH), 690 + number * 9
        leafy_tree(canvas, x, y, 90 + number * 5, canvas.random.choice(leaves))
    canvas.polygon(
        [
            (0, 1010),
            (500, 930),
            (1100, 960),
            (1600, 900),
            (1600, 940),
            (1100, 1005),
            (520, 975),
            (0, 1067),
        ],
        "#d8c7a0",
    )


def lookout_tower(canvas: Canvas) -> None:
    x: float
    canvas.gradient(["#f2a65a", "#f7d08a", "#cfe3e8"][::-1], 0, 640)
    canvas.hills(640, 150, "#8fa8a0", waves=1.2)
    canvas.hills(700, 110, "#5d8168", waves=1.9)
    canvas.hills(860, 150, "#3c6444", waves=0.7)
    wood, dark = "#8a5f38", "#5c3d22"
    for x_foot, x_top in ((640, 720), (960, 880)):
        canvas.line([(x_foot, 860), (x_top, 260)], dark, 22)
    for level in range(5):
        y, next_y = 860 - level * 120, 740 - level * 120
        left, right = 640 + level * 16, 960 - level * 16
        canvas.line([(left, y), (right - 16, next_y)], wood, 9)
        canvas.line([(right, y), (left + 16, next_y)], wood, 9)
        canvas.box(left, next_y - 6, right - left, 12, dark)
    canvas.box(670, 236, 260, 26, dark)
    for x in range(675, 935, 32):
        canvas.box(x, 160, 8, 80, wood)
    canvas.box(668, 156, 264, 12, wood)
    canvas.box(690, 80, 12, 90, dark)
    canvas.box(898, 80, 12, 90, dark)
    canvas.polygon([(640, 90), (800, 10), (960, 90)], "#7c3f2a")
    canvas.hills(985, 90, "#2c4d33", waves=0.9)
    for number in range(26):
        x = number * 64 + canvas.random.uniform(-20, 20)
        spruce(canvas, x, 1060, canvas.random.uniform(120, 230), "#22402b")


def fields_from_above(canvas: Canvas) -> None:
    x: float
    y: float
    crops = ["#d9c25a", "#8fb34a", "#5f8f3c", "#c79a52", "#a9c46a", "#7a6a3f", "#e3d58c"]
    canvas.gradient(["#6f9a44", "#6f9a44"])
    for column in range(9):
        for row in range(7):
            x, y = column * 200 - 120 + row * 24, row * 170 - 60
            colour = canvas.random.choice(crops)
            canvas.polygon(
                [(x, y), (x + 186, y + 14), (x + 210, y + 170), (x + 24, y + 156)], colour
            )
            for furrow in range(1, 9):
                shift = furrow * 21
                canvas.line([(x + shift, y + 4), (x + 24 + shift, y + 160)], "#00000018", 3)
    for width, colour in ((120, "#3f6d38"), (84, "#3f86ad"), (40, "#5ba3c6")):
        path = [(x, 560 + 190 * sin(x / 260) + 40 * sin(x / 90)) for x in range(-40, 1660, 12)]
        canvas.line(path, colour, width)
    canvas.line([(300, -10), (420, 400), (520, 720), (560, 1080)], "#e6dfcf", 14)
    for _ in range(120):
        x = canvas.random.uniform(0, WIDTH)
        y = 560 + 190 * sin(x / 260) + 40 * sin(x / 90) + canvas.random.choice([-76, 76])
        canvas.disc(
            x, y, canvas.random.uniform(8, 18), canvas.random.choice(["#2f5a2c", "#3f6d38"])
        )
    for x, y in ((470, 250), (500, 300), (440, 330), (395, 270)):
        canvas.box(x, y, 30, 22, "#b5493a")
        canvas.box(x, y, 30, 10, "#d0604d")


PAINTERS = {
    painter.__name__: painter
    for painter in (
        flower_meadow,
        birch_wood,
        autumn_hills,
        lookout_tower,
        fields_from_above,
    )
}
