"""Leases: what several workers must not do at the same time.

Whoever holds one renews it as long as it lives. After a kill nobody does, and what was held returns
to the others a little later.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from newsroom.models import Lease

LASTS = timedelta(seconds=20)
# Often enough that one missed renewal loses nothing.
RENEW_EVERY = timedelta(seconds=5)


def take(name: str, holder: uuid.UUID) -> bool:
    """Hold ``name`` from now on, or go on holding it; False if somebody else does."""
    now = timezone.now()
    # Asked again and again: reading is cheap, and on SQLite writing waits for whoever writes.
    known = Lease.objects.filter(name=name, until__gt=now).first()
    if known and known.holder != holder:
        return False
    if known and known.until > now + LASTS / 2:
        return True
    free = Lease.objects.filter(Q(holder=holder) | Q(until__lte=now), name=name)
    if free.update(holder=holder, until=now + LASTS):
        return True
    Lease.objects.bulk_create(
        [Lease(name=name, holder=holder, until=now + LASTS)], ignore_conflicts=True
    )
    return Lease.objects.filter(name=name, holder=holder).exists()


@contextmanager
def held(name: str, holder: uuid.UUID) -> Iterator[bool]:
    """Hold ``name`` meanwhile, and give it back; yields False if somebody else holds it."""
    taken = take(name, holder)
    try:
        yield taken
    finally:
        if taken:
            give_back(holder, name)


def renew(holder: uuid.UUID) -> None:
    """Go on holding everything that is held."""
    now = timezone.now()
    Lease.objects.filter(holder=holder, until__gt=now).update(until=now + LASTS)


def give_back(holder: uuid.UUID, *names: str) -> None:
    """Let others take these, or everything that is held, at once."""
    leases = Lease.objects.filter(holder=holder)
    (leases.filter(name__in=names) if names else leases).delete()
