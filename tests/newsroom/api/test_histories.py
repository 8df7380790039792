"""After any history, whoever follows the changes has what is public: histories are made up.

They are the same in every run; ``HISTORIES=100`` makes up more of them.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction

from newsroom.delivery.upkeep import prune
from newsroom.delivery.worker import Worker
from newsroom.models import ArticlePage, NewsTag, WireItem
from newsroom.wire.reconcile import request_repairs
from newsroom.wire.settle import settle as settle_some
from tests.factories import (
    make_article,
    make_gallery,
    make_section,
    make_site_tree,
    make_tag,
    publish,
    translate,
)

CHANGES = "/api/news/v1/changes/"
OTHER = "other.newsroom.test"
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)
SEEDS = range(int(os.environ.get("HISTORIES", "3")))
OF_EACH = 4
# Who follows what: host and filters.
FOLLOWERS = [
    ("localhost", {}),
    ("localhost", {"locale": "pl"}),
    ("localhost", {"kind": "article", "locale": "en,uk"}),
    (OTHER, {}),
]


class Mirror:
    """Somebody's copy, by the rules of docs/how-to/mirror.md."""

    def __init__(self, host: str, filters: dict[str, str]) -> None:
        self.client, self.filters = Client(headers={"host": host}), filters
        self.since, self.sync, self.more = "0", 0, True
        self.items: dict[str, tuple[int, str]] = {}

    def read(self, limit: int) -> None:
        """One page."""
        answer = self.client.get(
            CHANGES, {**self.filters, "since": self.since, "limit": str(limit)}
        )
        if answer.status_code == 410:
            self.since, self.sync, self.more = "0", self.sync + 1, True
            return
        assert answer.status_code == 200, answer.content
        page = answer.json()
        assert len(page["changes"]) <= limit
        for change in page["changes"]:
            self.items.pop(change["id"], None)
            if change["action"] == "put":
                self.items[change["id"]] = (self.sync, json.dumps(change["item"]))
        (self.since,) = parse_qs(urlsplit(page["next"]).query)["since"]
        self.more = page["more"]
        if not self.more:
            self.items = {k: kept for k, kept in self.items.items() if kept[0] == self.sync}

    def read_all(self) -> None:
        # The second time, that there is nothing new.
        for _ in range(2):
            self.read(500)
            while self.more:
                self.read(500)

    def documents(self) -> dict[str, str]:
        return {identity: document for identity, (_, document) in self.items.items()}

    def public(self) -> dict[str, str]:
        """What the lists show of it."""
        lists = {"article": "articles", "gallery": "galleries", "project": "projects"}
        found = {}
        for kind, path in lists.items():
            url = f"/api/news/v1/{path}/?locale=all&fields=full&limit=100"
            for item in self.client.get(url).json()["items"]:
                if kind in self.filters.get("kind", kind) and item["locale"] in self.filters.get(
                    "locale", item["locale"]
                ):
                    found[item["id"]] = json.dumps(item)
        return found


class Newsroom:
    """What there is when a history begins."""

    def __init__(self) -> None:
        homes = make_site_tree()
        others = make_site_tree(OTHER, "inny")
        self.tags = [make_tag("Kultura", en="Culture"), make_tag("Drogi")]
        self.sections: list[Page] = [
            make_section(homes["pl"], "Wieści"),
            make_section(homes["pl"], "Kultura"),
            make_section(others["pl"], "Inne"),
            # In no Site: nothing there is public.
            make_section(Page.get_first_root_node(), "Nigdzie"),
        ]
        for section in self.sections[:2]:
            translate(section, "en", title=f"{section.title} EN", slug=f"{section.slug}-en")
        self.gallery = make_gallery(self.sections[0], "Zdjęcia")
        for number in range(3):
            make_article(
                self.sections[number % 2],
                f"Komunikat {number}",
                tags=[self.tags[number % 2]],
                body=[("gallery", {"gallery": self.gallery})] if number else [],
            )
        Worker().run_once()


