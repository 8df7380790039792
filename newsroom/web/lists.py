"""Lists of cards on web pages, read from the wire."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest

from newsroom.conf import conf
from newsroom.models import WireItem
from newsroom.models.wire import WireItemQuerySet
from newsroom.wire.documents import Card
from newsroom.wire.readers import first_end, fresh

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True)
class Listing:
    """One page of a list. ``url`` is the absolute address of its first page."""

    url: str
    number: int
    pages: int
    count: int
    cards: list[Card]
    # When the first of its items, or of what they show, expires.
    until: datetime | None

    def address(self, number: int) -> str:
        return self.url if number == 1 else f"{self.url}?page={number}"

    @property
    def canonical(self) -> str:
        return self.address(self.number)

    @property
    def previous(self) -> str:
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.address(self.number + 1) if self.number < self.pages else ""


def cards_of(rows: Iterable[WireItem]) -> list[Card]:
    """The cards of rows as they are true now."""
    return [Card.model_validate_json(row.card) for row in rows]


def page_number(request: HttpRequest) -> int:
    """The number in ``?page=``, 1 without it; 404 if it is none."""
    text = request.GET.get("page", "1")
    if not PAGE_NUMBER.fullmatch(text):
        raise Http404
    return int(text)


def listing(request: HttpRequest, rows: WireItemQuerySet, url: str) -> Listing:
    """The asked-for page of a list; 404 past its end."""
    # Documents are many times as long as cards.
    paginator = Paginator(rows.defer("document"), conf.page_size)
    number = page_number(request)
    if number > paginator.num_pages:
        raise Http404
    shown = fresh(paginator.page(number).object_list)
    cards, until = cards_of(shown), first_end(shown)
    return Listing(url, number, paginator.num_pages, paginator.count, cards, until)
