"""The log of changes as it is told outside: what is public now, and what is so no longer.

Of every item only the last change is told, so that whoever starts from nothing reads what is public
and not its history. A put whose item readers may not see at this moment is left out, and nobody
waits for it: the item is hidden, past its expiry or fails to be composed, and whatever the settler
makes of it then is a change with a number of its own (``store._may_have_been_missed``).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from pydantic import Field

from newsroom.models import WireAction, WireChange, WireItem, WireSequence
from newsroom.models.wire import WireChangeQuerySet

from .compose import is_of_newer_version
from .documents import KIND, Document
from .readers import as_read, fresh

# What is asked of rows to tell of them; the other columns take longer to read than these.
COLUMNS = (
    "sequence", "site_id", "action", "reason", "at",
    *(
        f"item__{name}"
        for name in (
            "uid", "translation_key", "page_id", "site_id", "kind", "locale", "composition",
            "valid_until", "expires_at", "hidden", "withdrawn_at", "reason", "public_reason",
            "document",
        )
    ),
)  # fmt: skip


class Change(Document):
    """Something that happened to a public item."""

    sequence: int = Field(description="Its number: changes happened in the order of their numbers.")
    action: str = Field(description="What happened.")
    id: UUID = Field(description="The item's id.")
    translation_key: UUID = Field(description="The key shared by the item's languages.")
    kind: Literal["article", "gallery", "project"] = Field(description=KIND)
    locale: str = Field(description="The item's language (BCP 47).")
    at: datetime = Field(description="When it happened.")


class ItemWithdrawn(Change):
    """An item is no longer public: forget it."""

    action: Literal["withdrawn", "deleted"] = Field(
        description="`deleted` if the page is gone; readers lose the item either way."
    )
    reason: str = Field(description="Why, in one word, as in the item's own 410.")
    public_reason: str = Field(
        "", description="Why, in the editors' words and the item's language; empty if untold."
    )


def counter() -> tuple[int, int]:
    """The number of the newest change, and that of the last withdrawal that is forgotten."""
    numbers = WireSequence.objects.filter(pk=1).values_list("value", "pruned")
    return numbers.first() or (0, 0)


def log(site_id: int, after: int, up_to: int, started: int = 0) -> WireChangeQuerySet:
    """The last change of each item in a Site, in order, if it is among these numbers.

    Whoever started from nothing when ``started`` was the newest change never had what was withdrawn
    until then.
    """
    changes = WireChange.objects.filter(
        Q(action=WireAction.PUT) | Q(sequence__gt=started),
        site_id=site_id,
        sequence__gt=after,
        sequence__lte=up_to,
    )
    return changes.newest().order_by("sequence").select_related("item").only(*COLUMNS)


def tell(changes: Sequence[WireChange]) -> list[str]:
    """Each change as JSON, a put with its item; those are left out that may not be told now."""
    shown = {row.pk: row for row in _shown(change.item for change in changes if _is_put(change))}
    texts = []
    for change in changes:
        if not _is_put(change):
            texts.append(_withdrawal(change).model_dump_json())
        elif row := shown.get(change.item_id):
            head = Change(**_about(change)).model_dump_json()
            texts.append(f'{head[:-1]},"item":{as_read(row.document, row.locale, None)}}}')
    return texts


def told(change: WireChange) -> str:
    """One change as JSON, whatever has followed it; its item must have been loaded just now.

    A put whose item may not be told now, in the Site in which it was put, has null for the item.
    """
    is_elsewhere = _is_put(change) and change.item.site_id != change.site_id
    if not is_elsewhere and (texts := tell([change])):
        return texts[0]
    return f'{Change(**_about(change)).model_dump_json()[:-1]},"item":null}}'


def _is_put(change: WireChange) -> bool:
    return change.action == WireAction.PUT


def _shown(rows: Iterable[WireItem]) -> list[WireItem]:
    """The rows that are public now, as they are now.

    Where a new release replaces processes one by one, the older ones cannot read what the new ones
    have written. It is final all the same: what they would make of it would never be told anew.
    """
    public = [row for row in rows if row.is_public()]
    final = [row for row in public if _is_final(row)]
    return final + fresh(row for row in public if not _is_final(row))


def _is_final(row: WireItem) -> bool:
    holds = row.valid_until is None or row.valid_until > timezone.now()
    return holds and is_of_newer_version(row.composition)


def _withdrawal(change: WireChange) -> ItemWithdrawn:
    row = change.item
    # In the Site it has left it is only said that it is gone.
    is_here = row.withdrawn_at is not None and row.site_id == change.site_id
    return ItemWithdrawn(
        **_about(change),
        reason=change.reason or (row.reason if is_here else ""),
        public_reason=row.public_reason if is_here else "",
    )


def _about(change: WireChange) -> dict[str, object]:
    row = change.item
    return {
        "sequence": change.sequence,
        "action": change.action,
        "id": row.uid,
        "translation_key": row.translation_key,
        "kind": row.kind,
        "locale": row.locale,
        "at": change.at,
    }
