"""Publishing several languages together: all of them go live, or none does and it is said why."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision

from galleries.models import AltTextRequiredMixin
from newsroom.models import Release, ReleasedPage

from .localize import newest_draft, newest_revision

Done = TypeVar("Done")
# By page id; the sentences are for editors.
Reasons = dict[int, list[str]]


class Refused(Exception):
    """Nothing was published or planned, because at least one of the pages could not be."""

    def __init__(self, reasons: Reasons) -> None:
        super().__init__(reasons)
        self.reasons = reasons


def obstacles(page: Page, user: Any) -> list[str]:
    """Why somebody may not publish the newest version of a page now; empty if nothing is wrong."""
    if page.alias_of_id:
        return [_("It only shows another page; nobody has translated it yet.")]
    if not page.permissions_for_user(user).can_publish():
        return [_("You may not publish it.")]
    if ReleasedPage.objects.filter(page_id=page.pk, release__refused=None).exists():
        return [_("It is planned already. Cancel that first.")]
    return [*_holds(page, user), *_faults(page)]


def _holds(page: Page, user: Any) -> Iterator[str]:
    if page.current_workflow_state:
        yield _("It is in a workflow.")
    elif (lock := page.get_lock()) and lock.for_user(user):
        yield _("It is locked.")


def _faults(page: Page) -> list[str]:
    """What publishing would refuse, asked beforehand."""
    try:
        draft: Any = newest_draft(page)
        draft.full_clean()
    except ValidationError as error:
        return sentences(error, page)
    found = list(draft.alt_text_problems()) if isinstance(draft, AltTextRequiredMixin) else []
    now = timezone.now()
    if draft.go_live_at and draft.go_live_at > now:
        found.append(_("It has a date of its own on which it goes live. Remove that first."))
    if draft.expire_at and draft.expire_at <= now:
        found.append(_("The date until which it is shown has passed."))
    return found


def sentences(error: ValidationError, page: Page) -> list[str]:
    """What is wrong, after the names of fields where those are known."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    labels = {
        field.name: str(getattr(field, "verbose_name", ""))
        for field in page.specific_class._meta.get_fields()
    }
    return [
        f"{labels[name]}: {message}" if labels.get(name) else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]


def publish_together(pages: Iterable[Page], user: Any) -> None:
    """Publish the newest versions of the pages; raises ``Refused`` if one of them cannot be."""
    with _held(pages) as held:
        _refuse_for({page.pk: obstacles(page, user) for page in held})
        revisions = _for_each(held, lambda page: newest_revision(page, user))
        _for_each(held, lambda page: revisions[page.pk].publish(user=user))
        keys = {page.translation_key for page in held}
        Release.objects.filter(translation_key__in=keys, refused__isnull=False).delete()


def plan(pages: Iterable[Page], at: datetime, user: Any) -> Release:
    """Have the newest versions of the pages go live together; raises ``Refused``.

    What is written after this waits for another publication.
    """
    with _held(pages) as held:
        key = held[0].translation_key
        _refuse_for({page.pk: obstacles(page, user) for page in held})
        if Release.objects.filter(translation_key=key, refused=None).exists():
            told = _("Another publication of this page is planned already. Cancel that first.")
            raise Refused({page.pk: [told] for page in held})
        Release.objects.filter(translation_key=key).delete()
        release = Release.objects.create(translation_key=key, at=at, by=user)
        revisions = _for_each(held, lambda page: newest_revision(page, user))
        ReleasedPage.objects.bulk_create(
            ReleasedPage(
                release=release,
                page_id=page.pk,
                revision_id=revisions[page.pk].pk,
                language=page.locale.language_code,
            )
            for page in held
        )
    return release


def due() -> QuerySet[Release]:
    return Release.objects.filter(refused=None, at__lte=timezone.now()).order_by("at", "pk")


def carry_out(pk: int) -> bool:
    """Publish what a release that is due holds, or keep the reasons why none of it could be.

    False if it was cancelled, or if another worker is at it.
    """
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        release = due().select_for_update(skip_locked=skips).filter(pk=pk).first()
        if release is None:
            return False
        try:
            with _in_language_of(release.by), transaction.atomic():
                _publish_planned(release)
        except Refused as refused:
            for row in release.pages.all():
                row.reason = " ".join(refused.reasons.get(row.page_id, []))
                row.save(update_fields=["reason"])
            release.refused = timezone.now()
            release.save(update_fields=["refused"])
        else:
            release.delete()
        return True


def _publish_planned(release: Release) -> None:
    rows = list(release.pages.all())
    with _held(Page.objects.filter(pk__in=[row.page_id for row in rows])) as held:
        found = Revision.objects.in_bulk([row.revision_id for row in rows])
        revisions = {row.page_id: found.get(row.revision_id) for row in rows}
        unpublished = _unpublished_since(release)
        _refuse_for({pk: _lapsed(pk, revisions[pk], unpublished) for pk in revisions})
        # One that was published since in a newer version is live already.
        waiting = [page for page in held if not _is_live_since(page, revisions[page.pk])]
        _for_each(waiting, lambda page: _publish_revision(revisions[page.pk], release.by))


def _publish_revision(revision: Any, user: Any) -> None:
    revision.publish(user=user, log_action="wagtail.publish.scheduled", skip_permission_checks=True)


def _lapsed(pk: int, revision: Revision | None, unpublished: set[int]) -> list[str]:
    """Why a page of a release is not what was planned any more."""
    if revision is None:
        return [_("The version that was planned does not exist any more.")]
    if pk in unpublished:
        return [_("It has been unpublished since.")]
    expiry = parse_datetime(revision.content.get("expire_at") or "")
    if expiry and expiry <= timezone.now():
        return [_("The date until which it is shown has passed.")]
    return []


def _unpublished_since(release: Release) -> set[int]:
    entries = PageLogEntry.objects.filter(
        page__in=release.pages.values("page_id"),
        action__startswith="wagtail.unpublish",
        timestamp__gt=release.created,
    )
    return set(entries.values_list("page_id", flat=True))


def _is_live_since(page: Page, revision: Any) -> bool:
    live = page.live_revision if page.live else None
    return bool(live and live.created_at > revision.created_at)


@contextmanager
def _held(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """The pages as they are now, in one transaction in which nobody else changes them."""
    with transaction.atomic():
        ids = [page.pk for page in pages]
        # Always in the same order, so that two who publish cannot wait for each other.
        list(Page.objects.filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk"))
        found = Page.objects.filter(pk__in=ids).specific()
        yield sorted(found, key=lambda page: ids.index(page.pk))


@contextmanager
def _in_language_of(user: Any) -> Iterator[None]:
    """The worker has no language of its own; what it has to say is for who planned it."""
    profile = getattr(user, "wagtail_userprofile", None)
    language = profile.get_preferred_language() if profile else translation.get_language()
    with translation.override(language):
        yield


def _for_each(pages: Iterable[Page], action: Callable[[Page], Done]) -> dict[int, Done]:
    """Do it to every page, also after a failure, so that all reasons are known at once."""
    done, reasons = {}, {}
    for page in pages:
        try:
            with transaction.atomic():
                done[page.pk] = action(page)
        except ValidationError as error:
            reasons[page.pk] = sentences(error, page)
    _refuse_for(reasons)
    return done


def _refuse_for(reasons: Reasons) -> None:
    if found := {pk: said for pk, said in reasons.items() if said}:
        raise Refused(found)
