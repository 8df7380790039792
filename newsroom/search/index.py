"""The index follows the wire: an item's entry is written and removed with the item."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from newsroom.models import SearchEntry, SearchWord, WireItem
from newsroom.wire.compose import VERSION
from newsroom.wire.documents import ItemDocument, parse
from newsroom.wire.store import lock_sequence, outdate_answers

from . import entries
from .entries import Prepared
from .vocabulary import learn

FIELDS = ["fingerprint", "text", "title", "lead", "body", "forms"]


class Index:
    """A companion of the wire (``newsroom.wire.companions``)."""

    def prepare(self, document: ItemDocument) -> Prepared | None:
        known = SearchEntry.objects.filter(item__uid=document.id)
        fingerprint = known.values_list("fingerprint", flat=True).first()
        prepared = entries.prepare(document, fingerprint)
        if prepared:
            learn(document.locale, prepared.words)
        return prepared

    def put(self, item: WireItem, prepared: Prepared | None) -> None:
        if prepared is None:
            return
        prepared.entry.item = item
        SearchEntry.objects.bulk_create(
            [prepared.entry], update_conflicts=True, unique_fields=["item"], update_fields=FIELDS
        )

    def withdraw(self, item: WireItem) -> None:
        SearchEntry.objects.filter(item=item).delete()

    def outdate(self) -> None:
        SearchEntry.objects.update(fingerprint="")
        SearchWord.objects.all().delete()


index = Index()


def outdated() -> QuerySet[WireItem]:
    """Public items without an entry, or with one of another version of the analysis.

    Those that were composed by other code are composed anew, which brings their entries along.
    """
    current = SearchEntry.objects.filter(
        item=OuterRef("pk"), fingerprint__startswith=f"{entries.version()}/"
    )
    rows = WireItem.objects.filter(withdrawn_at=None, composition__startswith=f"{VERSION}:")
    return rows.filter(~Exists(current))


def bring_up_to_date(most: int) -> int:
    """Make some entries anew that are missing or old; returns how many that were.

    A new version of the analysis does no more than find less until this has been everywhere.
    Raises what went wrong as an ``ExceptionGroup``, after all the others have been made.
    """
    rows = list(outdated().only("uid", "kind", "document").order_by("-published")[:most])
    errors = []
    for row in rows:
        try:
            _renew(row)
        except Exception as error:  # noqa: BLE001 - one item never stops the others
            error.add_note(f"While the search's entry of {row.uid} was made.")
            errors.append(error)
    if errors:
        raise ExceptionGroup("Some items could not be indexed", errors)
    return len(rows)


def _renew(row: WireItem) -> None:
    prepared = index.prepare(parse(row.kind, row.document))
    if prepared is None:
        # It has been put meanwhile, which has brought its entry along.
        return
    with transaction.atomic(durable=True):
        sequence = lock_sequence()
        # Unless it was put or withdrawn meanwhile, which has brought or taken the entry along.
        same = WireItem.objects.select_for_update().filter(
            pk=row.pk, withdrawn_at=None, document=row.document
        )
        if item := same.only("pk").first():
            index.put(item, prepared)
            outdate_answers(sequence)
