from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.signals import post_save, pre_save
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from . import renditions, togetherness
from .consents.standing import is_barred
from .described import PhotosPageMixin
from .metadata import secrets


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


def pre_save_image(instance: AbstractImage, raw: bool, **kwargs: Any) -> None:
    """A new file does not tell where the photo was taken, and with whose camera."""
    file = instance.file
    if raw or not file or file._committed:
        return
    # Not closed: it has yet to be stored.
    content = file.open().read()
    file.seek(0)
    clean = secrets.removed(content)
    if clean != content:
        instance.file = ContentFile(clean, name=file.name)
        if instance.file_hash:
            instance._set_image_file_metadata()


def register_signal_handlers() -> None:
    page_published.connect(publish_page)
    pre_save.connect(pre_save_image, sender=get_image_model())
    post_save.connect(post_save_image, sender=get_image_model())
