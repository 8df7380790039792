"""Buses, bridges and paths."""

from .canvas import HEIGHT, WIDTH, Canvas
from .shapes import clouds, leafy_tree, ripples, wheel


def library_bus(canvas: Canvas) -> None:
    floor: float
    x: float
    canvas.gradient(["#7db9e0", "#cfe6ee", "#f3efe0"], 0, 700)
    clouds(canvas, 4, 160)
    canvas.hills(700, 110, "#9cba84", waves=1.3)
    canvas.box(0, 690, WIDTH, 120, "#86ad5e")
    for x in (110, 1490):
        leafy_tree(canvas, x, 760, 430, ["#b9772f", "#d99a3a"])
    canvas.box(0, 800, WIDTH, HEIGHT - 800, "#6d7176")
    for x in range(-60, WIDTH, 240):
        canvas.box(x, 950, 130, 16, "#f3f1e6")
    canvas.box(280, 340, 1040, 470, "#e7a92f", radius=46)
    canvas.box(280, 640, 1040, 150, "#2f6f9f")
    canvas.polygon([(1210, 390), (1300, 390), (1318, 560), (1210, 560)], "#bfe0ee")
    canvas.box(340, 390, 640, 220, "#4b3323", radius=12)
    for shelf in range(2):
        x, floor = 356.0, 492 + shelf * 106
        while x < 945:
            width, height = canvas.random.uniform(14, 30), canvas.random.uniform(62, 88)
            canvas.box(
                x,
                floor - height,
                width,
                height,
                canvas.random.choice(
                    ["#c8453a", "#3f7fb5", "#f0d25a", "#5d9a58", "#f4f1e6", "#8a5fa3", "#e58b3a"]
                ),
            )
            x += width + 2
        canvas.box(346, floor, 628, 10, "#8a5f3c")
    canvas.box(1030, 400, 140, 390, "#f6f2e4", radius=8)
    canvas.box(1044, 414, 112, 180, "#bfe0ee")
    canvas.polygon([(960, 790), (1190, 790), (1210, 826), (940, 826)], "#8f9499")
    canvas.box(1290, 650, 40, 34, "#fff3c0", radius=8)
    for x in (470, 1150):
        canvas.disc(x, 800, 96, "#6d7176")
        wheel(canvas, x, 806, 82)
    canvas.polygon([(560, 655), (690, 675), (690, 765), (560, 745)], "#fdfbf2")
    canvas.polygon([(820, 655), (690, 675), (690, 765), (820, 745)], "#eae6d6")


def country_bus(canvas: Canvas) -> None:
    canvas.gradient(["#5aa9e0", "#b7dff3", "#f0f6ee"], 0, 560)
    clouds(canvas, 5, 190)
    canvas.hills(560, 130, "#8fb57a", waves=1.2)
    canvas.hills(610, 60, "#b8bf5a", waves=1.8)
    canvas.gradient(["#d8c65c", "#b59f3c"], 600, 800)
    for number in range(12):
        leafy_tree(
            canvas, number * 145 + 30, 650, canvas.random.uniform(90, 150), ["#4d8143", "#679c55"]
        )
    canvas.box(0, 780, WIDTH, 190, "#63676c")
    canvas.box(0, 772, WIDTH, 10, "#e8e3d2")
    for x in range(0, WIDTH, 200):
        canvas.box(x, 905, 110, 10, "#f5f2e4")
    canvas.gradient(["#86a84f", "#4f7a34"], 960, HEIGHT)
    canvas.box(360, 470, 900, 370, "#f4f6f3", radius=40)
    canvas.box(360, 690, 900, 120, "#2f8a4e")
    canvas.box(360, 664, 900, 14, "#7cc35a")
    for x in (400, 530, 660, 900, 1030):
        canvas.box(x, 520, 116, 126, "#3d5566", radius=10)
        canvas.polygon([(x + 14, 530), (x + 58, 530), (x + 24, 636), (x + 8, 636)], "#6d8a9c")
    canvas.box(790, 510, 96, 300, "#2c3b46", radius=8)
    canvas.box(798, 520, 38, 280, "#5f7d90")
    canvas.box(840, 520, 38, 280, "#5f7d90")
    canvas.polygon([(1160, 510), (1236, 510), (1258, 660), (1160, 660)], "#3d5566")
    canvas.box(1020, 480, 190, 30, "#20262b")
    for x in range(1034, 1196, 18):
        canvas.box(x, 489, 10, 12, "#ffb52e")
    canvas.box(1236, 730, 26, 34, "#fff3b8", radius=8)
    for x in (520, 1120):
        canvas.disc(x, 826, 84, "#1d4f2f")
        wheel(canvas, x, 836, 70)


