"""Scenes on and beside the water."""

from .canvas import HEIGHT, WIDTH, Canvas
from .shapes import bare_tree, clouds, grass, leafy_tree, ripples, spruce, stars


def river_at_dawn(canvas: Canvas) -> None:
    canvas.gradient(["#4f6d9b", "#c99bb0", "#f7c08a", "#fde3ae"], 0, 560)
    canvas.glow(1080, 470, 420, "#fff1c4", 0.95)
    canvas.disc(1080, 470, 58, "#fff6dd")
    for base, height, colour in ((520, 90, "#8d86a8"), (560, 70, "#6d7391"), (600, 50, "#4e6474")):
        canvas.hills(base, height, colour, waves=1.6)
    canvas.gradient(["#5f7a6e", "#38543f", "#1f3625"], 590, HEIGHT)
    river = [(900, 600), (1010, 660), (760, 760), (900, 880), (420, HEIGHT)]
    right = [(1330, HEIGHT), (1260, 890), (980, 770), (1120, 665), (960, 600)]
    canvas.polygon([*river, *right], "#f3c795")
    canvas.polygon(
        [(930, 600), (1060, 662), (850, 765), (1080, 885), (700, HEIGHT), *right], "#e9ac86"
    )
    ripples(canvas, 780, 1050, "#fff3d2b0", 60, x=950, span=120)
    for top in (575, 625, 680):
        canvas.mist(top - 20, top + 50, "#fbe9d2", 0.5)
    for x, y, size in ((160, 700, 240), (300, 680, 180), (60, 760, 300), (1440, 690, 200)):
        leafy_tree(canvas, x, y, size, ["#243d30", "#2f4d3a"], "#22302a")
    grass(canvas, 900, 1100, ["#1b3022", "#274530", "#3a5a38"], 260, blade=46)


def lake_pier(canvas: Canvas) -> None:
    canvas.gradient(["#3e7fc1", "#8cc0e4", "#d9edf5"], 0, 520)
    clouds(canvas, 4, 220)
    canvas.hills(520, 230, "#7f9fb5", waves=1.1)
    canvas.hills(530, 130, "#5b8377", waves=1.8)
    for number in range(46):
        spruce(canvas, number * 36 - 10, 545, canvas.random.uniform(60, 120), "#2f5a48")
    canvas.gradient(["#a9d3e6", "#4d93bd", "#1d5884"], 540, HEIGHT)
    ripples(canvas, 560, 1050, "#e9f7fb88", 170)
    canvas.polygon([(690, 1067), (770, 640), (850, 640), (1010, 1067)], "#a57c50")
    for step in range(15):
        y = 640 + step * step * 2.05
        half = 40 + (y - 640) * 0.28
        middle = 810 + (y - 640) * 0.095
        canvas.box(middle - half, y, half * 2, 2 + step * 0.55, "#6f4f30")
    for y, height, width in ((650, 60, 8), (730, 84, 12), (850, 116, 18), (1010, 150, 26)):
        half = 40 + (y - 640) * 0.28
        middle = 810 + (y - 640) * 0.095
        canvas.box(middle - half - width, y - height * 0.5, width, height, "#5d4127")
        canvas.box(middle + half, y - height * 0.5, width, height, "#5d4127")


def frozen_pond(canvas: Canvas) -> None:
    canvas.gradient(["#8fa9c4", "#cfdbe6", "#f3e9e2"], 0, 560)
    canvas.glow(1220, 430, 300, "#ffeccf", 0.8)
    canvas.hills(560, 70, "#c3cfda", waves=1.5)
    canvas.gradient(["#eef3f7", "#dfe8f0", "#f8fbfd"], 550, HEIGHT)
    canvas.oval(840, 800, 640, 170, "#b5cfdf")
    canvas.oval(840, 806, 610, 152, "#c9e0ec")
    for _ in range(26):
        x, y = canvas.random.uniform(340, 1340), canvas.random.uniform(700, 900)
        end = x + canvas.random.uniform(-160, 160), y + canvas.random.uniform(-24, 24)
        canvas.line([(x, y), end], "#ffffffb0", 2)
    for x, y, length in ((130, 690, 150), (320, 620, 90), (1470, 700, 170), (1290, 620, 84)):
        bare_tree(canvas, x, y, length, "#4a4346")
    for x, y in ((70, 860), (1530, 870), (250, 980), (1400, 1000)):
        canvas.oval(x, y, 150, 50, "#ffffff")
    for _ in range(40):
        x = canvas.random.choice([canvas.random.gauss(330, 50), canvas.random.gauss(1330, 50)])
        y = canvas.random.uniform(780, 880)
        canvas.line([(x, y), (x + canvas.random.uniform(-14, 14), y - 110)], "#a98a56", 4)
        canvas.oval(x, y - 100, 6, 22, "#7b5a34")
    for _ in range(240):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, HEIGHT)
        canvas.disc(x, y, canvas.random.uniform(1.5, 5), "#ffffffd0")


def moonlit_river(canvas: Canvas) -> None:
    canvas.gradient(["#070d24", "#142a52", "#3a5c86"], 0, 560)
    stars(canvas, 260, 430)
    canvas.glow(560, 240, 300, "#c9d8f5", 0.7)
    canvas.disc(560, 240, 66, "#f6f1dc")
    for x, y, radius in ((545, 225, 14), (585, 255, 10), (560, 275, 8)):
        canvas.disc(x, y, radius, "#ddd8c4")
    canvas.hills(560, 120, "#0f2038", waves=1.5)
    for number in range(60):
        spruce(canvas, number * 28, 580, canvas.random.uniform(50, 110), "#0a1728")
    canvas.gradient(["#31507a", "#16294a", "#070e20"], 570, HEIGHT)
    ripples(canvas, 580, 1060, "#f6f1dca0", 130, x=560, span=60)
    ripples(canvas, 600, 1060, "#6f93c055", 120)
    canvas.polygon([(0, 900), (260, 960), (420, HEIGHT), (0, HEIGHT)], "#050a14")
    canvas.polygon([(1600, 820), (1380, 930), (1220, HEIGHT), (1600, HEIGHT)], "#050a14")
    for x, y, size in ((90, 930, 330), (1500, 880, 400)):
        spruce(canvas, x, y, size, "#050a14")


