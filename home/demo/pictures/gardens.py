"""Gardens, and the house of a neighbourhood club."""

from math import cos, pi, sin

from .canvas import HEIGHT, WIDTH, Canvas
from .shapes import bare_tree, clouds, grass, leafy_tree


def feeder_in_snow(canvas: Canvas) -> None:
    x: float
    y: float
    canvas.gradient(["#9db8d2", "#c9d9e6", "#eef3f6"])
    for x, length in ((150, 190), (1420, 210)):
        bare_tree(canvas, x, 1010, length, "#5b5256")
    canvas.hills(1010, 60, "#f7fafc", waves=1)
    canvas.box(788, 560, 30, 480, "#6b4b31")
    canvas.box(560, 540, 480, 30, "#7d5838")
    canvas.box(590, 360, 20, 190, "#7d5838")
    canvas.box(990, 360, 20, 190, "#7d5838")
    canvas.polygon([(500, 380), (800, 220), (1100, 380)], "#8f4a34")
    canvas.polygon(
        [(490, 372), (800, 192), (1110, 372), (1070, 372), (800, 236), (530, 372)], "#ffffff"
    )
    for x in range(600, 1000, 14):
        canvas.disc(x, 536, 6, canvas.random.choice(["#c79a4a", "#3a2f28", "#e0bf73"]))
    for x, y, turn in ((700, 496, 1), (915, 498, -1)):
        canvas.oval(x, y, 54, 38, "#f0cf3c")
        canvas.oval(x - 22 * turn, y - 8, 44, 28, "#6f8a72")
        canvas.polygon(
            [(x - 46 * turn, y), (x - 120 * turn, y - 26), (x - 60 * turn, y + 16)], "#4a5f6a"
        )
        canvas.disc(x + 48 * turn, y - 34, 29, "#1f2327")
        canvas.oval(x + 50 * turn, y - 26, 15, 11, "#f7f7f2")
        canvas.polygon(
            [(x + 74 * turn, y - 40), (x + 96 * turn, y - 32), (x + 74 * turn, y - 26)], "#33302c"
        )
        canvas.box(x - 4, y, 8, 50, "#1f2327")
        for foot in (-14, 14):
            canvas.line([(x + foot, y + 34), (x + foot, y + 46)], "#33302c", 4)
    for _ in range(260):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, HEIGHT)
        canvas.disc(x, y, canvas.random.uniform(2, 6), "#ffffffd8")


def rain_barrel(canvas: Canvas) -> None:
    x: float
    y: float
    canvas.gradient(["#9db7c7", "#d4dfe0", "#e9e6d8"], 0, 760)
    canvas.hills(760, 70, "#8fae77", waves=1.3)
    canvas.box(0, 800, WIDTH, HEIGHT - 800, "#6f9a4d")
    canvas.box(0, 120, 880, 740, "#efe2c4")
    canvas.polygon([(0, 130), (0, 0), (800, 0), (960, 130)], "#9c4a36")
    for row in range(4):
        canvas.line([(0, 26 + row * 30), (830 + row * 34, 26 + row * 30)], "#7f3a2a", 3)
    canvas.box(0, 126, 970, 24, "#7b858b", radius=10)
    canvas.box(180, 320, 240, 300, "#fbf8ee")
    canvas.box(196, 336, 96, 268, "#6d93a8")
    canvas.box(308, 336, 96, 268, "#6d93a8")
    canvas.box(160, 620, 280, 26, "#c9b58c")
    for x in range(180, 430, 30):
        canvas.disc(x, 606, 20, canvas.random.choice(["#d6433a", "#e86f8a", "#f2b632"]))
    canvas.line([(900, 140), (900, 430), (960, 500), (960, 560)], "#7b858b", 30)
    canvas.polygon([(800, 560), (1120, 560), (1090, 960), (830, 960)], "#5c7f5a")
    canvas.oval(960, 560, 160, 34, "#46644a")
    canvas.oval(960, 560, 140, 26, "#7fb1c4")
    for y in (650, 760, 870):
        canvas.line([(806, y), (1112, y)], "#48684b", 12)
    canvas.box(950, 890, 30, 20, "#c8963c")
    canvas.box(958, 908, 14, 28, "#c8963c")
    canvas.polygon([(1210, 820), (1370, 820), (1350, 960), (1230, 960)], "#3f7fb5")
    canvas.line([(1225, 860), (1140, 800)], "#3f7fb5", 16)
    canvas.arc(1370, 885, 50, 55, 270, 90, "#3f7fb5", 14)
    canvas.oval(1290, 820, 80, 15, "#2d5f8a")
    grass(canvas, 900, 1090, ["#5f8f40", "#7cab56", "#4a7a35"], 200, blade=50)
    for _ in range(130):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(140, HEIGHT)
        canvas.line([(x, y), (x - 7, y + 30)], "#ffffff70", 2)


