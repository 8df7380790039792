"""Pages and archives (RFC 5005), and what withdrawn items leave behind (RFC 6721)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from newsroom.models import WireItem
from tests.factories import make_article, make_tag, publish

from .reading import ATOM, FORMATS, Feed, get, read

AT = "{http://purl.org/atompub/tombstones/1.0}"
HISTORY = "{http://purl.org/syndication/history/1.0}"


@pytest.fixture
def archive(section: Any, settle: Any, settings: Any) -> list[Any]:
    """Give seven articles of three months, two of them of the same moment, and feeds of two."""
    settings.NEWSROOM_FEED_ITEMS = 2
    tags = [make_tag("Sport"), make_tag("Ruch"), make_tag("Zdrowie")]
    days = [(2, 28), (3, 1), (3, 1), (3, 31), (5, 1), (5, 2), (5, 3)]
    pages = [
        make_article(
            section,
            f"Wiadomość {number}",
            tags=tags,
            publication_date=datetime(2026, month, day, 10, tzinfo=UTC),
        )
        for number, (month, day) in enumerate(days)
    ]
    settle()
    return pages


def follow(extension: str, name: str = "news") -> Iterator[Feed]:
    """The feed and its next pages, as a reader's program would walk them."""
    url = f"/feeds/pl/{name}.{extension}"
    while url:
        feed = Feed(Client().get(url), extension)
        assert feed.response.status_code == 200
        yield feed
        url = next_of(feed)


def next_of(feed: Feed) -> str:
    if feed.extension == "json":
        return str(feed.json.get("next_url", ""))
    return next(iter(feed.links("next")), "")


@pytest.mark.parametrize("name", ["news", "sections/aktualnosci", "tags/sport"])
def test_a_walk_through_the_pages_sees_every_article_once(
    archive: list[Any], extension: str, name: str
) -> None:
    titles = [title for feed in follow(extension, name) for title in feed.titles]

    assert titles == [f"Wiadomość {number}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_what_comes_in_meanwhile_shifts_no_page(
    archive: list[Any], section: Any, settle: Any, extension: str
) -> None:
    walk = follow(extension)
    titles = next(walk).titles
    make_article(section, "Nowsza")
    settle()
    titles += [title for feed in walk for title in feed.titles]

    assert titles == [f"Wiadomość {number}" for number in (6, 5, 4, 3, 2, 1, 0)]


def test_each_page_names_itself_and_the_first(archive: list[Any]) -> None:
    first, second, *_ = follow("atom")
    (subscribed,) = first.links("self")

    assert subscribed == "http://localhost/feeds/pl/news.atom"
    assert second.links("first") == [subscribed]
    assert second.links("self") == first.links("next")
    assert second.root.findtext(f"{ATOM}id") == first.root.findtext(f"{ATOM}id")


@pytest.mark.parametrize(
    "page", ["abc", "0", "-1", "2", "1-", "ffffffffffffff-1", "1-1", "9" * 40, "\x00", "ą-ę"]
)
def test_a_wrong_page_is_a_404(archive: list[Any], extension: str, page: str) -> None:
    answer = Client().get(f"/feeds/pl/news.{extension}", {"page": page})
    # The last but three lies behind every article there is, or before.
    if page == "ffffffffffffff-1":
        assert answer.status_code == 200
        return
    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_archives_of_the_months_hold_everything(archive: list[Any]) -> None:
    feed = read("atom")
    titles, url = list(feed.titles), feed.links("prev-archive")
    while url:
        feed = Feed(Client().get(url[0]), "atom")
        assert feed.root.find(f"{HISTORY}archive") is not None
        assert feed.links("current") == ["http://localhost/feeds/pl/news.atom"]
        titles += feed.titles
        url = feed.links("prev-archive")

    assert set(titles) == {f"Wiadomość {number}" for number in range(7)}


def test_a_month_holds_its_own_articles_only(archive: list[Any], extension: str) -> None:
    assert read(extension, name="news/2026-03").titles == [
        f"Wiadomość {number}" for number in (3, 2, 1)
    ]
    assert read(extension, name="tags/sport/2026-02").titles == ["Wiadomość 0"]
    for month in ("2026-04", "2026-13", "2026-1", "1969-01", "0000-00"):
        assert get(extension, name=f"news/{month}").status_code == 404
    assert Client().get(f"/feeds/pl/news/2026-03.{extension}?page=1-1").status_code == 404


def test_what_is_withdrawn_leaves_a_tombstone_for_thirty_days(section: Any, settle: Any) -> None:
    start = timezone.now().replace(microsecond=0)
    with time_machine.travel(start, tick=False) as clock:
        make_article(section, "Zostaje")
        going = make_article(section, "Znika", tags=[make_tag("Sport")])
        settle()
        uid = WireItem.objects.get(slug="znika").uid
        clock.move_to(start + timedelta(hours=1))
        going.unpublish()
        settle()
        for name in ("news", "sections/aktualnosci", "tags/sport"):
            (stone,) = read("atom", name=name).root.findall(f"{AT}deleted-entry")
            assert stone.get("ref") == uid.urn
            when = (start + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
            assert stone.get("when") == when
            assert read("json", name=name).json["_newsroom"]["deleted"] == [
                {"id": uid.urn, "when": when}
            ]
        clock.move_to(start + timedelta(days=40))
        # Nothing has happened since: nothing looks different.
        assert read("atom").root.findall(f"{AT}deleted-entry")
        make_article(section, "Nowa")
        settle()
        assert not read("atom").root.findall(f"{AT}deleted-entry")


def test_what_is_public_again_has_no_tombstone(section: Any, settle: Any) -> None:
    article = make_article(section)
    settle()
    (before,) = read("atom").ids
    article.unpublish()
    settle()
    publish(article)
    settle()
    feed = read("atom")

    assert not feed.root.findall(f"{AT}deleted-entry")
    assert feed.ids == [before]


@pytest.mark.parametrize("extension", FORMATS)
def test_a_large_feed_keeps_its_newest_texts(section: Any, settle: Any, extension: str) -> None:
    # Every mark of it is longer in XML.
    text = "<p><b>Zażółć</b> &amp; <i>gęślą</i> jaźń. " * 1_000 + "</p>"
    for number in range(12):
        make_article(section, f"Długa {number}", lead="Wstęp.", body=[("rich_text", text)])
    settle()
    feed = read(extension)

    assert len(feed.entries) == 12
    assert 200_000 < len(feed.body) < 512 * 1024
    assert feed.body.decode().count("Wstęp.") >= 12