def heron_in_mist(canvas: Canvas) -> None:
    canvas.gradient(["#aebfc4", "#d5dcd6", "#e9e6d6"], 0, 620)
    canvas.hills(560, 70, "#b4c1bf", waves=2)
    canvas.hills(600, 50, "#9db0ab", waves=3)
    canvas.gradient(["#dfe3d8", "#a9bdb8", "#6f8d8b"], 600, HEIGHT)
    ripples(canvas, 640, 1050, "#f4f5ec90", 110)
    grey, dark = "#5d6b78", "#2b333c"
    canvas.line([(770, 850), (775, 690)], dark, 8)
    canvas.line([(815, 850), (805, 690)], dark, 8)
    canvas.polygon(
        [(690, 690), (650, 735), (740, 705), (830, 690), (870, 610), (820, 560), (740, 590)], grey
    )
    canvas.polygon([(650, 735), (720, 640), (820, 600), (800, 680), (720, 712)], "#75838f")
    canvas.line([(850, 600), (890, 530), (850, 470), (880, 400)], "#8d9aa4", 26)
    canvas.oval(896, 392, 36, 22, "#dfe3e2")
    canvas.polygon([(862, 382), (800, 372), (890, 372), (925, 384)], dark)
    canvas.polygon([(924, 384), (1030, 402), (924, 402)], "#d69a33")
    canvas.disc(905, 388, 5, dark)
    for side in (range(-20, 430, 14), range(1180, 1640, 13)):
        for x in side:
            top = canvas.random.uniform(420, 700)
            tip = x + canvas.random.uniform(-50, 60)
            foot = canvas.random.uniform(960, 1090)
            canvas.line([(x, foot), (tip, top)], canvas.random.choice(["#7b7a4c", "#92905c"]), 7)
            canvas.oval(tip, top, 9, 38, "#5e4730")
    for top in (560, 700):
        canvas.mist(top - 60, top + 90, "#f4f3ea", 0.75)


def flood_bank(canvas: Canvas) -> None:
    canvas.gradient(["#76879a", "#a9b6bf", "#d5d8d2"], 0, 480)
    clouds(canvas, 6, 250, "#8895a1")
    canvas.hills(490, 50, "#7d8f80", waves=2.2)
    for number in range(14):
        leafy_tree(
            canvas, 40 + number * 120, 520, canvas.random.uniform(80, 130), ["#55704f", "#678259"]
        )
    canvas.gradient(["#8f9a8e", "#7d8574", "#5f6653"], 510, HEIGHT)
    ripples(canvas, 530, 1040, "#c6cbbd80", 150)
    canvas.polygon(
        [(760, HEIGHT), (1180, 470), (1330, 470), (1600, 640), (1600, HEIGHT)], "#5f9443"
    )
    canvas.polygon([(1180, 470), (1330, 470), (1600, 640), (1600, 760)], "#7bb356")
    canvas.polygon([(1240, 470), (1275, 470), (1600, 670), (1600, 716)], "#d0bb90")
    canvas.box(520, 420, 60, 520, "#f5f5f0")
    for mark in range(13):
        canvas.box(520 if mark % 2 else 548, 420 + mark * 40, 32, 20, "#c62828")
        canvas.box(520, 420 + mark * 40, 60, 3, "#222222")
    canvas.oval(550, 940, 90, 14, "#c6cbbd90")


def sailing_boats(canvas: Canvas) -> None:
    canvas.gradient(["#2f7fc4", "#7fbce6", "#d6eef7"], 0, 500)
    clouds(canvas, 5, 200)
    canvas.hills(510, 70, "#4f7f5d", waves=2)
    canvas.gradient(["#7fc0dc", "#2f86b8", "#12537f"], 500, HEIGHT)
    ripples(canvas, 520, 1050, "#eaf7fc80", 230)
    boats = [(420, 650, 0.7, "#e8453c"), (820, 780, 1.15, "#fafaf5"), (1260, 680, 0.85, "#f2b632")]
    for x, y, size, sail in boats:
        canvas.polygon(
            [(x, y - 330 * size), (x, y - 30 * size), (x - 130 * size, y - 30 * size)], sail
        )
        canvas.polygon(
            [
                (x + 12 * size, y - 290 * size),
                (x + 12 * size, y - 30 * size),
                (x + 110 * size, y - 30 * size),
            ],
            "#f7f3e4",
        )
        canvas.box(x, y - 340 * size, 9 * size, 340 * size, "#6b4a2c")
        canvas.polygon(
            [
                (x - 150 * size, y),
                (x + 140 * size, y),
                (x + 95 * size, y + 50 * size),
                (x - 115 * size, y + 50 * size),
            ],
            "#7a4b2a",
        )
        canvas.oval(x, y + 62 * size, 150 * size, 12 * size, "#0d3d5f88")


PAINTERS = {
    painter.__name__: painter
    for painter in (
        river_at_dawn,
        lake_pier,
        frozen_pond,
        moonlit_river,
        heron_in_mist,
        flood_bank,
        sailing_boats,
    )
}
