"""Things that stand in more than one scene."""

from collections.abc import Sequence

from .canvas import HEIGHT, WIDTH, Canvas


def clouds(canvas: Canvas, count: int, bottom: float, colour: str = "#f6fafd") -> None:
    """Puffy clouds above a height."""
    for number in range(count):
        x = (number + canvas.random.uniform(0.2, 0.8)) * WIDTH / count
        y = canvas.random.uniform(60, bottom)
        size = canvas.random.uniform(0.6, 1.2)
        for dx, dy, radius in ((-80, 8, 38), (-30, -12, 56), (35, -4, 48), (85, 10, 34)):
            canvas.disc(x + dx * size, y + dy * size, radius * size, colour)
        canvas.box(x - 110 * size, y + 8 * size, 220 * size, 36 * size, colour, radius=18 * size)


def leafy_tree(
    canvas: Canvas, x: float, y: float, height: float, greens: Sequence[str], trunk: str = "#5b4632"
) -> None:
    """A tree with a round crown, standing on y."""
    canvas.polygon(
        [
            (x - height * 0.045, y),
            (x - height * 0.02, y - height * 0.55),
            (x + height * 0.02, y - height * 0.55),
            (x + height * 0.045, y),
        ],
        trunk,
    )
    for green in greens:
        for _ in range(16):
            angle_x = canvas.random.uniform(-0.26, 0.26) * height
            angle_y = canvas.random.uniform(-0.24, 0.2) * height
            radius = canvas.random.uniform(0.07, 0.14) * height
            canvas.disc(x + angle_x, y - height * 0.66 + angle_y, radius, green)


def spruce(canvas: Canvas, x: float, y: float, height: float, colour: str) -> None:
    canvas.box(x - height * 0.025, y - height * 0.12, height * 0.05, height * 0.12, "#4a3a2a")
    for level in range(4):
        top = y - height + level * height * 0.2
        half = height * (0.12 + 0.06 * level)
        canvas.polygon(
            [(x, top), (x - half, top + height * 0.34), (x + half, top + height * 0.34)], colour
        )


def bare_tree(
    canvas: Canvas,
    x: float,
    y: float,
    length: float,
    colour: str,
    lean: float = 0,
    width: float = 0,
) -> None:
    """A tree without leaves: a trunk that forks into ever thinner branches."""
    width = width or length * 0.11
    tip = (x + lean * length, y - length)
    canvas.line([(x, y), tip], colour, width)
    if length < 22:
        return
    for side in (-1, 1):
        spread = lean + side * canvas.random.uniform(0.3, 0.62)
        bare_tree(
            canvas, *tip, length * canvas.random.uniform(0.62, 0.78), colour, spread, width * 0.62
        )


def grass(
    canvas: Canvas, top: float, bottom: float, colours: Sequence[str], count: int, blade: float = 40
) -> None:
    """Blades of grass, larger the nearer they are."""
    for number in range(count):
        near = number / count
        y = top + (bottom - top) * near
        x = canvas.random.uniform(-20, WIDTH + 20)
        length = blade * (0.4 + near)
        bend = canvas.random.uniform(-0.35, 0.35) * length
        canvas.polygon(
            [(x - 3 - 2 * near, y), (x + bend, y - length), (x + 3 + 2 * near, y)],
            canvas.random.choice(colours),
        )


def ripples(
    canvas: Canvas,
    top: float,
    bottom: float,
    colour: str,
    count: int,
    x: float = 0,
    span: float = 0,
) -> None:
    """Short strokes of light on water, wider the nearer they are; all over, or around x."""
    for _ in range(count):
        near = canvas.random.random()
        y = top + (bottom - top) * near
        if span:
            middle = canvas.random.gauss(x, span * (0.3 + near * 0.7))
        else:
            middle = canvas.random.uniform(0, WIDTH)
        half = canvas.random.uniform(12, 40) * (0.4 + near * 1.4)
        canvas.oval(middle, y, half, 1.2 + 2.4 * near, colour)


def stars(canvas: Canvas, count: int, bottom: float) -> None:
    for _ in range(count):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, bottom)
        canvas.disc(x, y, canvas.random.uniform(0.8, 2.4), "#fff6dccc")


def windows(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    columns: int,
    rows: int,
    glass: str = "#4c6a80",
    frame: str = "#f4efe6",
) -> None:
    """A grid of tall windows inside a wall."""
    cell_x, cell_y = width / columns, height / rows
    for row in range(rows):
        for column in range(columns):
            left = x + (column + 0.26) * cell_x
            top = y + (row + 0.2) * cell_y
            pane_x, pane_y = cell_x * 0.48, cell_y * 0.62
            canvas.box(left - 5, top - 5, pane_x + 10, pane_y + 10, frame)
            canvas.box(left, top, pane_x, pane_y, glass)
            canvas.box(left + pane_x / 2 - 2, top, 4, pane_y, frame)
            canvas.box(left, top + pane_y * 0.38, pane_x, 4, frame)


def cobbles(canvas: Canvas, top: float, colour: str, joints: str) -> None:
    """Paving that runs to the lower edge, stones larger the nearer they are."""
    canvas.box(0, top, WIDTH, HEIGHT - top, colour)
    y, row = top, 0
    while y < HEIGHT:
        height = 10 + (y - top) * 0.16
        canvas.box(0, y, WIDTH, 2, joints)
        step = height * 2.1
        x = -(row % 2) * step / 2
        while x < WIDTH:
            canvas.box(x, y, 2, height, joints)
            x += step
        y += height
        row += 1


def wheel(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.disc(x, y, radius, "#23262a")
    canvas.disc(x, y, radius * 0.58, "#aab2b8")
    canvas.disc(x, y, radius * 0.2, "#5c646a")
