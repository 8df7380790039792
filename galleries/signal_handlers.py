from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from . import renditions
from .consents.standing import is_barred


def post_save_image(instance: AbstractImage, created: bool, raw: bool, **kwargs: Any) -> None:
    """A new image gets its first JPEG after the upload, so that it can be shown at once."""
    if not created or raw or is_barred(instance):
        return
    if not instance.collection.get_view_restrictions().exists():
        transaction.on_commit(partial(renditions.make, instance, [renditions.FIRST]), robust=True)


def register_signal_handlers() -> None:
    post_save.connect(post_save_image, sender=get_image_model())
