"""Several editors and a worker at once: nothing is lost, reordered, overwritten or deadlocked."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from newsroom.models import ArticlePage, WireChange, WireItem, WireJob, WireMark
from newsroom.wire.body import COMPOSERS
from tests.factories import make_article, make_section, publish
from tests.newsroom.wire.wire import document, in_order, on_wire

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
PUBLICATIONS = 3
PATIENCE = 60  # seconds


def together(*works: Callable[[], Any]) -> list[BaseException]:
    """Run each in a thread with a connection of its own; returns what they raised."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        ends = [pool.submit(run, work).exception for work in works]
        return [failure for end in ends if (failure := end(PATIENCE))]


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def republish(article: ArticlePage, title: str) -> None:
    page = ArticlePage.objects.get(pk=article.pk)
    page.title = title
    publish(page)


def test_eight_writers_lose_nothing(section: Any, settle: Callable[[], None]) -> None:
    articles = [make_article(section, f"Artykuł {n}") for n in range(WRITERS)]
    settle()

    def work(article: ArticlePage) -> Callable[[], None]:
        def write() -> None:
            for number in range(PUBLICATIONS):
                republish(article, f"{article.title}, wersja {number}")
                assert on_wire(article)  # it was on the wire when the editor was told

        return write

    assert together(*map(work, articles)) == []
    settle()
    assert not WireJob.objects.exists()
    assert not WireMark.objects.filter(expanded=None).exists()
    assert in_order()
    last = PUBLICATIONS - 1
    for article in articles:
        assert document(article)["title"] == f"{article.title}, wersja {last}"
    ordered = WireChange.objects.order_by("sequence").values_list("at", flat=True)
    assert list(ordered) == sorted(ordered)
    call_command("reconcile_wire", "--check", "--deep")


def test_writers_and_workers_agree(section: Any, settle: Callable[[], None]) -> None:
    articles = [make_article(section, f"Artykuł {n}") for n in range(4)]
    settle()
    works: list[Callable[[], Any]] = [settle, settle]
    works += [partial(republish, article, "Nowy") for article in articles[:2]]
    works += [article.unpublish for article in articles[2:]]
    assert together(*works) == []
    settle()
    assert [on_wire(article) for article in articles] == [True, True, False, False]
    assert in_order()
    call_command("reconcile_wire", "--check", "--deep")


class Slow:
    """A heading whose composition waits in the middle, the first time it is asked for."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.may_end = threading.Event()
        self.original = COMPOSERS["heading"]
        self.times = 0

    def __call__(self, value: Any, look: Any, identity: Any) -> Any:
        self.times += 1
        if self.times == 1:
            self.began.set()
            assert self.may_end.wait(PATIENCE)
        return self.original(value, look, identity)


@pytest.fixture
def slow() -> Iterator[Slow]:
    slow = Slow()
    COMPOSERS["heading"] = slow
    yield slow
    COMPOSERS["heading"] = slow.original


def compose_slowly_while(slow: Slow, settle: Callable[[], None], change: Callable[[], Any]) -> None:
    """Let a worker begin a composition, make the change, then let the worker end."""

    def work() -> None:
        try:
            settle()
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert slow.began.wait(PATIENCE)
    change()
    slow.may_end.set()
    worker.join(PATIENCE)
    assert not worker.is_alive()


@pytest.fixture
def waiting(section: Any, settings: Any) -> ArticlePage:
    """Give an article that only a worker composes."""
    settings.NEWSROOM_SETTLE_ON_COMMIT = 0
    return make_article(section, "Stary tytuł", body=[("heading", "Nagłówek")])


def test_a_slow_old_composition_never_overwrites_a_newer_one(
    waiting: ArticlePage, slow: Slow, settle: Callable[[], None], settings: Any
) -> None:
    def change() -> None:
        settings.NEWSROOM_SETTLE_ON_COMMIT = 10
        republish(waiting, "Nowy tytuł")
        assert document(waiting)["title"] == "Nowy tytuł"

    compose_slowly_while(slow, settle, change)
    assert document(waiting)["title"] == "Nowy tytuł"
    assert WireItem.objects.get(page_id=waiting.pk).changes.count() == 1
    assert slow.times >= 2


def test_a_slow_old_composition_does_not_bring_back_what_was_withdrawn(
    waiting: ArticlePage, slow: Slow, settle: Callable[[], None]
) -> None:
    compose_slowly_while(slow, settle, lambda: ArticlePage.objects.get().unpublish())
    assert not on_wire(waiting)
    settle()
    assert not on_wire(waiting)


def test_a_slow_old_composition_does_not_show_what_was_restricted_with_its_section(
    waiting: ArticlePage, slow: Slow, settle: Callable[[], None]
) -> None:
    """The editor's process dies after its commit: nobody knows yet which pages are concerned."""
    section = waiting.get_parent()

    def change() -> None:
        with transaction.atomic():
            section.view_restrictions.create(restriction_type="login")
            connection.run_on_commit.clear()

    compose_slowly_while(slow, settle, change)
    assert not on_wire(waiting)
    assert not WireChange.objects.exists()


@pytest.mark.postgres
def test_bulk_actions_and_single_publications_do_not_deadlock(
    section: Any, settle: Callable[[], None], admin_client: Client
) -> None:
    """SQLite has one writer at a time; only PostgreSQL could deadlock."""
    assert connection.vendor == "postgresql"
    articles = [make_article(section, f"Artykuł {n}") for n in range(4)]
    settle()
    chosen = "&".join(f"id={article.pk}" for article in articles)

    def bulk(action: str) -> Callable[[], None]:
        def send() -> None:
            path = f"/admin/bulk/wagtailcore/page/{action}/?next=/admin/&{chosen}"
            assert admin_client.post(path).status_code == 302

        return send

    for number in range(20):
        # From the other end: whoever holds one page may be waited for by who holds the next.
        single = articles[3 - number % 4]
        failures = together(
            bulk("unpublish" if number % 2 else "publish"),
            partial(republish, single, f"Wersja {number}"),
            settle,
        )
        assert failures == []
        settle()
        assert in_order()
    call_command("reconcile_wire", "--check", "--deep")
