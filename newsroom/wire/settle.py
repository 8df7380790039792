"""Settling: from marks to what is on the wire.

First marks are expanded, under the counter's lock, to the pages they concern (``WireJob``). Then
each page is composed without any lock, and put or withdrawn in one short transaction, unless
something it looked at was marked meanwhile: then it is composed again. So a slow old composition
never overwrites a newer one.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page, Site, get_page_models
from wagtail.query import PageQuerySet

from newsroom.conf import conf
from newsroom.models import WireDependency, WireItem, WireJob, WireMark, WireSequence

from . import companions
from .answering import when_answered
from .compose import ITEM_MODELS, Composition, Withheld, compose
from .images import delete_private_renditions
from .marks import tree_paths
from .store import lock_sequence, put, withdraw
from .visibility import DELETED

logger = logging.getLogger(__name__)

MARKS_AT_ONCE = 200
KEYS_AT_ONCE = 500
ATTEMPTS_AT_ONCE = 5
RETRY_AFTER = [timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600)]
# Much longer than a composition takes: until then nobody else begins with a page.
CLAIMED_FOR = timedelta(seconds=60)


_left_to_worker = ContextVar("left_to_worker", default=False)


@contextmanager
def left_to_worker() -> Iterator[None]:
    """Changes made within, and committed within, are marked only; the worker settles them.

    For loading many pages at once: settling after each would compose each of them many times.
    """
    token = _left_to_worker.set(True)
    try:
        yield
    finally:
        _left_to_worker.reset(token)


def settle_after_commit() -> None:
    """Settle a handful of pages when the current transaction has been committed.

    While a request is answered this waits until the answer has been sent.
    """
    if _left_to_worker.get():
        return
    planned = (callback for _, callback, *_ in connection.run_on_commit)
    if settle_soon not in planned:
        transaction.on_commit(settle_soon, robust=True)


def settle_soon() -> None:
    when_answered(settle_a_few)


def settle_a_few() -> None:
    """After an editor's change: what was asked for last comes first, the worker does the rest."""
    expand()
    for job in due_jobs().order_by("-version", "pk")[: conf.settle_on_commit]:
        settle_page(job.page_id)


def settle(limit: int | None = None) -> int:
    """Expand all marks and settle due pages, at most ``limit``; returns how many were tried."""
    tried = 0
    expand()
    # What is settled loses its job, what fails is postponed: this ends.
    while limit is None or tried < limit:
        job = due_jobs().order_by("not_before", "pk").first()
        if job is None:
            break
        if _claim(job):
            tried += 1
            settle_page(job.page_id)
    return tried


def _claim(job: WireJob) -> bool:
    """Take a job that is due, unless another worker was first; a killed one's comes back."""
    untouched = WireJob.objects.filter(pk=job.pk, version=job.version, not_before=job.not_before)
    return bool(untouched.update(not_before=timezone.now() + CLAIMED_FOR))


def due_jobs() -> QuerySet[WireJob]:
    return WireJob.objects.filter(not_before__lte=timezone.now())


def item_pages() -> PageQuerySet:
    """All pages of the kinds that can be on the wire."""
    kinds = tuple(ITEM_MODELS.values())
    models = [model for model in get_page_models() if issubclass(model, kinds)]
    return Page.objects.filter(
        content_type__in=ContentType.objects.get_for_models(*models).values()
    )


def expand() -> None:
    """Turn marks into jobs."""
    while WireMark.objects.filter(expanded=None).exists():
        with transaction.atomic(durable=True):
            sequence = lock_sequence()
            marks = list(WireMark.objects.filter(expanded=None).order_by("pk")[:MARKS_AT_ONCE])
            keys = dict.fromkeys(mark.key for mark in marks)
            page_ids: dict[int, None] = {}
            for key in keys:
                page_ids.update(dict.fromkeys(concerned(key)))
            sequence.version += 1
            sequence.save(update_fields=["version"])
            request(page_ids, sequence)
            WireMark.objects.filter(pk__in=[mark.pk for mark in marks]).update(
                expanded=sequence.version
            )
        if any(key.startswith(("image:", "collection:")) for key in keys):
            delete_private_renditions()


def request(page_ids: Iterable[int], sequence: WireSequence) -> None:
    """Ask for pages to be composed; the counter must be locked."""
    now = timezone.now()
    WireJob.objects.bulk_create(
        [
            WireJob(page_id=pk, version=sequence.version, created=now, not_before=now)
            for pk in page_ids
        ],
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["version", "not_before", "attempts", "error"],
        batch_size=500,
    )


def concerned(key: str) -> Iterable[int]:
    """The pages that may come out differently now: what is named first, then its dependents."""
    name, _, value = key.partition(":")
    if name == "page":
        yield from item_pages().filter(translation_key=value).values_list("pk", flat=True)
        yield from WireItem.objects.filter(translation_key=value).values_list("page_id", flat=True)
        yield from _moved_along(value)
    elif name == "tree":
        page = Page.objects.filter(pk=value).first()
        for path in tree_paths(page) if page else []:
            below = item_pages().filter(path__startswith=path, alias_of=None)
            yield from below.values_list("pk", flat=True)
            yield from _dependents(Page.objects.filter(path__startswith=path))
    elif name == "locale":
        yield from item_pages().filter(locale=value).values_list("pk", flat=True)
    elif name == "site":
        for site in Site.objects.filter(pk=value).select_related("root_page"):
            for root in site.root_page.get_translations(inclusive=True):
                yield from item_pages().descendant_of(root).values_list("pk", flat=True)
    yield from WireDependency.objects.filter(key=key).values_list("item__page_id", flat=True)


