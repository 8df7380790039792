"""What tests ask of the wire: rows, documents and changes of a page."""

import json
from typing import Any

from wagtail.models import Page

from newsroom.models import WireChange, WireItem, uid_for
from newsroom.wire import readers


def row(page: Page) -> WireItem | None:
    """The page's row as readers get it, or None if they get none."""
    uid = uid_for(page.translation_key, page.locale.language_code)
    found = list(WireItem.objects.filter(uid=uid, page_id=page.pk))
    if not found:
        return None
    rows = readers.fresh(readers.items(found[0].site_id).filter(uid=uid))
    return rows[0] if rows else None


def on_wire(page: Page) -> bool:
    return row(page) is not None


def document(page: Page) -> dict[str, Any]:
    """The page's public document; it must be on the wire."""
    found = row(page)
    assert found is not None, f"{page} is not on the wire"
    parsed: dict[str, Any] = json.loads(found.document)
    return parsed


def tombstone(page: Page) -> WireItem:
    """The page's withdrawn row, which keeps nothing of what it said."""
    item = WireItem.objects.get(page_id=page.pk)
    assert item.withdrawn_at is not None
    assert item.card == item.document == item.entry == ""
    return item


def changes(page: Page | None = None) -> list[tuple[str, str]]:
    """(action, reason) of everything that happened to a page's item, in order."""
    log = WireChange.objects.order_by("sequence")
    if page is not None:
        log = log.filter(item__page_id=page.pk)
    return [(change.action, change.reason) for change in log]


def sequences() -> list[int]:
    return list(WireChange.objects.order_by("sequence").values_list("sequence", flat=True))


def in_order() -> bool:
    """Sequence numbers start with one and have no gaps."""
    return sequences() == list(range(1, len(sequences()) + 1))
