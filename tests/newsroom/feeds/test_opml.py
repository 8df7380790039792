"""The lists of feeds that programs import."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.coreutils import get_content_languages
from wagtail.models import Site

from newsroom.models import FeedSettings, FeedWords
from tests.factories import make_article, make_project, make_site_tree, make_tag, publish, translate
from tests.shared import shared

Settle = Callable[[], None]
WHOLE = "/feeds/feeds.opml"
POLISH = "/feeds/pl/feeds.opml"


@shared
def article(section: Any, settle: Settle) -> Any:
    """Give an article with a subject and a project, in Polish and English."""
    project = make_project(section.get_parent().specific, "Nowe drogi")
    page = make_article(section, tags=[make_tag("Kultura & sztuka", en="Arts")], project=project)
    translate(page, "en", title="A new library")
    settle()
    return page


def get(client: Client, path: str = WHOLE, **headers: str) -> Any:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=names)


def read(client: Client, path: str = WHOLE) -> ElementTree.Element:
    """The document, read by another parser than the one that wrote it."""
    response = get(client, path)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def feeds(root: ElementTree.Element) -> list[dict[str, str]]:
    return [found.attrib for found in root.iter("outline") if "xmlUrl" in found.attrib]


def names(outlines: list[ElementTree.Element]) -> list[str]:
    return [outline.attrib["text"] for outline in outlines]


def test_feeds_stand_in_their_kind_and_this_in_its_language(client: Client, article: Any) -> None:
    root = read(client)
    languages = root.findall("body/outline")

    assert (root.tag, root.attrib) == ("opml", {"version": "2.0"})
    assert names(languages) == list(map(str, get_content_languages().values()))
    assert len(languages[0].findall("outline")) == 5
    english = languages[1].findall("outline")
    assert names(english) == ["News", "Galleries", "Sections", "Subjects", "Projects"]
    assert feeds(english[3]) == [
        {
            "type": "rss",
            "text": "Arts – Urząd",
            "title": "Arts – Urząd",
            "xmlUrl": "http://localhost/feeds/en/tags/kultura-sztuka.rss",
            "htmlUrl": "http://localhost/en/tags/kultura-sztuka/",
            "language": "en",
            "description": "The newest articles on “Arts”, from Urząd.",
            "version": "RSS2",
        }
    ]


def test_the_list_of_a_language_has_its_feeds_only(client: Client, article: Any) -> None:
    root = read(client, POLISH)

    assert {feed["language"] for feed in feeds(root)} == {"pl"}
    assert feeds(root) == [feed for feed in feeds(read(client)) if feed["language"] == "pl"]
    assert len(root.findall("body/outline")) == 5
    assert get(client, POLISH)["Content-Language"] == "pl"


def test_every_feed_in_it_answers_with_its_title(client: Client, article: Any) -> None:
    found = feeds(read(client))

    assert len(found) > 9
    for feed in found:
        answer = client.get(feed["xmlUrl"].removeprefix("http://localhost"))
        assert answer.status_code == 200, feed
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert channel is not None
        assert channel.findtext("title") == feed["title"]
        assert channel.findtext("link") == feed["htmlUrl"]
        assert channel.findtext("description") == feed["description"]
        page = client.get(feed["htmlUrl"].removeprefix("http://localhost"))
        assert page.status_code == 200, feed


def test_it_says_when_the_newest_change_was_and_never_what_time_it_is(
    client: Client, article: Any
) -> None:
    first = get(client)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        second = get(client)

    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    date = read(client).findtext("head/dateModified")
    assert date and date.endswith("GMT")
    assert second["Last-Modified"] == date
    assert read(client).findtext("head/docs") == "http://opml.org/spec2.opml"


def test_its_title_is_in_its_language(client: Client, article: Any) -> None:
    assert read(client, "/feeds/en/feeds.opml").findtext("head/title") == "Feeds – Urząd"


def test_everybody_gets_the_same_bytes_for_five_minutes(
    client: Client, article: Any, admin_client: Client
) -> None:
    for path in (WHOLE, POLISH):
        answer = get(client, path)
        others = (
            get(client, path, accept_language="uk", cookie="sessionid=1", accept="text/html"),
            get(admin_client, path),
            client.get(f"{path}?page=2"),
        )
        assert {other.content for other in others} == {answer.content}
        assert answer["Content-Type"] == "text/x-opml; charset=utf-8"
        assert answer["Cache-Control"] == "public, max-age=300"
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Content-Length"] == str(len(answer.content))
        assert not answer.cookies


def test_who_knows_it_gets_304(client: Client, article: Any) -> None:
    full = get(client)
    short = get(client, if_none_match=full["ETag"])

    assert full["ETag"].startswith('W/"')
    assert (short.status_code, short.content) == (304, b"")
    assert [short[name] for name in ("ETag", "Cache-Control", "Vary")] == [
        full[name] for name in ("ETag", "Cache-Control", "Vary")
    ]
    assert get(client, if_none_match='"other"').status_code == 200
    assert get(client, POLISH, if_none_match=full["ETag"]).status_code == 200


def test_a_new_feed_and_new_words_make_another_one(
    client: Client, section: Any, article: Any, settle: Settle, locales: dict[str, Any]
) -> None:
    first = get(client)
    make_article(section, "Sport", tags=[make_tag("Sport")])
    settle()
    second = get(client, if_none_match=first["ETag"])
    made = FeedSettings.objects.create(site=Site.objects.get())
    FeedWords.objects.create(settings=made, locale=locales["pl"], title="Wieści")
    third = get(client, if_none_match=second["ETag"])

    assert (second.status_code, third.status_code) == (200, 200)
    assert b"tags/sport.rss" in second.content
    assert "Sport – Wieści".encode() in third.content


def test_it_is_kept_no_longer_than_until_the_next_expiry(
    client: Client, article: Any, settle: Settle
) -> None:
    article.expire_at = timezone.now() + timedelta(seconds=100)
    publish(article)
    settle()

    age = int(get(client)["Cache-Control"].rpartition("=")[2])
    assert 0 < age <= 100


def test_an_empty_newsroom_lists_what_there_will_be(client: Client, homes: dict[str, Any]) -> None:
    root = read(client)

    assert [feed["xmlUrl"].rpartition("/")[2] for feed in feeds(root)] == [
        *["news.rss", "galleries.rss"] * 3
    ]
    assert root.find("head/dateModified") is None
    assert "Last-Modified" not in get(client).headers


def test_each_site_has_its_own(client: Client, article: Any) -> None:
    make_site_tree(hostname="gmina.newsroom.test", slug="gmina")

    found = feeds(ElementTree.fromstring(get(client, host="gmina.newsroom.test").content))

    assert len(found) == 6
    assert all(feed["xmlUrl"].startswith("http://gmina.newsroom.test/feeds/") for feed in found)


def test_what_xml_cannot_hold_is_left_out(client: Client, section: Any, settle: Settle) -> None:
    section.title = "Ogłoszenia ]]> <b>&amp;\x0b\x1f"
    publish(section)
    make_article(section)
    settle()

    titles = [feed["title"] for feed in feeds(read(client, POLISH))]
    assert "Ogłoszenia ]]> <b>&amp; – Urząd" in titles


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_for_any_number_of_subjects(
    client: Client,
    section: Any,
    settle: Settle,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    make_article(section, tags=[make_tag(f"Temat {count}") for count in range(number)])
    settle()
    client.get("/health/live")

    # The Site and the state of the wire, the settings, the newest change, the feeds.
    with django_assert_num_queries(4):
        assert len(feeds(read(client, POLISH))) == number + 3


@pytest.mark.parametrize("path", ["/feeds/xx/feeds.opml", "/feeds/PL/feeds.opml", "/feeds/x.opml"])
def test_there_is_none_elsewhere(client: Client, homes: dict[str, Any], path: str) -> None:
    assert client.get(path).status_code == 404


def test_it_is_only_read(client: Client, homes: dict[str, Any]) -> None:
    assert client.post(WHOLE).status_code == 405
    head = client.head(WHOLE)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get(client)["ETag"]
