"""Writing the wire: put and withdraw, each in one short transaction.

The counter's row is locked first, so writes are in one order, which is also the order of commits
and of the sequence numbers, and nothing deadlocks. Call these with the counter locked.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from newsroom.models import (
    WireAction,
    WireAddress,
    WireChange,
    WireDependency,
    WireImage,
    WireItem,
    WireSequence,
    WireTag,
)

from . import companions, scopes
from .compose import Composition
from .visibility import DELETED, OTHER_SITE, UNPUBLISHED, WITHDRAWN

# Readers may be past an expiry before we are: clocks differ, and a transaction takes its time.
NEARLY = timedelta(minutes=1)


def lock_sequence() -> WireSequence:
    """The counter, locked until the transaction ends."""
    WireSequence.objects.get_or_create(pk=1)
    return WireSequence.objects.select_for_update().get(pk=1)


def _append(
    sequence: WireSequence, item: WireItem, action: WireAction, at: datetime, **details: Any
) -> None:
    sequence.value += 1
    sequence.save(update_fields=["value"])
    details.setdefault("site_id", item.site_id)
    WireChange.objects.create(sequence=sequence.value, item=item, action=action, at=at, **details)


def _this_moment() -> datetime:
    # Last-Modified knows whole seconds only.
    return timezone.now().replace(microsecond=0)


def put(
    sequence: WireSequence,
    item: WireItem | None,
    composition: Composition,
    prepared: list[Any],
) -> None:
    """Store a composition. The same bytes again are no change, if readers could see them.

    ``prepared`` is what companions have made of it (:func:`newsroom.wire.companions.prepare`).
    """
    values = _values(composition)
    before, left = (sequence.value, sequence.version), scopes.around(item) if item else set()
    unchanged = (
        item is not None
        and item.withdrawn_at is None
        and all(getattr(item, name) == value for name, value in values.items())
    )
    if item is None or not unchanged or _may_have_been_missed(item):
        item = _write(sequence, item, composition.document.id, values)
    if item.hidden or item.revision_id != composition.revision_id:
        outdate_answers(sequence)
        item.hidden, item.public_reason = False, ""
        item.revision_id = composition.revision_id
        item.save(update_fields=["hidden", "public_reason", "revision_id"])
    _replace(WireDependency, item, [{"key": key} for key in composition.dependencies])
    facets = {name: values[name] for name in ("site_id", "kind", "locale", "published")}
    tags = [{"slug": tag.slug, **facets} for tag in composition.document.tags]
    _replace(WireTag, item, tags)
    if before != (sequence.value, sequence.version):
        scopes.step(sequence, _this_moment(), left, scopes.of(composition))
    elif any(one is not None for one in prepared):
        outdate_answers(sequence)
    WireImage.objects.bulk_create(
        [WireImage(image_id=pk) for pk in sorted(composition.unfinished_images)],
        ignore_conflicts=True,
    )
    companions.put(item, prepared)


def _values(composition: Composition) -> dict[str, Any]:
    document = composition.document
    section, project = document.section, document.project
    return {
        "translation_key": document.translation_key,
        "page_id": composition.page_id,
        "site_id": composition.site_id,
        "kind": document.kind,
        "locale": document.locale,
        "url": document.url,
        "slug": composition.slug,
        "published": document.published_at,
        "updated": document.updated_at,
        "expires_at": composition.expires_at,
        "valid_until": composition.valid_until,
        "section_uid": section.id if section else None,
        "section_key": section.translation_key if section else None,
        "section_slug": section.slug if section else "",
        "project_uid": project.id if project else None,
        "project_key": project.translation_key if project else None,
        "project_slug": project.slug if project else "",
        "card": composition.card_json,
        "document": composition.document_json,
        "in_feeds": composition.in_feeds,
        "entry": composition.entry_json,
        "url_path": composition.url_path,
        "composition": composition.composition,
    }


def _write(
    sequence: WireSequence, item: WireItem | None, uid: UUID, values: dict[str, Any]
) -> WireItem:
    at = _this_moment()
    old_url = item.url if item and item.url != values["url"] else ""
    old_section = item.section_key if item and item.section_key != values["section_key"] else None
    public_bytes_differ = (
        item is None or item.withdrawn_at is not None or item.document != values["document"]
    )
    is_told = public_bytes_differ or (item is not None and _may_have_been_missed(item))
    if item and item.withdrawn_at is None and item.site_id != values["site_id"]:
        left = item.section_key
        _append(sequence, item, WireAction.WITHDRAWN, at, reason=OTHER_SITE, old_section=left)
        is_told = True
    if item is None:
        item = WireItem(uid=uid)
    for name, value in values.items():
        setattr(item, name, value)
    item.withdrawn_at = None
    item.reason = item.public_reason = ""
    if public_bytes_differ:
        item.changed = at
    item.save()
    if old_url:
        WireAddress.objects.get_or_create(item=item, url=old_url)
        WireAddress.objects.filter(item=item, url=item.url).delete()
    if is_told:
        _append(sequence, item, WireAction.PUT, at, old_url=old_url, old_section=old_section)
    else:
        outdate_answers(sequence)
    return item


def _may_have_been_missed(item: WireItem) -> bool:
    """Whether readers may not have seen a public item: who followed the log was not shown it.

    These are all the reasons for which ``newsroom.wire.changes`` leaves out a put.
    """
    ends = item.valid_until
    return item.hidden or (ends is not None and ends <= timezone.now() + NEARLY)


def outdate_answers(sequence: WireSequence) -> None:
    """Let readers know of a change that gets no number: answers they remember are outdated."""
    sequence.version += 1
    sequence.save(update_fields=["version"])


def _replace(model: Any, item: WireItem, wanted: Iterable[dict[str, Any]]) -> None:
    """Make the item have these rows, and leave those alone that it has already."""
    missing = {tuple(values.values()): values for values in wanted}
    names = next((list(values) for values in missing.values()), [])
    gone = [
        pk
        for pk, *present in model.objects.filter(item=item).values_list("pk", *names)
        if missing.pop(tuple(present), None) is None
    ]
    if gone:
        model.objects.filter(pk__in=gone).delete()
    model.objects.bulk_create([model(item=item, **values) for values in missing.values()])


def withdraw(sequence: WireSequence, item: WireItem, reason: str) -> None:
    """Turn an item into its tombstone, which keeps nothing of what it said but where it stood.

    An editor's public reason stays with it, as long as nothing else took the page away since.
    """
    if item.withdrawn_at is not None:
        return
    if item.public_reason and reason == UNPUBLISHED:
        reason = WITHDRAWN
    else:
        item.public_reason = ""
    left = scopes.around(item)
    at = _this_moment()
    item.card = item.document = item.entry = ""
    item.withdrawn_at = item.changed = at
    item.reason = reason
    item.hidden = False
    item.valid_until = item.expires_at = None
    item.save()
    WireDependency.objects.filter(item=item).delete()
    companions.withdraw(item)
    action = WireAction.DELETED if reason == DELETED else WireAction.WITHDRAWN
    _append(sequence, item, action, at, reason=reason, old_section=item.section_key)
    scopes.step(sequence, at, left, [])
