"""Finding what the wire missed: writes behind the signals' back, a crash between commit and mark.

The fingerprints of rows and pages are compared in SQL. What that cannot see (a page saved without
a revision, a changed image file) is found by composing everything anew, ``deep``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.models import Page

from newsroom.addresses import AddressBook
from newsroom.models import WireItem, WireJob

from . import companions
from .compose import Withheld, compose, fingerprint
from .images import delete_private_renditions
from .settle import item_pages, request, settle, settle_page
from .store import lock_sequence
from .visibility import restricted_paths, withheld_because


@dataclass(frozen=True)
class Difference:
    """A page whose item is not as it should be."""

    page_id: int
    problem: str

    def __str__(self) -> str:
        return f"page {self.page_id}: {self.problem}"


def differences(*, deep: bool = False) -> Iterator[Difference]:
    """What is wrong on the wire, page by page; a page may come up more than once."""
    yield from _unsettled()
    yield from _should_not_be_there()
    yield from _missing_or_old()
    if deep:
        yield from _composed_differently()


def _request(page_ids: Iterable[int]) -> None:
    with transaction.atomic(durable=True):
        sequence = lock_sequence()
        sequence.version += 1
        sequence.save(update_fields=["version"])
        request(page_ids, sequence)


def request_repairs(*, deep: bool = False) -> list[Difference]:
    """Find the differences and ask for their pages to be composed; returns what was found."""
    delete_private_renditions()
    found = list(differences(deep=deep))
    if found:
        _request(dict.fromkeys(difference.page_id for difference in found))
    return found


def reconcile(*, deep: bool = False) -> list[Difference]:
    """Find the differences, repair them, and return what was found."""
    settle()
    found = request_repairs(deep=deep)
    settle()
    return found


def _unsettled() -> Iterator[Difference]:
    for job in WireJob.objects.order_by("pk"):
        yield Difference(job.page_id, job.error or "waits to be composed")


def _should_not_be_there() -> Iterator[Difference]:
    public = WireItem.objects.filter(withdrawn_at=None)
    live = Page.objects.filter(live=True, alias_of=None)
    for page_id in public.exclude(page_id__in=live.values("pk")).values_list("page_id", flat=True):
        yield Difference(page_id, "is on the wire, but not live")
    for path in restricted_paths():
        rows = public.filter(page_id__in=Page.objects.filter(path__startswith=path).values("pk"))
        for page_id in rows.values_list("page_id", flat=True):
            yield Difference(page_id, "is on the wire, but restricted")
    for page_id in public.filter(hidden=True).values_list("page_id", flat=True):
        yield Difference(page_id, "is hidden")
    past = public.filter(valid_until__lte=timezone.now())
    for page_id in past.values_list("page_id", flat=True):
        yield Difference(page_id, "embeds what has expired")


def _missing_or_old() -> Iterator[Difference]:
    book = AddressBook()
    expected = Q()
    for root in book.roots:
        expected |= Q(site_id=root.site_id, composition=fingerprint(root.url))
    good = WireItem.objects.filter(
        expected, withdrawn_at=None, page_id=OuterRef("pk"), url_path=OuterRef("url_path")
    )
    pages = (
        item_pages()
        .filter(live=True, alias_of=None)
        .annotate(
            row=Subquery(good.values("page_id")[:1]),
            row_revision=Subquery(good.values("revision_id")[:1]),
        )
        .exclude(
            Q(row__isnull=False)
            & (
                Q(row_revision=F("live_revision_id"))
                | Q(row_revision__isnull=True, live_revision__isnull=True)
            )
        )
    )
    on_wire = WireItem.objects.filter(page_id=OuterRef("pk"), withdrawn_at=None)
    now = timezone.now()
    for page in pages.annotate(on_wire=Exists(on_wire)).iterator(chunk_size=500):
        reason = withheld_because(page, book, now)
        if not reason:
            yield Difference(page.pk, "is missing on the wire, or older there")
        elif page.on_wire:
            yield Difference(page.pk, f"is on the wire, but {reason}")


def _composed_differently() -> Iterator[Difference]:
    for page in item_pages().filter(live=True, alias_of=None).iterator(chunk_size=100):
        row = WireItem.objects.filter(page_id=page.pk, withdrawn_at=None).first()
        try:
            document = compose(page.specific).document_json
        except Withheld as withheld:
            if row:
                yield Difference(page.pk, f"is on the wire, but {withheld.reason}")
            continue
        if row is None or row.document != document:
            yield Difference(page.pk, "comes out differently when composed")


def rebuild() -> Iterator[tuple[int, int, bool]]:
    """Compose everything anew; yields (pages done, pages in all, whether the last one settled)."""
    pages = list(item_pages().filter(live=True).order_by("pk").values_list("pk", flat=True))
    companions.outdate()
    rows = WireItem.objects.exclude(page_id__in=item_pages().filter(live=True).values("pk"))
    pages += rows.filter(withdrawn_at=None).order_by("pk").values_list("page_id", flat=True)
    _request(pages)
    for done, page_id in enumerate(pages, start=1):
        yield done, len(pages), settle_page(page_id)
