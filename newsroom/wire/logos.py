"""Logos: the small pictures that feeds show beside them, made before any reader asks."""

import logging
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.images import get_image_model

from galleries import renditions
from newsroom.addresses import media_url
from newsroom.models import FeedSettings

from .marks import mark
from .visibility import is_public_file

logger = logging.getLogger(__name__)

# RSS 2.0 allows a channel's image no more than 144 pixels of width; nothing is enlarged.
SPEC = "max-144x144|stripmetadata|format-png"
MEDIA_TYPE = "image/png"


@dataclass(frozen=True)
class Logo:
    """A public file, with its absolute address; ``width`` and ``height`` in pixels."""

    url: str
    width: int
    height: int
    media_type: str


def make(image: Any) -> bool:
    """Make the logo of an image; False if its file is missing or broken, which is logged.

    Like all renditions, never inside a transaction or in a reader's request.
    """
    return renditions.make(image, [SPEC])


def make_missing() -> int:
    """Make the logos that Sites' settings ask for and that are not there; returns how many."""
    made = 0
    for settings in FeedSettings.objects.filter(image__isnull=False).select_related("image"):
        image = settings.image
        if _row(image.pk) or not is_public_file(image):
            continue
        if make(image):
            # What is remembered of feeds is known by this; see newsroom.wire.feed_options.Options.
            FeedSettings.objects.filter(pk=settings.pk).update(changed=timezone.now())
            mark([f"feeds:{settings.site_id}"])
            made += 1
    return made


def find(image_id: int | None, root_url: str) -> Logo | None:
    """The logo of an image, if it has been made and everybody may see it; nothing is made."""
    row = _row(image_id) if image_id else None
    if row is None or not is_public_file(row.image):
        return None
    return Logo(media_url(row.url, root_url), row.width, row.height, MEDIA_TYPE)


def _row(image_id: int | None) -> Any:
    """The rendition with a file, if there is one."""
    model = get_image_model().get_rendition_model()
    rows = model.objects.filter(image_id=image_id, filter_spec=SPEC)
    row = rows.select_related("image__collection").first()
    try:
        return row if row and row.file.storage.exists(row.file.name) else None
    except (OSError, ValueError):
        logger.warning("The file of rendition %s cannot be looked for", row.pk, exc_info=True)
        return None
