"""All public addresses of a Site, whole or in parts that stay where they are.

A part holds the pages with the ids of its span, whatever their type, or the lists of the subjects
with these ids. So new pages make new parts, old addresses never move to another one, and no part
needs to know what is in those before it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from newsroom.addresses import content_languages
from newsroom.web.visit import Visit

from .addresses import PublicAddress, Span, number_of
from .items import items, stock_of_items
from .lists import lists_of_kinds, lists_of_tags
from .pages import ListedPage, pages

LISTS = "lists-"
NAME = re.compile(rf"({LISTS})?([1-9][0-9]{{0,9}})")


@dataclass
class Part:
    """``name`` is its own in addresses; ``changed`` when the newest of its addresses did."""

    name: str
    size: int = 0
    changed: datetime | None = None

    def add(self, size: int, changed: datetime | None) -> None:
        self.size += size
        self.changed = max(filter(None, (self.changed, changed)), default=None)


class Inventory:
    """The public addresses of the Site of a visit, in parts of at most ``width`` of them."""

    def __init__(self, visit: Visit, width: int) -> None:
        self.visit = visit
        self.width = width
        self.now = timezone.now()
        # When the first of the pages told of expires; when items do, the wire's state knows.
        self.until: datetime | None = None

    def parts(self) -> list[Part]:
        """All parts with anything in them."""
        of_pages: dict[int, Part] = defaultdict(lambda: Part(""))
        for number, stock in stock_of_items(self.visit, self.now, self.width).items():
            of_pages[number].add(*stock)
        for page in self._pages:
            of_pages[number_of(page.pk, self.width)].add(1, page.address.changed)
        of_lists: dict[int, Part] = defaultdict(lambda: Part(""))
        for address in self._lists:
            of_lists[1].add(1, address.changed)
        for pk, address in self._lists_of_tags:
            of_lists[1 + number_of(pk, self._tags)].add(1, address.changed)
        found = []
        for prefix, some in (("", of_pages), (LISTS, of_lists)):
            for number, part in sorted(some.items()):
                part.name = f"{prefix}{number}"
                found.append(part)
        return found

    def every(self) -> Iterator[PublicAddress]:
        """All addresses, in an order that does not change."""
        yield from (page.address for page in self._pages)
        yield from items(self.visit, self.now)
        yield from self._lists
        yield from (address for _, address in self._lists_of_tags)

    def part(self, name: str) -> Iterator[PublicAddress]:
        """The addresses of one part; none if there is no such part."""
        matched = NAME.fullmatch(name)
        if matched is None:
            return
        number = int(matched[2])
        if not matched[1]:
            span = Span.numbered(number, self.width)
            yield from (page.address for page in self._pages_in(span))
            yield from items(self.visit, self.now, span)
        elif number == 1:
            yield from self._lists
        else:
            span = Span.numbered(number - 1, self._tags)
            yield from (address for _, address in lists_of_tags(self.visit, self.now, span))

    @cached_property
    def _pages(self) -> list[ListedPage]:
        return self._pages_in(None)

    @cached_property
    def _lists(self) -> list[PublicAddress]:
        return lists_of_kinds(self.visit, self.now)

    @cached_property
    def _lists_of_tags(self) -> list[tuple[int, PublicAddress]]:
        return list(lists_of_tags(self.visit, self.now))

    def _pages_in(self, span: Span | None) -> list[ListedPage]:
        found = pages(self.visit, span)
        ends = [page.expires for page in found if page.expires]
        self.until = min(ends, default=None)
        return found

    @property
    def _tags(self) -> int:
        """How many subjects have their lists in one part: each may have one in every language."""
        return max(1, self.width // len(content_languages()))
