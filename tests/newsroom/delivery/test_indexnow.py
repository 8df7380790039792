"""Search engines learn which addresses have changed, if the project wants them to."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from wagtail.models import Site

from newsroom.delivery import indexnow
from newsroom.delivery.indexnow import tell_engines
from newsroom.models import Follower
from newsroom.wire.settle import settle
from tests.factories import make_article, make_section, make_site_tree, publish
from tests.newsroom.http.peers import headers_of

from .hub import Hub

KEY = "4f0c2a7e-News"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def engine(homes: dict[str, Any], settings: Any) -> Iterator[Hub]:
    """Give a search engine that has been told of all there was."""
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.0/8"]
    settings.NEWSROOM_INSECURE_TARGETS = True
    settings.NEWSROOM_INDEXNOW_KEY = KEY
    with Hub(lambda topic: "202 Accepted") as engine:
        settings.NEWSROOM_INDEXNOW_ENDPOINT = engine.url
        tell()
        yield engine


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"], "Kultura")


def tell() -> None:
    """The worker's work: everything that is due now."""
    settle()
    while tell_engines():
        pass


def told(engine: Hub) -> list[str]:
    """The addresses since the last look."""
    found = [address for message in engine.messages for address in message["urlList"]]
    engine.forget()
    return sorted(found)


def test_engines_are_told_what_is_new_changed_moved_and_withdrawn(
    engine: Hub, section: Any, homes: dict[str, Any]
) -> None:
    article = make_article(section, "Nowa biblioteka")
    first = article.full_url
    tell()
    assert told(engine) == [first]

    article.title = "Biblioteka czynna dłużej"
    article = publish(article)
    tell()
    assert told(engine) == [first]

    article.move(make_section(homes["pl"], "Sport"), pos="last-child")
    second = type(article).objects.get(pk=article.pk).full_url
    tell()
    assert told(engine) == sorted([first, second])

    article.refresh_from_db()
    article.unpublish()
    tell()
    assert told(engine) == [second]

    tell()
    assert told(engine) == []


def test_the_worker_tells_engines(engine: Hub, section: Any) -> None:
    article = make_article(section)
    call_command("run_worker", "--once")

    assert told(engine) == [article.full_url]


def test_the_message_is_that_of_the_protocol(engine: Hub, section: Any) -> None:
    article = make_article(section)
    tell()

    (request,) = engine.requests
    assert headers_of(request)["content-type"] == "application/json; charset=utf-8"
    assert engine.messages == [
        {
            "host": "localhost",
            "key": KEY,
            "keyLocation": f"http://localhost/{KEY}.txt",
            "urlList": [article.full_url],
        }
    ]


def test_drafts_are_nobodys_business(engine: Hub, section: Any) -> None:
    make_article(section, live=False)
    tell()

    assert engine.connections == 0


def test_each_site_speaks_of_its_own_addresses(engine: Hub, section: Any) -> None:
    article = make_article(section)
    elsewhere = make_section(make_site_tree("other.newsroom.test", "inny")["pl"])
    other = make_article(elsewhere, "Wiadomość")
    # The first look at a new Site only notes where it begins.
    tell()
    assert told(engine) == [article.full_url]

    article.move(elsewhere, pos="last-child")
    publish(other)
    other.title = "Inna wiadomość"
    publish(other)
    tell()

    messages = {message["host"]: set(message["urlList"]) for message in engine.messages}
    moved = type(article).objects.get(pk=article.pk)
    old = f"http://localhost/pl/kultura/{article.slug}/"
    assert messages == {
        "localhost": {old},
        "other.newsroom.test": {moved.full_url, other.full_url},
    }
    assert {message["keyLocation"] for message in engine.messages} == {
        f"http://localhost/{KEY}.txt",
        f"http://other.newsroom.test/{KEY}.txt",
    }


def test_without_a_key_nobody_is_told(engine: Hub, section: Any, settings: Any) -> None:
    settings.NEWSROOM_INDEXNOW_KEY = ""
    make_article(section)
    tell()

    assert engine.connections == 0


def test_an_engine_that_fails_is_told_later(clock: Any, engine: Hub, section: Any) -> None:
    engine.answer = lambda topic: "503 Busy"
    article = make_article(section)
    tell()
    assert engine.connections == 1
    assert "HTTP 503" in Follower.objects.get(name__startswith="indexnow").error
    tell()
    assert engine.connections == 1

    clock.shift(timedelta(seconds=5))
    engine.answer = lambda topic: "200 OK"
    engine.forget()
    tell()
    assert told(engine) == [article.full_url]


@pytest.mark.parametrize("status", ["400 Bad", "422 Unprocessable"])
def test_what_an_engine_refuses_is_not_repeated(
    engine: Hub, section: Any, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    engine.answer = lambda topic: status
    article = make_article(section)
    tell()
    tell()

    assert engine.connections == 1
    assert article.full_url in caplog.text


def test_many_changes_are_told_in_parts(
    engine: Hub, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexnow, "CHANGES_AT_ONCE", 2)
    articles = [make_article(section, f"Wiadomość {number}") for number in range(5)]
    tell()

    assert [len(message["urlList"]) for message in engine.messages] == [2, 2, 1]
    assert told(engine) == sorted(article.full_url for article in articles)


def test_the_key_is_at_the_root_of_every_site(settings: Any, homes: dict[str, Any]) -> None:
    settings.NEWSROOM_INDEXNOW_KEY = KEY
    response = Client().get(f"/{KEY}.txt")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == KEY.encode()
    assert Client().get("/4f0c2a7e-other.txt").status_code == 404

    settings.NEWSROOM_INDEXNOW_KEY = ""
    assert Client().get(f"/{KEY}.txt").status_code == 404
    assert Client().get("/.txt").status_code == 404


def test_only_addresses_of_the_site_itself_are_told(engine: Hub, section: Any) -> None:
    make_article(section)
    settle()
    Site.objects.update(hostname="new.newsroom.test")
    tell()

    assert all(address.startswith("http://new.newsroom.test/") for address in told(engine))