class History:
    """Things happen in a newsroom, each told by the number of a page and a choice."""

    def __init__(self, newsroom: Newsroom, clock: Any) -> None:
        self.tags, self.sections, self.gallery = newsroom.tags, newsroom.sections, newsroom.gallery
        self.clock = clock
        self.mirrors = [Mirror(*follower) for follower in FOLLOWERS]

    def _pages(self) -> list[Page]:
        return [*ArticlePage.objects.order_by("pk"), *Page.objects.filter(pk=self.gallery.pk)]

    def _page(self, number: int) -> Any:
        pages = self._pages()
        return pages[number % len(pages)].specific if pages else None

    def _section(self, number: int) -> Page:
        return Page.objects.get(pk=self.sections[number % len(self.sections)].pk).specific

    def new(self, number: int, choice: int) -> None:
        make_article(
            self._section(choice), f"Nowy {number}", tags=[self.tags[number % 2]],
            body=[("gallery", {"gallery": self.gallery})],
        )  # fmt: skip

    def edit(self, number: int, choice: int) -> None:
        if page := self._page(number):
            page.title = f"Wersja {choice}"
            publish(page)

    def draft(self, number: int, choice: int) -> None:
        if page := self._page(number):
            page.title = f"Szkic {choice}"
            page.save_revision()

    def unpublish(self, number: int, choice: int) -> None:
        if page := self._page(number):
            page.unpublish()

    def delete(self, number: int, choice: int) -> None:
        if (page := self._page(number)) and page.pk != self.gallery.pk:
            page.delete()

    def move(self, number: int, choice: int) -> None:
        page, section = self._page(number), self._section(choice)
        if page and page.get_parent().pk != section.pk:
            page.slug = f"{page.slug.partition('--')[0]}--{page.pk}"
            page.save()
            page.move(section, pos="last-child")

    def rename(self, number: int, choice: int) -> None:
        page = self._section(number) if choice % 2 else self._page(number)
        if page:
            page.slug = f"{page.slug.partition('--')[0]}--{page.pk}-{choice}"
            publish(page)

    def restrict(self, number: int, choice: int) -> None:
        page = self._section(number) if choice % 2 else self._page(number)
        restrictions = PageViewRestriction.objects.filter(page=page)
        if restrictions.exists():
            for restriction in restrictions:
                restriction.delete()
        elif page:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def expire(self, number: int, choice: int) -> None:
        """It expires in an hour, or after all not."""
        if page := self._page(number):
            hour = self.clock_now() + timedelta(hours=1)
            page.expire_at = hour if choice % 2 else None
            publish(page)

    def translate(self, number: int, choice: int) -> None:
        page, english = self._page(number), Locale.objects.get(language_code="en")
        key = page and page.translation_key
        if (
            isinstance(page, ArticlePage)
            and not Page.objects.filter(translation_key=key, locale=english).exists()
            and page.get_parent().has_translation(english)
        ):
            publish(page.copy_for_translation(english))

    def tag(self, number: int, choice: int) -> None:
        tag = NewsTag.objects.get(pk=self.tags[number % 2].pk)
        tag.name = f"Temat {number % 2} {choice}"
        tag.save()

    def hide(self, number: int, choice: int) -> None:
        """Readers lose something for a moment, for no reason."""
        rows = list(WireItem.objects.filter(withdrawn_at=None).order_by("pk"))
        if rows:
            WireItem.objects.filter(pk=rows[number % len(rows)].pk).update(hidden=True)
            request_repairs()

    def hours(self, number: int, choice: int) -> None:
        self.clock.shift(timedelta(minutes=10 + 20 * choice))

    def months(self, number: int, choice: int) -> None:
        self.clock.shift(timedelta(days=91))
        prune()

    def settle(self, number: int, choice: int) -> None:
        Worker().run_once()

    def settle_some(self, number: int, choice: int) -> None:
        settle_some(1)

    def read(self, number: int, choice: int) -> None:
        self.mirrors[number % len(self.mirrors)].read(1 + choice)

    def clock_now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)


STEPS = [name for name in vars(History) if name[0] != "_" and name != "clock_now"]
# What whoever reads has to fit in between comes up more often.
names = st.sampled_from([*STEPS, *["read"] * 4, *["settle"] * 3])
steps = st.lists(st.tuples(names, st.integers(0, 7), st.integers(0, 3)), min_size=8, max_size=24)


@contextmanager
def undone() -> Iterator[None]:
    """Give back the database as it was, and an empty cache."""
    for cache in caches.all():
        cache.clear()
    transaction_of_a_test = transaction.atomic()
    # Settling insists on transactions of its own, except in those of tests.
    transaction_of_a_test._from_testcase = True  # type: ignore[attr-defined]
    with transaction_of_a_test:
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("number", SEEDS)
def test_after_any_history_a_mirror_is_what_is_public(number: int) -> None:
    seen: list[int] = []
    with time_machine.travel(NOON, tick=False):
        newsroom = Newsroom()

    @seed(number)
    @settings(
        max_examples=OF_EACH, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(steps)
    def happen(told: list[tuple[str, int, int]]) -> None:
        with undone(), time_machine.travel(NOON, tick=False) as clock:
            history = History(newsroom, clock)
            for name, which, choice in told:
                step: Callable[[int, int], None] = getattr(history, name)
                step(which, choice)
            history.settle(0, 0)
            for mirror in history.mirrors:
                mirror.read_all()
                assert mirror.documents() == mirror.public(), mirror.filters
                seen.append(len(mirror.documents()))

    happen()
    # Of some histories something is left.
    assert max(seen) > 2