def _dependents(pages: QuerySet[Page]) -> Iterable[int]:
    """The pages whose items looked at any of these."""
    keys = [f"page:{key}" for key in pages.order_by("pk").values_list("translation_key", flat=True)]
    for start in range(0, len(keys), KEYS_AT_ONCE):
        some = keys[start : start + KEYS_AT_ONCE]
        yield from WireDependency.objects.filter(key__in=some).values_list(
            "item__page_id", flat=True
        )


def _moved_along(translation_key: str) -> Iterable[int]:
    """Pages below that have moved along, and what looks at them.

    Wagtail rewrites the addresses below a moved or renamed page in SQL and tells nobody.
    """
    stored = WireItem.objects.filter(page_id=OuterRef("pk")).values("url_path")[:1]
    for parent in Page.objects.filter(translation_key=translation_key, numchild__gt=0):
        moved = (
            item_pages()
            .filter(live=True, alias_of=None)
            .descendant_of(parent)
            .annotate(stored=Subquery(stored))
            .exclude(stored=None)
            .exclude(stored=F("url_path"))
        )
        yield from moved.values_list("pk", flat=True)
        yield from _dependents(moved)


def settle_page(page_id: int) -> bool:
    """Compose one page and put or withdraw its item; False if it has to be tried again."""
    problem = ""
    for _ in range(ATTEMPTS_AT_ONCE):
        expand()
        job = WireJob.objects.filter(page_id=page_id).first()
        if job is None:
            return True
        version = _version()
        try:
            outcome = _outcome(page_id)
            if _write(job, version, outcome, _prepared(outcome)):
                return True
        except OperationalError as error:
            # Mostly somebody's transaction holds the row; waiting here would hold up everybody.
            logger.warning("The item of page %s could not be written: %s", page_id, error)
            problem = f"{type(error).__name__}: {error}"
        except Exception as error:
            logger.exception("Page %s could not be settled", page_id)
            _postpone(page_id, f"{type(error).__name__}: {error}")
            return False
    # It keeps changing, or is locked: the next round may find it at rest.
    _postpone(page_id, problem)
    return False


def _version() -> int:
    return WireSequence.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def _outcome(page_id: int) -> Composition | str:
    """The page's composition, or why it must not be public."""
    page = item_pages().filter(pk=page_id).first()
    if page is None:
        return DELETED
    try:
        return compose(page.specific)
    except Withheld as withheld:
        return withheld.reason


def _prepared(outcome: Composition | str) -> list[Any]:
    return companions.prepare(outcome.document) if isinstance(outcome, Composition) else []


def _write(job: WireJob, version: int, outcome: Composition | str, prepared: list[Any]) -> bool:
    """Write the outcome, unless something it looked at was marked since ``version``."""
    with transaction.atomic(durable=True):
        sequence = lock_sequence()
        # Not waiting: while the counter is held nobody else can write.
        rows = WireItem.objects.select_for_update(nowait=True)
        items = list(rows.filter(page_id=job.page_id))
        current = None
        if isinstance(outcome, Composition):
            current = rows.filter(uid=outcome.document.id).first()
        # Only now, when the row is ours: an editor's transaction that hid it has been committed.
        if not WireJob.objects.filter(pk=job.pk, version=job.version).exists():
            return False
        if _marked_since(version, job.page_id, outcome):
            return False
        if isinstance(outcome, Composition):
            put(sequence, current, outcome, prepared)
        for item in items:
            if current is None or item.pk != current.pk:
                withdraw(sequence, item, outcome if isinstance(outcome, str) else DELETED)
        WireJob.objects.filter(pk=job.pk).delete()
        return True


def _marked_since(version: int, page_id: int, outcome: Composition | str) -> bool:
    marks = WireMark.objects.filter(Q(expanded=None) | Q(expanded__gt=version))
    # Which pages a whole tree's mark concerns is only known when it has been expanded.
    if WireMark.objects.filter(expanded=None, key__startswith="tree:").exists():
        return True
    if isinstance(outcome, Composition):
        return marks.filter(key__in=outcome.dependencies).exists()
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and marks.filter(key=f"page:{page.translation_key}").exists()


def _postpone(page_id: int, error: str) -> None:
    for job in WireJob.objects.filter(page_id=page_id):
        wait = RETRY_AFTER[min(job.attempts, len(RETRY_AFTER) - 1)]
        job.attempts += 1
        job.error = error[:2000]
        job.not_before = timezone.now() + wait
        # Unless it was asked for again meanwhile.
        WireJob.objects.filter(pk=job.pk, version=job.version).update(
            attempts=job.attempts, error=job.error, not_before=job.not_before
        )
