"""The pictures of imported photos: files that lie beside the capture, or drawn placeholders."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as PILImage
from PIL import ImageDraw, ImageFont
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField

PLACEHOLDER = "placeholder"
SIZE = (1200, 800)


class PictureError(Exception):
    """The file is not a picture that this site takes."""


@dataclass(frozen=True)
class PictureFile:
    """A file found for a photo; ``error`` says why it cannot be used."""

    name: str
    content: bytes
    error: str = ""

    @property
    def sha1(self) -> str:
        """The hash that Wagtail keeps of an image's file."""
        return hashlib.sha1(self.content, usedforsecurity=False).hexdigest()


def read_folder(folder: Path) -> list[PictureFile]:
    """The files of a folder in the order of their names, hidden ones left out."""
    if not folder.is_dir():
        return []
    paths = sorted(
        path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")
    )
    return [read_file(path) for path in paths]


def read_file(path: Path) -> PictureFile:
    try:
        content = path.read_bytes()
        check(path.name, content)
    except (OSError, PictureError) as error:
        return PictureFile(path.name, b"", str(error))
    return PictureFile(path.name, content)


def check(name: str, content: bytes) -> None:
    """Refuse what the site's own upload form would refuse, and what cannot be decoded."""
    try:
        WagtailImageField().clean(SimpleUploadedFile(name, content))
        with PILImage.open(BytesIO(content)) as picture:
            picture.load()
    except ValidationError as error:
        raise PictureError(" ".join(error.messages)) from error
    except (OSError, SyntaxError, ValueError, PILImage.DecompressionBombError) as error:
        raise PictureError(str(error)) from error


def digest(files: list[PictureFile]) -> str:
    """What changes when a file is replaced, added, removed or renamed into another place."""
    return hashlib.sha256(" ".join(file.sha1 for file in files).encode()).hexdigest()


def draw(capture: str, number: int, total: int) -> bytes:
    """A placeholder (PNG): the same for the same photo, and different for every other."""
    seed = hashlib.sha256(f"{capture}/{number}".encode()).digest()
    dark = tuple(60 + byte % 70 for byte in seed[:3])
    light = tuple(170 + byte % 70 for byte in seed[3:6])
    picture = PILImage.new("RGB", SIZE, light)
    pen = ImageDraw.Draw(picture)
    stripe = 60 + seed[6] % 60
    slope = seed[7] % 400
    for left in range(-slope - stripe, SIZE[0] + stripe, 2 * stripe):
        corners = [(left, SIZE[1]), (left + stripe, SIZE[1]), (left + stripe + slope, 0)]
        pen.polygon([*corners, (left + slope, 0)], fill=dark)
    for byte_x, byte_y, byte_size in zip(seed[8:14], seed[14:20], seed[20:26], strict=True):
        x, y, radius = byte_x * SIZE[0] // 255, byte_y * SIZE[1] // 255, 20 + byte_size // 3
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=light, width=12)
    # The built-in typeface has no letters beyond ASCII.
    write(pen, SIZE[1] // 2 - 60, PLACEHOLDER.upper(), 110)
    write(pen, SIZE[1] // 2 + 70, f"{number} / {total}", 70)
    content = BytesIO()
    picture.save(content, "PNG", optimize=False)
    return content.getvalue()


def write(pen: ImageDraw.ImageDraw, middle: int, text: str, size: int) -> None:
    font = ImageFont.load_default(size)
    place = (SIZE[0] // 2, middle)
    box = pen.textbbox(place, text, font, anchor="mm")
    pen.rectangle((box[0] - 30, box[1] - 20, box[2] + 30, box[3] + 20), fill="white")
    pen.text(place, text, "black", font, anchor="mm")


class Files:
    """Files written for one capture; they are deleted when its import fails."""

    def __init__(self) -> None:
        self.written: list[tuple[Storage, str]] = []

    def save(self, *, title: str, name: str, content: bytes, drawn: bool) -> Any:
        """Put a picture into the library. The name says which photo of which capture it is."""
        image = get_image_model()(title=title)
        field = image._meta.get_field("file")
        path = field.generate_filename(image, name)
        self.forget_leftover(field.storage, path)
        image.file = ContentFile(content, name)
        image._set_image_file_metadata()
        try:
            image.save()
        finally:
            if image.file._committed:
                self.written.append((image.file.storage, image.file.name))
        if drawn:
            image.tags.add(PLACEHOLDER)
        return image

    def forget_leftover(self, storage: Storage, path: str) -> None:
        """Delete what a killed run wrote: a file with this name that no image knows."""
        if storage.exists(path) and not get_image_model().objects.filter(file=path).exists():
            storage.delete(path)

    def delete(self) -> None:
        for storage, name in self.written:
            storage.delete(name)


@contextmanager
def deleted_on_failure() -> Iterator[Files]:
    files = Files()
    try:
        yield files
    except BaseException:  # a killed run as well
        files.delete()
        raise


def is_drawn(image: Any) -> bool:
    """Whether it is a placeholder still: an editor who replaces it removes the tag."""
    return bool(image.tags.filter(name=PLACEHOLDER).exists())
