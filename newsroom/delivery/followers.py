"""Followers: what is told of every change after it was committed, at least once and in order.

Each keeps its own position in a growing number (the sequence of the change log, the stamps of
scopes) and moves it on when what lies behind is done. So nothing has to be written in editors'
transactions, and whoever was down goes on where it stopped.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from newsroom.models import Follower, WireSequence

logger = logging.getLogger(__name__)

RETRY_AFTER = [timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600)]


def newest_change() -> int:
    """The number of the last change of the log."""
    return WireSequence.objects.filter(pk=1).values_list("value", flat=True).first() or 0


def newest_stamp() -> int:
    """The largest stamp that any scope can bear."""
    counter = WireSequence.objects.filter(pk=1).first()
    return counter.value + counter.version if counter else 0


def follow(name: str, newest: Callable[[], int], tell: Callable[[int, int], None]) -> bool:
    """Have a follower do what has come since: ``tell(after, up_to)``; whether there was anything.

    A new follower begins with what comes next. If ``tell`` raises, it is called again later with
    the same beginning. Call this with a lease on the name.
    """
    up_to = newest()
    follower, is_new = Follower.objects.get_or_create(name=name, defaults={"position": up_to})
    if is_new or follower.position >= up_to or follower.not_before > timezone.now():
        return False
    try:
        tell(follower.position, up_to)
    except Exception as error:
        logger.exception("%s could not be told of what follows change %s", name, follower.position)
        follower.not_before = _next_try(follower.attempts)
        follower.attempts += 1
        follower.error = f"{type(error).__name__}: {error}"[:2000]
    else:
        follower.position, follower.attempts, follower.error = up_to, 0, ""
    follower.save()
    return not follower.error


def _next_try(attempts: int) -> datetime:
    return timezone.now() + RETRY_AFTER[min(attempts, len(RETRY_AFTER) - 1)]
