"""What becomes due: publications, expiries, and embedded things that have expired.

Unlike Wagtail's ``publish_scheduled`` nothing is published whose expiry has passed meanwhile, and
a page that fails does not stop the others.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from newsroom.models import WireItem, WireJob
from newsroom.wire.images import delete_private_renditions
from newsroom.wire.marks import mark

from . import releases

logger = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=10)


class Schedule:
    """Does what is due; what failed is left alone for a while."""

    def __init__(self) -> None:
        self._not_before: dict[str, datetime] = {}

    def publish_due(self) -> int:
        """Publish what is scheduled until now; returns the number of publications."""
        now = timezone.now()
        due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
        published = 0
        for revision in due.order_by("approved_go_live_at", "pk"):
            expiry = parse_datetime(revision.content.get("expire_at") or "")
            if expiry and expiry <= now:
                logger.warning("%s expired before it was published", revision.object_str)
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
                log(revision.as_object(), "wagtail.schedule.cancel", revision=revision)
                continue
            publish = partial(revision.publish, log_action="wagtail.publish.scheduled")
            published += self._try(f"publish revision {revision.pk}", publish)
        return published

    def publish_releases(self) -> int:
        """Publish what was planned together; returns how many plans were carried out."""
        plans = releases.due().values_list("pk", flat=True)
        return sum(
            self._try(f"carry out release {pk}", partial(releases.carry_out, pk))
            for pk in list(plans)
        )

    def unpublish_expired(self) -> int:
        """Unpublish what has expired; returns how many pages."""
        expired = Page.objects.filter(live=True, expire_at__lte=timezone.now())
        done = 0
        for page in expired.order_by("expire_at", "pk").specific():
            unpublish = partial(
                page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
            )
            done += self._try(f"unpublish page {page.pk}", unpublish)
        return done

    def _try(self, name: str, action: Callable[[], object]) -> bool:
        now = timezone.now()
        if self._not_before.get(name, now) > now:
            return False
        try:
            action()
        except Exception:
            logger.exception("Could not %s; next try in %s", name, RETRY_AFTER)
            self._not_before[name] = now + RETRY_AFTER
            return False
        return True


def mark_outdated() -> None:
    """Mark items that embed what has expired."""
    rows = (
        WireItem.objects.filter(valid_until__lte=timezone.now(), withdrawn_at=None)
        # A composition that failed has its own time for the next try.
        .exclude(page_id__in=WireJob.objects.values("page_id"))
    )
    keys = {f"page:{key}" for key in rows.values_list("translation_key", flat=True)}
    mark(sorted(keys))
    if keys:
        # It may have been people's consent: the files of the photo must go as well.
        delete_private_renditions()
