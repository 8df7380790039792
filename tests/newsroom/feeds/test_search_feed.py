"""Feeds of searches: what is new of what somebody looks for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from newsroom.models import FeedSettings
from newsroom.wire import keys
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_site_tree,
    make_tag,
    publish,
    translate,
)

from .reading import TYPES, Feed
from .reading import read as read_feed

Settle = Callable[[], None]

PUBLISHED = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = PUBLISHED + timedelta(minutes=10)


def get(
    extension: str, language: str = "pl", headers: dict[str, str] | None = None, **q: Any
) -> Any:
    query = urlencode(q, doseq=True)
    return Client(headers=headers).get(f"/feeds/{language}/search.{extension}?{query}")


def read(extension: str, language: str = "pl", **query: Any) -> Feed:
    response = get(extension, language, **query)
    assert response.status_code == 200
    return Feed(response, extension)


@pytest.fixture
def bridges(section: Any, settle: Settle) -> Any:
    """Give a section with two articles, a gallery and a project of bridges, an hour apart."""
    home = section.get_parent().specific
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        make_article(section, "Otwarto most", tags=[make_tag("Transport")], alts=["Przęsło"])
        clock.shift(timedelta(hours=1))
        make_gallery(home, "Zdjęcia mostu", alts=["Most o świcie"])
        clock.shift(timedelta(hours=1))
        make_project(home, "Budowa mostów")
        clock.shift(timedelta(hours=1))
        make_article(make_section(home, "Kultura"), "Koncert na moście")
        make_article(section, "Dożynki w gminie")
        settle()
        clock.shift(timedelta(hours=1))
        yield section


def test_a_search_has_a_feed_of_what_it_finds_the_newest_first(
    bridges: Any, extension: str
) -> None:
    feed = read(extension, q="mosty")

    assert feed.titles == ["Koncert na moście", "Budowa mostów", "Zdjęcia mostu", "Otwarto most"]
    assert extension == "json" or not feed.parsed.bozo
    assert feed.response["Content-Type"] == f"{TYPES[extension]}; charset=utf-8"
    assert feed.response["Content-Language"] == "pl"


def test_items_are_those_of_other_feeds(bridges: Any, extension: str) -> None:
    (found,) = read(extension, q="koncert").ids
    news = read_feed(extension)

    assert found == news.ids[news.titles.index("Koncert na moście")]


def test_a_feed_is_narrowed_as_the_search_is(bridges: Any, extension: str) -> None:
    narrowed: dict[str, Any] = {
        "Zdjęcia mostu": {"kind": "gallery"},
        "Koncert na moście": {"section": "kultura"},
        "Otwarto most": {"kind": "article", "tag": ["transport"], "section": "aktualnosci"},
    }
    for title, query in narrowed.items():
        assert read(extension, q="most", **query).titles == [title]
    # As a form writes what was not chosen.
    assert len(read(extension, q="most", kind="", tag="", section="").entries) == 4
    assert read(extension, q="most", section="nie-ma").entries == []


def test_a_feed_says_what_it_is_of(bridges: Any) -> None:
    feed = read("json", q="  mosty\n\tna  rzece ", kind="article", utm_source="x").json
    own = "http://localhost/feeds/pl/search.json?q=mosty+na+rzece&kind=article"

    assert feed["title"] == "Szukane: mosty na rzece · Artykuł – Urząd"
    assert feed["feed_url"] == own
    assert feed["language"] == "pl"
    assert "next_url" not in feed
    same = read("atom", kind="article", q="mosty na rzece")
    assert same.root.findtext("{http://www.w3.org/2005/Atom}id") == feed["_newsroom"]["id"]
    other = read("json", q="mosty").json
    assert other["_newsroom"]["id"] != feed["_newsroom"]["id"]


def test_a_feed_leads_to_the_project_s_page_of_search(bridges: Any, settings: Any) -> None:
    settings.NEWSROOM_SEARCH_PAGE = ""
    assert read("json", q="most").json["home_page_url"] == "http://localhost/pl/"
    settings.NEWSROOM_SEARCH_PAGE = "no-such-name"
    assert read("json", q="most").json["home_page_url"] == "http://localhost/pl/"
    settings.NEWSROOM_SEARCH_PAGE = "newsroom_web:projects"
    assert (
        read("json", q="moście").json["home_page_url"]
        == "http://localhost/pl/projects/?q=mo%C5%9Bcie"
    )


def test_no_hub_is_named_for_none_is_told(bridges: Any) -> None:
    FeedSettings.objects.create(site=Site.objects.get(), hub="https://hub.example.org/")

    assert "hub" not in get("rss", q="most")["Link"]
    assert b"hub.example.org" not in get("atom", q="most").content
    assert 'rel="hub"' in Client().get("/feeds/pl/news.rss")["Link"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": ""},
        {"q": " \0 "},
        {"q": "!!!"},
        {"q": "-most"},
        {"q": "most", "kind": "draft"},
        {"q": "most", "section": "a b"},
        {"q": "most", "section": "a\0"},
        {"q": "most", "tag": "x" * 300},
        {"q": "most", "tag": [f"t{number}" for number in range(11)]},
    ],
)
def test_a_search_for_nothing_is_no_feed(
    bridges: Any, extension: str, query: dict[str, Any]
) -> None:
    response = get(extension, **query)

    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert keys.MISSING in response["Surrogate-Key"].split()


def test_a_language_that_is_none_is_no_feed(bridges: Any, extension: str) -> None:
    assert get(extension, "xx", q="most").status_code == 404
    assert read(extension, "uk", q="most").entries == []


@pytest.mark.parametrize(
    "words",
    [
        "most\0\x1f\x7f\ufffe",
        '"most',
        "<b>most</b> & ]]> &amp;",
        "most " * 2000,
        "NEAR(most, 2) OR NOT *",
        "'; DROP TABLE newsroom_wireitem; --",
        "\u202emost \U0001f600",
    ],
)
def test_any_words_make_a_feed_that_can_be_read(bridges: Any, extension: str, words: str) -> None:
    feed = read(extension, q=words)

    assert extension == "json" or not feed.parsed.bozo
    assert len(feed.entries) in (0, 4)
    assert len(feed.body) < 100_000


def test_conditional_requests_are_answered_as_those_for_other_feeds(
    bridges: Any, settle: Settle, extension: str
) -> None:
    full = get(extension, q="most")

    assert full["Cache-Control"] == "public, max-age=300"
    assert full["ETag"].startswith('W/"')
    for headers in (
        {"If-None-Match": full["ETag"]},
        {"If-Modified-Since": full["Last-Modified"]},
    ):
        response = get(extension, headers=headers, q="most")
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == full["ETag"]
    make_article(bridges, "Dom kultury")
    settle()
    # What does not concern the search leaves its bytes as they are.
    assert get(extension, q="most")["ETag"] == full["ETag"]
    make_article(bridges, "Drugi most")
    settle()
    changed = get(extension, headers={"If-None-Match": full["ETag"]}, q="most")
    assert changed.status_code == 200
    assert Feed(changed, extension).titles[0] == "Drugi most"


def test_caches_are_told_what_makes_them_forget_it(bridges: Any, extension: str) -> None:
    names = get(extension, q="most")["Surrogate-Key"].split()

    assert set(keys.of_lists("pl")) <= set(names)
    assert keys.of_feeds(Site.objects.get().pk) in names


def withdrawn(page: Any, settle: Settle) -> None:
    page.unpublish()


def withdrawn_and_settled(page: Any, settle: Settle) -> None:
    page.unpublish()
    settle()


def deleted(page: Any, settle: Settle) -> None:
    page.delete()


def restricted(page: Any, settle: Settle) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def below_a_restriction(page: Any, settle: Settle) -> None:
    restricted(page.get_parent(), settle)
    settle()


def left_out_of_feeds(page: Any, settle: Settle) -> None:
    page.in_feeds = False
    publish(page)
    settle()


def changed_words(page: Any, settle: Settle) -> None:
    page.title = page.lead = "Coś innego"
    publish(page)
    settle()


@pytest.mark.parametrize(
    "happens",
    [
        withdrawn,
        withdrawn_and_settled,
        deleted,
        restricted,
        below_a_restriction,
        left_out_of_feeds,
        changed_words,
    ],
)
def test_what_has_gone_is_in_no_search_feed(
    section: Any, settle: Settle, extension: str, happens: Callable[[Any, Settle], None]
) -> None:
    page = make_article(section, "Tajemniczy wiadukt")
    settle()
    assert read(extension, q="wiadukt").titles == ["Tajemniczy wiadukt"]

    happens(page, settle)

    assert read(extension, q="wiadukt").entries == []
    assert read(extension, q="wiadukt", section="aktualnosci").entries == []


def test_what_was_never_public_is_in_no_search_feed(
    section: Any, settle: Settle, extension: str
) -> None:
    make_article(section, "Wiadukt w szkicu", live=False)
    later = datetime.now(UTC) + timedelta(days=1)
    scheduled = make_article(section, "Wiadukt jutro", live=False)
    scheduled.go_live_at = later
    scheduled.save_revision().publish()
    published = make_article(section, "Stary tytuł")
    published.title = "Wiadukt w zmianie"
    published.save_revision()
    other = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    make_article(make_section(other["pl"]), "Wiadukt gdzie indziej")
    translate(make_article(section, "Kładka"), "en", title="Wiadukt")
    settle()

    assert read(extension, q="wiadukt").entries == []
    assert read(extension, "en", q="wiadukt").titles == ["Wiadukt"]


def test_what_has_expired_is_gone_before_the_worker_comes(
    section: Any, settle: Settle, extension: str
) -> None:
    expiry = PUBLISHED + timedelta(seconds=100)
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        make_article(section, "Stały wiadukt")
        make_article(section, "Chwilowy wiadukt", expire_at=expiry)
        settle()
        clock.move_to(PUBLISHED + timedelta(seconds=10))
        before = get(extension, q="wiadukt")
        assert len(Feed(before, extension).entries) == 2
        assert before["Cache-Control"] == "public, max-age=90"
        clock.move_to(LATER)
        since = {"If-Modified-Since": before["Last-Modified"]}
        after = get(extension, headers=since, q="wiadukt")
        assert after.status_code == 200
        assert Feed(after, extension).titles == ["Stały wiadukt"]


def test_nothing_is_remembered_however_many_are_asked_for(bridges: Any, settings: Any) -> None:
    settings.NEWSROOM_ANSWER_CACHE = "default"
    caches["default"].clear()
    for number in range(5):
        get("rss", q=f"most {number}")

    assert not getattr(caches["default"], "_cache", {})


def test_who_asks_too_often_is_told_to_wait_also_with_an_etag(
    bridges: Any, extension: str, settings: Any
) -> None:
    settings.NEWSROOM_FEED_RATE = "2/m"
    etag = get(extension, q="most")["ETag"]
    known = {"If-None-Match": etag}

    assert get(extension, headers=known, q="most").status_code == 304
    refused = get(extension, headers=known, q="most")
    assert refused.status_code == 429
    assert refused["Retry-After"]


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    bridges: Any, settle: Settle, extension: str, django_assert_max_num_queries: Any
) -> None:
    get(extension, q="most")
    with django_assert_max_num_queries(50) as counted:
        read(extension, q="most", tag="transport", section="aktualnosci")
        cost = len(counted)
    tag = bridges.get_children().first().specific.tags.first()
    for number in range(5):
        make_article(bridges, f"Most {number}", alts=["Zdjęcie"], tags=[tag])
    settle()
    get(extension, q="most")

    with django_assert_max_num_queries(cost):
        feed = read(extension, q="most", tag="transport", section="aktualnosci")
    assert len(feed.entries) == 6


def test_nobody_s_login_or_language_changes_it(bridges: Any, extension: str) -> None:
    response = get(extension, headers={"accept-language": "uk", "cookie": "sessionid=x"}, q="most")

    assert response.content == get(extension, q="most").content
    assert not response.cookies and response["Vary"] == "Accept-Encoding"
    assert Client().post(f"/feeds/pl/search.{extension}?q=most").status_code == 405
    assert Client().head(f"/feeds/pl/search.{extension}?q=most").status_code == 200
