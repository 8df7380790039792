"""What the people in photos say, passed on to the wire.

A photo leaves its pages in the transaction in which it is barred: readers compose them anew, until
the settler has. The pages themselves stay.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page

from galleries.consents.models import People, ShowsPeople, WithdrawnConsent
from galleries.consents.standing import last_days, standings

from .marks import mark, outdate


def may_matter(instance: Any) -> bool:
    """Whether a change of this may bar an image, or no longer; it is no page."""
    if isinstance(instance, ShowsPeople):
        return instance.people == People.CONSENT and instance.consent_until is not None
    return isinstance(instance, WithdrawnConsent)


def images_of(instance: Any) -> list[Any]:
    """The images that may be barred, or no longer be, after a change of this."""
    match instance:
        case WithdrawnConsent():
            same = Q(pk=instance.image_id)
            if instance.file_hash:
                same |= Q(file_hash=instance.file_hash)
        case Page():
            # Its rows as they were, for a page is saved before them.
            same = Q(pk__in=[image_id for image_id, _ in last_days(page=instance.pk)])
        case _:
            same = Q(pk=instance.image_id)
    return list(get_image_model().objects.filter(same))


def note(images: Iterable[Any]) -> list[str]:
    """Mark images, and outdate at once what shows a barred one; returns the keys of all."""
    now = timezone.now()
    bars = {f"image:{pk}": found.bars(now) for pk, found in standings(images).items()}
    mark(bars)
    if barred := [key for key, is_barred in bars.items() if is_barred]:
        outdate(barred)
    return list(bars)
