from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from . import renditions, togetherness
from .consents.standing import is_barred
from .described import PhotosPageMixin


def post_save_image(instance: AbstractImage, created: bool, raw: bool, **kwargs: Any) -> None:
    """A new image gets its first JPEG after the upload, so that it can be shown at once."""
    if not created or raw or is_barred(instance):
        return
    if not instance.collection.get_view_restrictions().exists():
        transaction.on_commit(partial(renditions.make, instance, [renditions.FIRST]), robust=True)


def publish_page(instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """Which photos share their text is a choice of the editors, and in the page's history."""
    if instance.live and isinstance(instance, PhotosPageMixin):
        togetherness.record(instance, revision)


def register_signal_handlers() -> None:
    page_published.connect(publish_page)
    post_save.connect(post_save_image, sender=get_image_model())
