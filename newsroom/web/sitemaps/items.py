"""Articles, galleries and projects, straight from the wire's rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max
from pydantic import BaseModel, ValidationError

from newsroom.addresses import content_languages
from newsroom.models import WireItem
from newsroom.models.wire import WireItemQuerySet
from newsroom.web.visit import Visit
from newsroom.wire.entries import Picture
from newsroom.wire.text import uri

from .addresses import PublicAddress, Span, by_key

ROWS_AT_ONCE = 500


class Pictures(BaseModel):
    """What a sitemap reads of an entry; the rest is not taken apart."""

    photos: list[Picture]


class Stock(NamedTuple):
    """How many addresses there are in a span, and when the newest of them changed."""

    size: int
    changed: datetime | None


def public_rows(visit: Visit, now: datetime) -> WireItemQuerySet:
    rows: WireItemQuerySet = WireItem.objects.public(now).filter(
        site_id=visit.site.pk, locale__in=content_languages()
    )
    return rows


def _wherever_indexed(visit: Visit, now: datetime) -> WireItemQuerySet:
    """The same rows, asked for so that an index finds those of a span.

    SQLite would rather go through all rows of the Site.
    """
    rows = WireItem.objects.public(now).annotate(own_site=F("site_id") + 0)
    found: WireItemQuerySet = rows.filter(own_site=visit.site.pk, locale__in=content_languages())
    return found


def stock_of_items(visit: Visit, now: datetime, width: int) -> dict[int, Stock]:
    """The items by the number of their span, in one query."""
    number = ExpressionWrapper((F("page_id") - 1) / width + 1, output_field=BigIntegerField())
    counted = (
        public_rows(visit, now)
        .order_by()
        .annotate(number=number)
        .values_list("number")
        .annotate(Count("pk"), Max("changed"))
    )
    return {number: Stock(size, changed) for number, size, changed in counted}


def items(visit: Visit, now: datetime, span: Span | None = None) -> Iterator[PublicAddress]:
    """The items of pages with these ids, or all, in two queries; one row at a time is in memory.

    The other languages are asked of the rows, for documents may still name one that was hidden
    a moment ago.
    """
    every = public_rows(visit, now) if span is None else _wherever_indexed(visit, now)
    wanted = every.filter(page_id__range=span) if span else every
    texts = every.filter(translation_key__in=wanted.values("translation_key")) if span else every
    alternates = by_key(texts.values_list("translation_key", "locale", "url"))
    rows = wanted.order_by("page_id", "pk").values_list(
        "url", "translation_key", "changed", "valid_until", "entry"
    )
    for url, key, changed, valid_until, entry in rows.iterator(ROWS_AT_ONCE):
        # Past it, one of the pictures may be gone; until it is composed anew none is told of.
        images = pictures(entry) if valid_until is None or valid_until > now else []
        yield PublicAddress(uri(url), changed, alternates.get(key, {}), images)


def pictures(entry: str) -> list[str]:
    """The photos of an item; none while what is stored of them is of another version."""
    try:
        return [photo.url for photo in Pictures.model_validate_json(entry).photos]
    except ValidationError:
        return []
