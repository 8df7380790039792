"""What becomes due: publications, expiries, and embedded things that have expired.

Unlike Wagtail's ``publish_scheduled`` nothing is published whose expiry has passed meanwhile, and
a page that fails does not stop the others.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet
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
        due = _due_revisions().order_by("approved_go_live_at", "pk").values_list("pk", flat=True)
        return sum(self._try(f"publish revision {pk}", partial(_publish, pk)) for pk in list(due))

    def publish_releases(self) -> int:
        """Publish what was planned together; returns how many plans were carried out."""
        plans = releases.due().values_list("pk", flat=True)
        return sum(
            self._try(f"carry out release {pk}", partial(releases.carry_out, pk))
            for pk in list(plans)
        )

    def unpublish_expired(self) -> int:
        """Unpublish what has expired; returns how many pages."""
        due = _expired_pages().order_by("expire_at", "pk").values_list("pk", flat=True)
        return sum(self._try(f"unpublish page {pk}", partial(_unpublish, pk)) for pk in list(due))

    def _try(self, name: str, action: Callable[[], bool]) -> bool:
        now = timezone.now()
        if self._not_before.get(name, now) > now:
            return False
        try:
            return action()
        except Exception:
            logger.exception("Could not %s; next try in %s", name, RETRY_AFTER)
            self._not_before[name] = now + RETRY_AFTER
            return False


def _due_revisions() -> QuerySet[Revision]:
    revisions: QuerySet[Revision] = Revision.page_revisions.filter(
        approved_go_live_at__lte=timezone.now()
    )
    return revisions


def _expired_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = Page.objects.filter(live=True, expire_at__lte=timezone.now())
    return pages


def _publish(pk: int) -> bool:
    """Publish a revision that is due; False if it is not any more, or somebody is at its page.

    All of it or nothing: Wagtail forgets the schedule before it publishes.
    """
    with transaction.atomic():
        page_id = _due_revisions().filter(pk=pk).values_list("object_id", flat=True).first()
        # In the order in which editors' transactions lock them: first the page.
        if page_id is None or not _held(Page.objects.filter(pk=page_id)):
            return False
        revision = _due_revisions().filter(pk=pk).first()
        if revision is None:
            return False
        expiry = parse_datetime(revision.content.get("expire_at") or "")
        if expiry and expiry <= timezone.now():
            logger.warning("%s expired before it was published", revision.object_str)
            Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
            log(revision.as_object(), "wagtail.schedule.cancel", revision=revision)
            return False
        revision.publish(log_action="wagtail.publish.scheduled")
        return True


def _unpublish(pk: int) -> bool:
    """Unpublish a page that has expired; False if it has not any more, or somebody is at it."""
    with transaction.atomic():
        if not _held(_expired_pages().filter(pk=pk)):
            return False
        page = Page.objects.get(pk=pk).specific
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        return True


def _held(pages: QuerySet[Page]) -> bool:
    """Lock a page until the transaction ends; False if it is gone, or locked by somebody else."""
    skips = connection.features.has_select_for_update_skip_locked
    return bool(pages.select_for_update(skip_locked=skips).values_list("pk").first())


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
