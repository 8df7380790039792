"""Waiting for changes: the answer comes with them, and whoever waits holds up nobody."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from newsroom.api import changes
from newsroom.http.waiting import rest
from newsroom.models import WireSequence
from tests.factories import make_article, make_section, make_site_tree

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = "/api/news/v1/changes/"
PATIENCE = 60  # seconds

Settle = Callable[[], None]


@pytest.fixture
def newsroom(settle: Settle) -> SimpleNamespace:
    """Give a Polish and an English section, an article, and the cursor of who knows of it."""
    homes = make_site_tree()
    sections = {code: make_section(homes[code]) for code in ("pl", "en")}
    article = make_article(sections["pl"])
    settle()
    return SimpleNamespace(sections=sections, article=article, known=last())


def last() -> int:
    return WireSequence.objects.get().value


class Waiting:
    """A request that waits in a thread of its own."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.began = threading.Event()
        self.pool = ThreadPoolExecutor(1)
        self.future: Future[Any] = self.pool.submit(self.ask)
        assert self.began.wait(PATIENCE)

    def ask(self) -> Any:
        self.began.set()
        start = time.monotonic()
        try:
            return Client().get(f"{CHANGES}?{self.query}"), time.monotonic() - start
        finally:
            connection.close()

    def answer(self) -> tuple[Any, float]:
        """The answer, and after how many seconds it came."""
        response, _ = self.future.result(PATIENCE)
        self.pool.shutdown()
        return response, self.future.result()[1]


def sits(number: int) -> None:
    """Wait until so many are waiting."""
    end = time.monotonic() + PATIENCE
    while changes.seats._taken != number:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_answer_comes_with_the_change(newsroom: SimpleNamespace, settle: Settle) -> None:
    waiting = Waiting(f"since={newsroom.known}&wait=25&locale=pl")
    sits(1)
    # Not what it waits for: it goes on waiting.
    make_article(newsroom.sections["en"], "In English")
    settle()
    assert not waiting.future.done()
    make_article(newsroom.sections["pl"], "Po polsku")
    settle()

    response, seconds = waiting.answer()

    assert [each["item"]["title"] for each in response.json()["changes"]] == ["Po polsku"]
    assert f"since={last()}&" in response.json()["next"]
    assert seconds < 25
    sits(0)


def test_after_its_time_the_answer_is_empty(newsroom: SimpleNamespace) -> None:
    response, seconds = Waiting(f"since={newsroom.known}&wait=1").answer()

    assert (response.status_code, response.json()["changes"]) == (200, [])
    assert seconds >= 1
    known = {"if-none-match": response["ETag"]}
    assert (
        Client().get(f"{CHANGES}?since={newsroom.known}&wait=1", headers=known).status_code == 304
    )


def test_nobody_waits_for_what_is_there(newsroom: SimpleNamespace) -> None:
    response, _ = Waiting("wait=25").answer()

    assert len(response.json()["changes"]) == 1


def test_an_empty_newsroom_can_be_waited_for(settle: Settle) -> None:
    homes = make_site_tree()
    settle()
    waiting = Waiting("wait=25")
    sits(1)
    make_article(make_section(homes["pl"]))
    settle()

    assert len(waiting.answer()[0].json()["changes"]) == 1


def test_only_a_few_may_wait(newsroom: SimpleNamespace, settings: Any, settle: Settle) -> None:
    settings.NEWSROOM_CHANGES_WAITERS = 1
    waiting = Waiting(f"since={newsroom.known}&wait=25")
    sits(1)

    refused, _ = Waiting(f"since={newsroom.known}&wait=25").answer()

    assert (refused.status_code, refused["Retry-After"]) == (200, "5")
    assert refused.json()["changes"] == []
    newsroom.article.unpublish()
    settle()
    assert not waiting.answer()[0].has_header("Retry-After")
    sits(0)


def test_who_fails_while_waiting_gives_the_place_back(
    newsroom: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(seconds: float) -> None:
        raise ConnectionError("the database has gone")

    with monkeypatch.context() as patch:
        patch.setattr(changes, "rest", fail)
        with pytest.raises(ConnectionError):
            Client().get(f"{CHANGES}?since={newsroom.known}&wait=25")

    sits(0)


def test_who_waits_is_in_no_transaction(
    newsroom: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    view = resolve(CHANGES).func

    assert BaseHandler().make_view_atomic(view) is view


@pytest.mark.postgres
def test_who_waits_holds_no_connection_of_the_pool(newsroom: SimpleNamespace) -> None:
    connection.ensure_connection()
    rest(0)
    assert connection.connection is None
    with transaction.atomic():
        rest(0)
        assert connection.connection is not None