def vegetable_beds(canvas: Canvas) -> None:
    canvas.gradient(["#7cbbe4", "#cfe8f0", "#f3f1df"], 0, 480)
    clouds(canvas, 4, 150)
    for number in range(11):
        leafy_tree(
            canvas, number * 160, 500, canvas.random.uniform(140, 220), ["#4d8143", "#6aa257"]
        )
    canvas.gradient(["#9cbf62", "#6a9a45"], 470, HEIGHT)
    canvas.box(1120, 270, 320, 260, "#b98550")
    for x in range(1120, 1440, 32):
        canvas.box(x, 270, 3, 260, "#96683a")
    canvas.polygon([(1090, 276), (1280, 170), (1470, 276)], "#6f4a34")
    canvas.box(1230, 360, 100, 170, "#5d4127")
    beds = [(90, 560, 430, 90), (600, 560, 430, 90), (60, 760, 620, 130), (850, 740, 660, 130)]
    crops = ["lettuce", "carrot", "tomato", "cabbage"]
    for (x, y, width, height), crop in zip(beds, crops, strict=True):
        canvas.box(x, y, width, height, "#4a3525")
        size = height / 110
        plants = int(width / (58 * size))
        for number in range(plants):
            middle, foot = x + (number + 0.5) * width / plants, y + height * 0.45
            _vegetable(canvas, crop, middle, foot, size)
        canvas.box(x - 12, y + height - 6, width + 24, 46 * size, "#a9784a")
        canvas.box(x - 12, y + height + 16 * size, width + 24, 3, "#7d5532")
    grass(canvas, 980, 1090, ["#5f943f", "#7db052"], 140, blade=34)


def _vegetable(canvas: Canvas, crop: str, x: float, y: float, size: float) -> None:
    if crop == "tomato":
        canvas.box(x - 3, y - 120 * size, 6, 160 * size, "#8a6a45")
        for _ in range(9):
            dx, dy = canvas.random.uniform(-24, 24) * size, canvas.random.uniform(-110, 20) * size
            canvas.disc(x + dx, y + dy, 16 * size, "#3f7a37")
        for dx, dy in ((-14, -70), (14, -40), (-8, -8)):
            canvas.disc(x + dx * size, y + dy * size, 12 * size, "#d9382c")
    elif crop == "carrot":
        for dx in (-16, -8, 0, 8, 16):
            canvas.line([(x, y + 14 * size), (x + dx * size, y - 46 * size)], "#4f9a3f", 5)
        canvas.oval(x, y + 18 * size, 11 * size, 14 * size, "#ec7f2a")
    else:
        outer, inner = ("#6fae45", "#a5d26a") if crop == "lettuce" else ("#5f8f7a", "#a9cdb2")
        for turn in range(7):
            angle = turn * 2 * pi / 7
            canvas.disc(x + 16 * size * cos(angle), y + 12 * size * sin(angle), 15 * size, outer)
        canvas.disc(x, y, 17 * size, inner)


def club_house(canvas: Canvas) -> None:
    y: float
    canvas.gradient(["#39507f", "#9a7a9c", "#f0b487"], 0, 640)
    canvas.hills(640, 100, "#4c5a63", waves=1.2)
    canvas.gradient(["#6b8a4d", "#3c5b34"], 630, HEIGHT)
    leafy_tree(canvas, 210, 830, 520, ["#2f4f38", "#3c6143"])
    canvas.box(420, 430, 860, 400, "#d9b98a")
    for y in range(470, 830, 40):
        canvas.box(420, y, 860, 3, "#bf9d6d")
    canvas.polygon([(370, 440), (850, 190), (1330, 440)], "#7d3b2f")
    canvas.box(1060, 220, 70, 150, "#8d5a48")
    canvas.disc(850, 350, 42, "#ffe39a")
    canvas.ring(850, 350, 42, "#f4ead2", 8)
    for x in (480, 1010):
        canvas.glow(x + 95, 580, 220, "#ffd98a", 0.45)
        canvas.box(x, 500, 190, 180, "#f4ead2")
        canvas.box(x + 12, 512, 78, 156, "#ffe39a")
        canvas.box(x + 100, 512, 78, 156, "#ffe39a")
    canvas.box(760, 520, 180, 310, "#f4ead2")
    canvas.box(776, 536, 148, 294, "#4f7f6a")
    canvas.disc(904, 690, 9, "#e8c35a")
    canvas.polygon([(720, 520), (850, 450), (980, 520)], "#9c4a36")
    canvas.box(700, 830, 300, 24, "#b9ab94")
    for x in (470, 1080):
        canvas.box(x, 800, 200, 18, "#8a5f38")
        canvas.box(x, 744, 200, 16, "#8a5f38")
        for leg in (14, 172):
            canvas.box(x + leg, 744, 14, 124, "#5d3f24")
    canvas.polygon([(740, 854), (960, 854), (1120, HEIGHT), (580, HEIGHT)], "#cdbb9a")
    for number in range(13):
        x = 440 + number * 68
        y = 470 + 26 * sin(number * pi / 2.4) ** 2
        canvas.disc(x, y, 11, ["#ffd24a", "#ff7a5c", "#7fd0ff", "#9be07a"][number % 4])


PAINTERS = {
    painter.__name__: painter
    for painter in (
        feeder_in_snow,
        rain_barrel,
        vegetable_beds,
        club_house,
    )
}
