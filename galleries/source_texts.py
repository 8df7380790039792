"""The alternative texts that a page's photos have in the language it was translated from."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wagtail.models import Page


def source_texts(page: Page, photos: Iterable[Any]) -> dict[UUID, str]:
    """By the photos' translation keys; nothing for a page that is no translation.

    The page that was there first is the one that was translated.
    """
    photos = list(photos)
    if not photos or not page.pk:
        return {}
    rows = type(photos[0])._default_manager.filter(
        translation_key__in=[photo.translation_key for photo in photos],
        page_id__lt=page.pk,
        decorative=False,
    )
    # The first page's text comes last, and stays.
    rows = rows.exclude(locale_id=page.locale_id).order_by("-page_id")
    return dict(rows.values_list("translation_key", "alt_text"))