def bus_stop(canvas: Canvas) -> None:
    canvas.gradient(["#86c0e6", "#d5eaf2", "#f4f1e3"], 0, 720)
    canvas.hills(720, 120, "#a7c48a", waves=1.1)
    leafy_tree(canvas, 260, 860, 640, ["#5c9448", "#79ad58", "#8fc067"])
    canvas.box(0, 840, WIDTH, HEIGHT - 840, "#c9c1b0")
    canvas.box(0, 950, WIDTH, HEIGHT - 950, "#6b6f73")
    canvas.box(0, 940, WIDTH, 14, "#efeadd")
    canvas.box(640, 430, 640, 430, "#bcdbe688")
    for x in (640, 850, 1060, 1268):
        canvas.box(x, 430, 14, 430, "#3f4c55")
    canvas.polygon([(600, 430), (640, 380), (1290, 380), (1330, 430)], "#2f6f4a")
    canvas.box(700, 720, 520, 26, "#a87442")
    canvas.box(720, 746, 20, 106, "#5d4127")
    canvas.box(1180, 746, 20, 106, "#5d4127")
    canvas.box(880, 470, 160, 210, "#fbfaf3")
    for row in range(9):
        canvas.box(894, 488 + row * 21, 46, 7, "#3a444b")
        for column in range(4):
            canvas.box(952 + column * 20, 488 + row * 21, 13, 7, "#8d979d")
    canvas.box(1420, 330, 14, 540, "#5f6a71")
    canvas.box(1352, 300, 150, 130, "#f2c230", radius=10)
    canvas.box(1376, 336, 102, 56, "#23303a", radius=10)
    for x in (1384, 1415, 1446):
        canvas.box(x, 344, 24, 20, "#bfe0ee")
    canvas.disc(1398, 394, 10, "#23303a")
    canvas.disc(1456, 394, 10, "#23303a")


def footbridge(canvas: Canvas) -> None:
    canvas.gradient(["#4f9fdc", "#a9d7f0", "#eef5ef"], 0, 620)
    clouds(canvas, 4, 170)
    canvas.hills(600, 90, "#89b07b", waves=1.6)
    for number in range(16):
        leafy_tree(
            canvas, number * 108, 640, canvas.random.uniform(90, 170), ["#4d8143", "#6aa257"]
        )
    canvas.gradient(["#8cc4da", "#3f8fb4", "#1f5f82"], 640, HEIGHT)
    ripples(canvas, 660, 1050, "#e6f6fb80", 170)
    canvas.polygon([(0, 640), (190, 640), (330, 760), (0, 960)], "#6a9a4a")
    canvas.polygon([(1600, 640), (1410, 640), (1270, 760), (1600, 960)], "#6a9a4a")
    canvas.arc(800, 640, 640, 430, 180, 360, "#fbfbf7", 26)
    canvas.arc(800, 652, 628, 430, 182, 358, "#d3d9dc", 8)
    for number in range(1, 20):
        x = 160 + number * 64
        rise = 430 * (1 - ((x - 800) / 640) ** 2) ** 0.5
        canvas.line([(x, 640 - rise + 12), (x, 640)], "#e9eef0", 4)
    canvas.box(110, 630, 1380, 34, "#f4f4ee")
    canvas.box(110, 660, 1380, 12, "#b8463a")
    canvas.box(110, 580, 1380, 6, "#c9d2d6")
    for x in range(120, 1490, 34):
        canvas.box(x, 580, 4, 52, "#c9d2d6")
    for x in (300, 1260):
        canvas.polygon([(x - 26, 672), (x + 26, 672), (x + 38, 800), (x - 38, 800)], "#c3bfb4")
    canvas.oval(800, 820, 560, 30, "#1d566f44")


def cycle_path(canvas: Canvas) -> None:
    canvas.gradient(["#66b0e3", "#c3e3f1", "#f4f2e2"], 0, 480)
    clouds(canvas, 4, 160)
    canvas.hills(490, 100, "#8db67d", waves=1.5)
    canvas.gradient(["#a6c765", "#5c8d3d"], 480, HEIGHT)
    canvas.polygon([(1020, 482), (1600, 560), (1600, 720), (1060, 486)], "#5aa3c8")
    canvas.polygon([(770, 484), (830, 484), (1290, HEIGHT), (260, HEIGHT)], "#b5523f")
    for row in range(9):
        near = (row / 9) ** 2
        y = 500 + 560 * near
        canvas.polygon(
            [
                (798 - 4 - near * 12, y),
                (802 + 4 + near * 12, y),
                (806 + near * 20, y + 10 + near * 80),
                (794 - near * 20, y + 10 + near * 80),
            ],
            "#f6efe4",
        )
    leafy_tree(canvas, 190, 720, 430, ["#4f8a42", "#6ba556", "#83b866"])
    frame, tyre = "#1e5a8f", "#25282b"
    for x in (990, 1290):
        canvas.ring(x, 870, 120, tyre, 14)
        for dx, dy in ((110, 0), (78, 78), (0, 110), (-78, 78)):
            canvas.line([(x - dx, 870 - dy), (x + dx, 870 + dy)], "#9aa2a888", 2)
        canvas.disc(x, 870, 12, tyre)
    seat, crank, head = (1075, 700), (1125, 870), (1245, 690)
    for start, end in (
        ((990, 870), crank),
        ((990, 870), seat),
        (seat, crank),
        (crank, head),
        ((1080, 722), head),
    ):
        canvas.line([start, end], frame, 14)
    canvas.line([(1290, 870), (1245, 690), (1232, 630)], frame, 12)
    canvas.line([(1190, 612), (1232, 628), (1270, 604)], tyre, 12)
    canvas.line([(1075, 700), (1066, 668)], "#9aa2a8", 10)
    canvas.oval(1062, 660, 52, 14, tyre)
    canvas.ring(1125, 870, 30, "#7a8288", 8)
    canvas.box(1248, 640, 104, 74, "#a9783f", radius=8)
    for x in range(1256, 1348, 16):
        canvas.box(x, 644, 4, 66, "#825a2c")


PAINTERS = {
    painter.__name__: painter
    for painter in (
        library_bus,
        country_bus,
        bus_stop,
        footbridge,
        cycle_path,
    )
}
