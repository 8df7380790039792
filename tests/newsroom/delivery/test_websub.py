"""Hubs learn which feeds have changed, in the background."""

import itertools
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext
from wagtail.models import Site

from newsroom.delivery import websub
from newsroom.delivery.websub import ping_hubs
from newsroom.models import FeedSettings, HubPing
from newsroom.wire.settle import settle
from tests.factories import make_article, make_gallery, make_section, make_site_tree, publish
from tests.newsroom.http.peers import Peer, keep_quiet

from .hub import Hub, form_of

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
FORMATS = ("rss", "atom", "json")
BACKOFF = [timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 10800)]


def feeds(*names: str, host: str = "localhost") -> set[str]:
    return {f"http://{host}/feeds/{name}.{ext}" for name in names for ext in FORMATS}


def set_hub(url: str, hostname: str = "localhost") -> None:
    site = Site.objects.get(hostname=hostname)
    FeedSettings.objects.update_or_create(site=site, defaults={"hub": url})


def ping() -> None:
    """The worker's work: everything that is due now."""
    settle()
    while ping_hubs():
        pass


@pytest.fixture(autouse=True)
def trusted(settings: Any) -> None:
    """Let this machine stand for the public internet, without certificates."""
    settings.NEWSROOM_PRIVATE_TARGETS = ["127.0.0.0/8"]
    settings.NEWSROOM_INSECURE_TARGETS = True


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def hub(homes: dict[str, Any]) -> Iterator[Hub]:
    """Give the hub of the Site, which has been told of all there was."""
    with Hub() as hub:
        set_hub(hub.url)
        ping()
        yield hub


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"], "Kultura")


def test_the_hub_is_told_of_every_feed_that_an_article_is_in(hub: Hub, section: Any) -> None:
    make_article(section, "Otwarto bibliotekę", tags=["biblioteki", "remonty"])
    assert hub.connections == 0

    ping()

    names = ("pl/news", "pl/sections/kultura", "pl/tags/biblioteki", "pl/tags/remonty")
    assert set(hub.topics) == feeds(*names)
    assert len(hub.topics) == len(set(hub.topics)) == 12
    assert [form_of(request)["hub.mode"] for request in hub.requests] == [["publish"]] * 12


def test_the_worker_tells_the_hub(hub: Hub, section: Any) -> None:
    make_article(section)
    call_command("run_worker", "--once")

    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")


def test_a_feed_is_named_as_it_names_itself(hub: Hub, section: Any) -> None:
    make_article(section)
    ping()

    for topic in hub.topics:
        assert f'<{topic}>; rel="self"' in Client().get(topic.partition("localhost")[2])["Link"]


def test_the_hub_is_told_once_of_each_change(hub: Hub, section: Any) -> None:
    article = make_article(section)
    ping()
    hub.forget()

    ping()
    assert hub.topics == []

    article.title = "Biblioteka czynna dłużej"
    publish(article)
    ping()
    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")
    hub.forget()

    article.unpublish()
    ping()
    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")
    hub.forget()

    assert HubPing.objects.count() == 0
    ping()
    assert hub.topics == []


def test_the_hub_is_told_of_the_feeds_that_an_article_leaves(
    hub: Hub, section: Any, homes: dict[str, Any]
) -> None:
    article = make_article(section, tags=["remonty"])
    other = make_section(homes["pl"], "Sport")
    ping()
    hub.forget()

    article.move(other, pos="last-child")
    ping()

    names = ("pl/news", "pl/sections/kultura", "pl/sections/sport", "pl/tags/remonty")
    assert set(hub.topics) == feeds(*names)


def test_a_feed_with_a_new_address_is_told_of_under_that(hub: Hub, section: Any) -> None:
    make_article(section)
    ping()
    hub.forget()

    section.slug = "kultura-i-sztuka"
    publish(section)
    ping()

    assert feeds("pl/sections/kultura-i-sztuka") <= set(hub.topics)
    assert not feeds("pl/sections/kultura") & set(hub.topics)


def test_a_gallery_is_news_in_the_galleries_of_its_language(
    hub: Hub, homes: dict[str, Any]
) -> None:
    make_gallery(homes["en"], alts=["A crowd before the town hall"])
    ping()

    assert set(hub.topics) == feeds("en/galleries")


def test_drafts_are_nobodys_business(hub: Hub, section: Any) -> None:
    article = make_article(section, live=False)
    article.title = "Jeszcze nie"
    article.save_revision()
    ping()

    assert hub.connections == 0


def test_without_a_hub_nothing_is_kept_for_later(hub: Hub, section: Any) -> None:
    set_hub("")
    make_article(section)
    ping()
    assert HubPing.objects.count() == 0

    # Whoever names one again is not told what was before.
    set_hub(hub.url)
    ping()
    assert hub.connections == 0


def test_a_hub_that_is_taken_out_is_told_no_more(hub: Hub, section: Any) -> None:
    hub.answer = lambda topic: "503 Busy"
    make_article(section)
    ping()
    assert HubPing.objects.exists()
    hub.forget()

    set_hub("")
    HubPing.objects.update(not_before=NOON)
    ping()

    assert HubPing.objects.count() == 0
    assert hub.connections == 0


