"""Withdrawing consents, and giving them again."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from .models import WithdrawnConsent
from .standing import standings, withdrawn


def withdraw(images: Iterable[Any], user: Any, note: str = "") -> int:
    """Bar images, and their files, from the public; returns how many were not barred before."""
    images = list(images)
    known = standings(images)
    new = [image for image in images if not known[image.pk].withdrawn]
    for image in new:
        consent = WithdrawnConsent.of(image)
        consent.withdrawn_at, consent.withdrawn_by, consent.note = timezone.now(), user, note
        consent.save()
        log(image, "galleries.withdraw_consent", user=user)
    return len(new)


def give_again(images: Iterable[Any], user: Any) -> int:
    """Lift the bars of withdrawn consents; returns how many images it concerned."""
    found = {image.pk: image for image in images}
    hashes = {image.file_hash for image in found.values()} - {""}
    lifted = [pk for pk, standing in standings(found.values()).items() if standing.withdrawn]
    for consent in withdrawn().filter(Q(image__in=found) | Q(file_hash__in=hashes)):
        consent.given_again_at, consent.given_again_by = timezone.now(), user
        consent.save()
    for pk in lifted:
        log(found[pk], "galleries.give_consent_again", user=user)
    return len(lifted)
