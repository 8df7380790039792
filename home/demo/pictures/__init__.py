"""Photos of the demo, drawn by code: the same scenes every time, none with a person in it."""

from . import buildings, gardens, interiors, land, roads, water
from .canvas import Canvas, Painter

PAINTERS: dict[str, Painter] = {
    **water.PAINTERS,
    **land.PAINTERS,
    **gardens.PAINTERS,
    **buildings.PAINTERS,
    **roads.PAINTERS,
    **interiors.PAINTERS,
}


def draw(name: str) -> bytes:
    """The scene of this name as a JPEG of 1280 by 853 pixels."""
    canvas = Canvas(name)
    PAINTERS[name](canvas)
    return canvas.jpeg()