def test_a_hub_that_fails_is_asked_again_ever_later_and_then_given_up(
    clock: Any, hub: Hub, section: Any, caplog: pytest.LogCaptureFixture
) -> None:
    hub.answer = lambda topic: "503 Busy"
    make_article(section)
    ping()
    assert hub.connections == 1  # it is the hub that fails, not a feed
    assert HubPing.objects.count() == 6

    for pause in BACKOFF:
        hub.forget()
        clock.shift(pause - timedelta(seconds=1))
        ping()
        assert hub.connections == 0
        assert HubPing.objects.filter(error="HTTP 503").count() == 6

        clock.shift(timedelta(seconds=1))
        with caplog.at_level(logging.ERROR, websub.__name__):
            ping()
        assert hub.connections == 1

    assert HubPing.objects.count() == 0
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 6
    assert all(hub.url in line and "HTTP 503" in line for line in told)


def test_a_change_after_that_is_told_anew(clock: Any, hub: Hub, section: Any) -> None:
    hub.answer = lambda topic: "500 Broken"
    article = make_article(section)
    for pause in (timedelta(0), *BACKOFF):
        clock.shift(pause)
        ping()
    assert HubPing.objects.count() == 0

    hub.answer = lambda topic: "202 Accepted"
    hub.forget()
    publish(article)
    article.title = "Biblioteka czynna dłużej"
    publish(article)
    ping()

    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")
    assert HubPing.objects.count() == 0


def test_a_hub_says_when_it_wants_to_be_asked_again(clock: Any, hub: Hub, section: Any) -> None:
    hub.answer = lambda topic: "429 Slower\r\nRetry-After: 90"
    make_article(section)
    ping()

    assert {one.not_before for one in HubPing.objects.all()} == {NOON + timedelta(seconds=90)}


def test_a_hub_that_works_again_is_told_all_that_waits(
    clock: Any, hub: Hub, section: Any, homes: dict[str, Any]
) -> None:
    hub.answer = lambda topic: "503 Busy"
    make_article(section)
    ping()
    clock.shift(timedelta(seconds=4))
    hub.answer = lambda topic: "202 Accepted"
    hub.forget()

    make_gallery(homes["pl"], alts=["Tłum przed ratuszem"])
    ping()

    assert set(hub.topics) == feeds("pl/galleries", "pl/news", "pl/sections/kultura")
    assert HubPing.objects.count() == 0


def test_a_feed_that_a_hub_refuses_does_not_hold_up_the_others(
    clock: Any, hub: Hub, section: Any
) -> None:
    hub.answer = lambda topic: "400 Not JSON" if topic.endswith("json") else "204 No Content"
    make_article(section)
    ping()

    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")
    waiting = HubPing.objects.all()
    assert {one.topic for one in waiting} == {one for one in hub.topics if one.endswith("json")}
    assert {one.error for one in waiting} == {"HTTP 400"}


def test_a_hub_that_hangs_holds_up_no_other_sites_hub(
    hub: Hub, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websub, "SECONDS", 1.0)
    elsewhere = make_section(make_site_tree("other.newsroom.test", "inny")["pl"], "Kultura")
    with Peer(keep_quiet) as hanging:
        set_hub(f"http://127.0.0.1:{hanging.port}/hub")
        set_hub(hub.url, "other.newsroom.test")
        make_article(section)
        make_article(elsewhere)

        settle()
        ping_hubs()

        own = feeds("pl/news", "pl/sections/kultura", host="other.newsroom.test")
        assert set(hub.topics) == own
        assert hanging.connections == 1
    failed = HubPing.objects.all()
    assert {one.topic for one in failed} == feeds("pl/news", "pl/sections/kultura")
    assert {one.error for one in failed} == {
        gettext("%(host)s did not answer in time.") % {"host": "127.0.0.1"}
    }


def test_a_hub_in_the_own_network_is_not_called(hub: Hub, section: Any, settings: Any) -> None:
    settings.NEWSROOM_PRIVATE_TARGETS = ["10.0.0.0/8"]
    make_article(section)
    ping()

    assert hub.connections == 0
    (error,) = set(HubPing.objects.values_list("error", flat=True))
    assert error == gettext("%(host)s is not a public address.") % {"host": "127.0.0.1"}


def test_the_rest_follows_when_a_turn_is_over(
    hub: Hub, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websub, "TURN", 0.0)
    make_article(section)
    settle()

    assert [ping_hubs() for _ in range(8)] == [1, 1, 1, 1, 1, 1, 0, 0]
    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")


def test_behind_a_cache_the_hub_is_told_when_the_cache_has_forgotten(
    clock: Any, hub: Hub, section: Any, settings: Any
) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "varnish": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.DummyBackend",
            "LOCATION": "http://127.0.0.1:9",
        }
    }
    make_article(section)
    ping()
    assert hub.connections == 0

    clock.shift(timedelta(seconds=5))
    ping()
    assert set(hub.topics) == feeds("pl/news", "pl/sections/kultura")


def test_an_idle_round_asks_little_and_writes_nothing(
    hub: Hub, section: Any, django_assert_max_num_queries: Any
) -> None:
    make_article(section)
    ping()

    with django_assert_max_num_queries(3) as captured:
        assert ping_hubs() == 0

    assert all(query["sql"].startswith("SELECT") for query in captured)


def test_many_changes_are_one_ping_of_each_feed(hub: Hub, section: Any) -> None:
    for number in range(5):
        make_article(section, f"Wiadomość {number}")
    ping()

    counts = {topic: len(list(same)) for topic, same in itertools.groupby(sorted(hub.topics))}
    assert counts == dict.fromkeys(feeds("pl/news", "pl/sections/kultura"), 1)
