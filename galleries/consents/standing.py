"""Whether images may be shown as far as the people in them have a say.

A withdrawn consent bars an image, and a file, everywhere. So does one that has ended in any use of
the image on a live page, in whatever language: people agree to a photo, not to a place for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import People, ShowsPeople, WithdrawnConsent

# Later days have no moment in every time zone: for a calendar they are no end.
LAST_YEAR = 9998


def end_of(last_day: date) -> datetime:
    """The moment after the last day, in the site's time zone, whatever zone the editor is in."""
    midnight = datetime.combine(last_day + timedelta(days=1), time.min)
    return midnight.replace(tzinfo=timezone.get_default_timezone())


def day_of(moment: datetime) -> date:
    return timezone.localdate(moment, timezone.get_default_timezone())


@dataclass(frozen=True)
class Standing:
    """What the consents say of one image; ``last_day`` is the earliest of all its live uses."""

    withdrawn: bool = False
    last_day: date | None = None

    @property
    def ends(self) -> datetime | None:
        if self.last_day is None or self.last_day.year > LAST_YEAR:
            return None
        return end_of(self.last_day)

    def bars(self, now: datetime) -> bool:
        return self.withdrawn or self.has_ended(now)

    def has_ended(self, now: datetime) -> bool:
        return self.last_day is not None and self.last_day < day_of(now)


def use_models() -> Iterator[Any]:
    """The models of uses on pages: the rows of galleries, articles and so on."""
    for model in apps.get_models():
        if issubclass(model, ShowsPeople):
            yield model


def with_an_end(**lookups: Any) -> list[QuerySet[Any]]:
    """The uses with consents that end or have ended, in a query for each model."""
    return [
        model.objects.filter(
            people=People.CONSENT, consent_until__isnull=False, **lookups
        ).order_by()
        for model in use_models()
    ]


def withdrawn() -> QuerySet[WithdrawnConsent]:
    return WithdrawnConsent.objects.filter(given_again_at=None)


def standings(images: Iterable[Any]) -> dict[int, Standing]:
    """What the consents say of each image, by its id, in two queries however many they are."""
    found = {image.pk: image for image in images}
    if not found:
        return {}
    hashes = {image.file_hash for image in found.values()} - {""}
    barred_ids, barred_hashes = set(), set()
    rows = withdrawn().filter(Q(image__in=found) | Q(file_hash__in=hashes))
    for image_id, file_hash in rows.values_list("image_id", "file_hash"):
        barred_ids.add(image_id)
        barred_hashes.add(file_hash)
    barred_hashes.discard("")
    ends = defaultdict(list)
    for image_id, last_day in last_days(image__in=found, page__live=True):
        ends[image_id].append(last_day)
    return {
        pk: Standing(
            withdrawn=pk in barred_ids or image.file_hash in barred_hashes,
            last_day=min(ends[pk], default=None),
        )
        for pk, image in found.items()
    }


def last_days(**lookups: Any) -> Iterable[tuple[int, date]]:
    """Image id and last day of the uses of all models with such consents, in one query."""
    uses = [rows.values_list("image_id", "consent_until") for rows in with_an_end(**lookups)]
    return uses[0].union(*uses[1:]) if uses else []


def is_barred(image: Any, now: datetime | None = None) -> bool:
    return standings([image])[image.pk].bars(now or timezone.now())


def barred(now: datetime) -> Q:
    """The images that may not be shown, as a condition on images."""
    rows = withdrawn()
    condition = Q(pk__in=rows.exclude(image=None).values("image_id"))
    condition |= Q(file_hash__in=rows.exclude(file_hash="").values("file_hash"))
    for uses in with_an_end(consent_until__lt=day_of(now), page__live=True):
        condition |= Q(pk__in=uses.values("image_id"))
    return condition
