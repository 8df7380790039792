"""The sizes in which photos are public: JPEG and WebP at a handful of widths, without EXIF."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

logger = logging.getLogger(__name__)

WIDTHS = (320, 640, 960, 1280, 1920)
FORMATS = ("jpeg", "webp")
FIRST_WIDTH = 960


class StripMetadataOperation(FilterOperation):
    """The filter ``stripmetadata``: drops EXIF, XMP and comments, keeps the colour profile.

    Willow copies EXIF into every JPEG it makes, with the photographer's name, the camera's serial
    number and the place where the photo was taken.
    """

    def construct(self, *args: str) -> None:
        if args:
            raise ValueError("stripmetadata takes no parameters")

    def run(self, willow: Any, image: AbstractImage, env: dict[str, Any]) -> Any:
        if pixels := getattr(willow, "image", None):
            kept = pixels.info.get("icc_profile")
            pixels.info.clear()
            if kept:
                pixels.info["icc_profile"] = kept
        return willow


@dataclass(frozen=True)
class PublicRendition:
    """One file of a photo; ``width`` and ``height`` in pixels, ``length`` in bytes."""

    url: str
    width: int
    height: int
    type: str
    length: int


def spec(width: int, file_format: str) -> str:
    return f"width-{width}|stripmetadata|format-{file_format}"


FIRST = spec(FIRST_WIDTH, "jpeg")


def wanted(image: AbstractImage) -> list[str]:
    """The filter specs of every size this image should be public in; none is enlarged."""
    widths = [width for width in WIDTHS if width < image.width]
    widths += [width for width in WIDTHS if width >= image.width][:1]
    if FIRST_WIDTH not in widths:
        widths.append(FIRST_WIDTH)
    return [spec(width, file_format) for file_format in FORMATS for width in widths]


def make(image: AbstractImage, specs: Iterable[str]) -> bool:
    """Make renditions; False if the image's file is missing or broken, which is logged.

    Takes seconds for a large photo: never call it inside a transaction or a publish request.
    """
    try:
        for item in specs:
            row = image.renditions.filter(filter_spec=item).first()
            if row is None:
                # Not get_rendition(): its cache may know a row that is no more.
                image.create_rendition(Filter(spec=item))
            else:
                # Its file has gone. Deleting the row would delete a new file of the same name.
                content = image.generate_rendition_file(Filter(spec=item))
                row.file.storage.save(row.file.name, content)
    # Pillow and the storages raise whatever they like on a broken file, and one broken photo must
    # cost only itself.
    except Exception:
        logger.warning("Image %s cannot be resized", image.pk, exc_info=True)
        return False
    return True


@dataclass(frozen=True)
class Survey:
    """What there is of an image: its files, JPEG first, then by width, and the specs it lacks."""

    files: list[PublicRendition]
    missing: list[str]


def survey(image: AbstractImage) -> Survey:
    """Look which renditions exist; one whose file has gone is missing."""
    specs = wanted(image)
    found = {}
    for row in image.renditions.filter(filter_spec__in=specs):
        if rendition := _public(row):
            found[row.filter_spec] = rendition
    # Below the first width two specs can give the same size.
    sizes = {
        (found[spec].type, found[spec].width): found[spec]
        for spec in reversed(specs)
        if spec in found
    }
    return Survey(
        files=[sizes[size] for size in sorted(sizes)],
        missing=[item for item in specs if item not in found],
    )


def _public(row: AbstractRendition) -> PublicRendition | None:
    try:
        length = row.file.size
    except (OSError, ValueError):
        logger.warning("The file of rendition %s is gone", row.pk)
        return None
    file_format = row.filter_spec.rsplit("-", 1)[1]
    return PublicRendition(row.url, row.width, row.height, f"image/{file_format}", length)
