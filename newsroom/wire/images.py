"""Renditions of what is on the wire: made outside of requests that publish, gone when private."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction

from galleries import renditions
from galleries.consents.standing import barred
from newsroom.models import WireImage

from .marks import mark
from .visibility import is_public_file

RETRY_AFTER = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)]


def make_due(limit: int) -> int:
    """Make the missing renditions of up to ``limit`` images; returns how many got theirs."""
    made = 0
    due = WireImage.objects.filter(not_before__lte=timezone.now()).order_by("not_before", "pk")
    for row in list(due[:limit]):
        if not _claim(row):
            continue
        image = get_image_model().objects.filter(pk=row.image_id).first()
        if image is None or not is_public_file(image):
            row.delete()
        elif _complete(image):
            # In this order: a worker killed in between makes them again, and no mark is lost.
            mark([f"image:{image.pk}"])
            row.delete()
            made += 1
    return made


def _claim(row: WireImage) -> bool:
    """Take an image that is due, unless another worker was first.

    Its next try is set before this one: who fails, or is killed by it, comes back to it later.
    """
    wait = RETRY_AFTER[min(row.attempts, len(RETRY_AFTER) - 1)]
    untouched = WireImage.objects.filter(pk=row.pk, not_before=row.not_before)
    return bool(untouched.update(attempts=F("attempts") + 1, not_before=timezone.now() + wait))


def _complete(image: Any) -> bool:
    made = renditions.make(image, renditions.survey(image).missing)
    current = get_image_model().objects.filter(pk=image.pk).first()
    if current and current.file.name != image.file.name:
        # An editor replaced the file meanwhile: what was made of the old one shows another photo.
        for row in image.renditions.filter(filter_spec__in=renditions.wanted(image)):
            row.delete()
        return _complete(current)
    # Looked at again: what a storage has not kept must not be asked for in an endless loop.
    return made and not renditions.survey(image).missing


def want(image_id: int) -> None:
    """Have the worker make an image's sizes, also if it is never on the wire."""
    WireImage.objects.bulk_create([WireImage(image_id=image_id)], ignore_conflicts=True)


def make_first(image_ids: Iterable[int]) -> None:
    """The first JPEG of images that have just been saved, so that they can be shown at once."""
    for image in get_image_model().objects.filter(pk__in=image_ids):
        WireImage.objects.filter(image_id=image.pk).update(attempts=0, not_before=timezone.now())
        missing = renditions.FIRST in renditions.survey(image).missing
        if missing and is_public_file(image):
            renditions.make(image, [renditions.FIRST])


def private_images() -> QuerySet[Any]:
    """Images in restricted collections or below such, and those whose people do not agree."""
    restricted = Collection.objects.filter(
        pk__in=CollectionViewRestriction.objects.values("collection_id")
    )
    private = {
        pk
        for collection in restricted
        for pk in collection.get_descendants(inclusive=True).values_list("pk", flat=True)
    }
    concealed = Q(collection__in=private) | barred(timezone.now())
    images: QuerySet[Any] = get_image_model().objects.filter(concealed)
    return images


def delete_private_renditions() -> int:
    """Delete the renditions of images that are not public (any more), and mark the images."""
    rows = list(get_image_model().get_rendition_model().objects.filter(image__in=private_images()))
    for row in rows:
        row.delete()
    mark(sorted({f"image:{row.image_id}" for row in rows}))
    return len(rows)
