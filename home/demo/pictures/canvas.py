"""What scenes are drawn with: a canvas of 1600 by 1067 units and the shapes they share."""

from collections.abc import Callable, Sequence
from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageColor, ImageDraw, ImageOps

WIDTH, HEIGHT = 1600, 1067
# Drawn at twice the size of the file (1280 by 853 pixels) and reduced, so that edges are smooth.
SCALE = 1.6
REDUCTION = 2
QUALITY = 85

Point = tuple[float, float]


class Canvas:
    """A picture in the making; x runs to the right, y down, colours are CSS-like strings.

    Chance comes from the seed alone, so that a scene is the same picture every time.
    """

    def __init__(self, seed: str) -> None:
        self.random = Random(seed)  # noqa: S311 - chance for leaves and waves, not for secrets
        self.image = Image.new("RGB", (round(WIDTH * SCALE), round(HEIGHT * SCALE)))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def gradient(self, colours: Sequence[str], top: float = 0, bottom: float = HEIGHT) -> None:
        """Fill the full width between two heights; the colours follow each other downwards."""
        strip = Image.new("RGB", (1, len(colours)))
        strip.putdata([_rgb(colour) for colour in colours])
        size = (round(WIDTH * SCALE), round((bottom - top) * SCALE))
        # The middle of the first colour lies at the top edge, that of the last at the bottom.
        box = (0.0, 0.5, 1.0, len(colours) - 0.5)
        area = strip.resize(size, Image.Resampling.BILINEAR, box=box)
        self.image.paste(area, (0, round(top * SCALE)))

    def mist(self, top: float, bottom: float, colour: str, opacity: float) -> None:
        """A band over the full width, densest in the middle of its height."""
        strip = Image.new("L", (1, 3))
        strip.putpixel((0, 1), round(255 * opacity))
        size = (round(WIDTH * SCALE), round((bottom - top) * SCALE))
        mask = strip.resize(size, Image.Resampling.BILINEAR, box=(0.0, 0.5, 1.0, 2.5))
        area = Image.new("RGB", mask.size, _rgb(colour))
        self.image.paste(area, (0, round(top * SCALE)), mask)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1) -> None:
        """Light that fades out from a point."""
        side = round(2 * radius * SCALE)
        light = ImageOps.invert(Image.radial_gradient("L")).resize((side, side))
        # Pillow's gradient ends in the corners; ours ends where the circle touches the sides.
        light = light.point([round(255 * strength * max(0, v - 75) / 180) for v in range(256)])
        corner = (round((x - radius) * SCALE), round((y - radius) * SCALE))
        self.image.paste(Image.new("RGB", light.size, _rgb(colour)), corner, light)

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=_rgba(colour))

    def line(self, points: Sequence[Point], colour: str, width: float = 4) -> None:
        self.pen.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=_rgba(colour),
            width=max(1, round(width * SCALE)),
            joint="curve",
        )

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0
    ) -> None:
        corners = [x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE]
        if radius:
            self.pen.rounded_rectangle(corners, radius * SCALE, fill=_rgba(colour))
        else:
            self.pen.rectangle(corners, fill=_rgba(colour))

    def oval(self, x: float, y: float, rx: float, ry: float, colour: str) -> None:
        """An ellipse around its centre."""
        corners = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.pen.ellipse(corners, fill=_rgba(colour))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self.oval(x, y, radius, radius, colour)

    def ring(self, x: float, y: float, radius: float, colour: str, width: float = 4) -> None:
        self.arc(x, y, radius, radius, 0, 360, colour, width)

    def arc(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        start: float,
        end: float,
        colour: str,
        width: float = 4,
    ) -> None:
        """Part of an ellipse's outline; degrees run clockwise from three o'clock."""
        corners = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.pen.arc(corners, start, end, fill=_rgba(colour), width=round(width * SCALE))

    def hills(self, base: float, height: float, colour: str, waves: float = 2) -> None:
        """Rolling land that fills everything below it."""
        shifts = [self.random.uniform(0, 2 * pi) for _ in range(3)]

        def top(x: float) -> float:
            t = x / WIDTH * 2 * pi * waves
            swell = sin(t + shifts[0]) + sin(t * 2.3 + shifts[1]) / 2 + sin(t * 5 + shifts[2]) / 8
            return base - height * (swell + 1.6) / 3.2

        outline = [(x, top(x)) for x in range(0, WIDTH + 20, 20)]
        self.polygon([(0, HEIGHT), *outline, (WIDTH, HEIGHT)], colour)

    def jpeg(self) -> bytes:
        buffer = BytesIO()
        self.image.reduce(REDUCTION).save(buffer, "JPEG", quality=QUALITY, progressive=True)
        return buffer.getvalue()


Painter = Callable[[Canvas], None]


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _rgba(colour: str) -> tuple[int, int, int, int]:
    """Colours may carry their opacity: ``#rrggbbaa``."""
    values = ImageColor.getrgb(colour)
    return values[0], values[1], values[2], values[3] if len(values) == 4 else 255
