"""What a list can be asked for: languages to fall back on, dates, tags, order, a count."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from newsroom.models import ArticlePage, Correction, WireItem, WireTag
from tests.factories import (
    make_article,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)
from tests.shared import shared

ARTICLES = "/api/news/v1/articles/"
DAY = timedelta(days=1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def asked(client: Client, query: str) -> dict[str, Any]:
    answer = client.get(f"{ARTICLES}?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def titles(client: Client, query: str) -> list[str]:
    return [item["title"] for item in asked(client, query)["items"]]


def walk(client: Client, query: str) -> Iterator[dict[str, Any]]:
    url = f"{ARTICLES}?{query}"
    while url:
        answer = client.get(url).json()
        yield from answer["items"]
        url = answer["next"]


@shared
def archive(homes: dict[str, Any], settle: Callable[[], None]) -> SimpleNamespace:
    """Give articles of nine days: “1” to “9”, every second one in English too, “9” also in uk."""
    section = make_section(homes["pl"])
    english = translate(section, "en", title="News", slug="news")
    project = make_project(homes["pl"], "Nowe drogi")
    even, third = make_tag("Parzyste"), make_tag("Trzecie")
    pages = {}
    for number in range(1, 10):
        tags = [tag for tag, step in ((even, 2), (third, 3)) if number % step == 0]
        pages[number] = make_article(
            section,
            str(number),
            publication_date=NOON + number * DAY,
            tags=tags,
            project=project if number > 6 else None,
        )
        if number % 2:
            translate(pages[number], "en", title=f"{number} en")
    translate(pages[9], "uk", title="9 uk")
    settle()
    return SimpleNamespace(pages=pages, section=section, english=english, project=project)


def test_what_is_missing_is_filled_from_the_next_language(
    client: Client, archive: SimpleNamespace
) -> None:
    items = asked(client, "locale=uk&fallback=en,pl")["items"]

    assert [item["title"] for item in items] == [
        "9 uk", "8", "7 en", "6", "5 en", "4", "3 en", "2", "1 en",
    ]  # fmt: skip
    assert [item["locale"] for item in items] == ["uk", *["pl", "en"] * 4]
    assert {item["requested_locale"] for item in items} == {"uk"}
    assert [item["is_fallback"] for item in items] == [False] + [True] * 8


def test_the_order_of_the_languages_counts(client: Client, archive: SimpleNamespace) -> None:
    assert titles(client, "locale=uk&fallback=pl,en&limit=3") == ["9 uk", "8", "7"]
    assert titles(client, "locale=en&fallback=pl&limit=3") == ["9 en", "8", "7 en"]
    assert titles(client, "locale=en&fallback=en") == titles(client, "locale=en")
    assert titles(client, "locale=all&fallback=en") == titles(client, "locale=all")


def test_a_withdrawn_translation_gives_way_to_the_next_language(
    client: Client, archive: SimpleNamespace
) -> None:
    archive.pages[9].get_translations().get(locale__language_code="uk").unpublish()

    assert titles(client, "locale=uk&fallback=en,pl&limit=1") == ["9 en"]


def test_sections_and_projects_are_the_same_in_every_language(
    client: Client, archive: SimpleNamespace, uid: Callable[[Any], str]
) -> None:
    everything = titles(client, "locale=en&fallback=pl")
    assert len(everything) == 9
    assert archive.english.slug != archive.section.slug
    for page in (archive.section, archive.english):
        for name in (page.slug, uid(page)):
            query = f"locale=en&fallback=pl&section={name}"
            assert titles(client, query) == everything, query
    assert titles(client, f"locale=en&section={archive.section.slug}") == []
    assert titles(client, "locale=en&fallback=pl&project=nowe-drogi") == ["9 en", "8", "7 en"]


def test_a_walk_with_fallback_shows_every_item_once(
    client: Client, archive: SimpleNamespace
) -> None:
    found = [item["translation_key"] for item in walk(client, "locale=uk&fallback=en,pl&limit=2")]

    assert len(found) == len(set(found)) == 9


@pytest.mark.parametrize("order", ["-published", "published", "-updated", "updated"])
@pytest.mark.parametrize("languages", ["locale=pl", "locale=all", "locale=en&fallback=pl"])
def test_a_walk_through_any_of_several_tags_shows_every_item_once(
    client: Client, archive: SimpleNamespace, order: str, languages: str
) -> None:
    # Some at the same moment, so that the place of a page's end is not the moment alone.
    WireItem.objects.filter(published__gt=NOON + 5 * DAY).update(published=NOON, updated=NOON)
    WireTag.objects.filter(published__gt=NOON + 5 * DAY).update(published=NOON)
    query = f"{languages}&order={order}&tag_any=parzyste&tag_any=trzecie"
    whole = asked(client, f"{query}&count=true")

    found = [item["id"] for item in walk(client, f"{query}&limit=2")]

    assert found == [item["id"] for item in whole["items"]]
    assert len(found) == len(set(found)) == whole["count"]
    assert {item["title"][0] for item in whole["items"]} == set("234689")


NARROWED = [
    ("tag=parzyste", "8642"),
    ("tag=parzyste&tag=trzecie", "6"),
    ("tag_any=trzecie", "963"),
    ("tag_any=parzyste&tag_any=trzecie", "986432"),
    ("tag=trzecie&tag_any=parzyste", "6"),
    ("tag_any=nie-ma", ""),
    ("tag_any=nie-ma&tag_any=trzecie", "963"),
    ("published_after=2026-03-08T12:00:00Z", "987"),
    ("published_after=2026-03-08T12:00:01Z", "98"),
    ("published_before=2026-03-03T12:00:00Z", "1"),
    ("published_before=2026-03-03T13:00:01%2B01:00", "21"),
    ("published_after=2026-03-03T12:00:00Z&published_before=2026-03-05T12:00:00Z", "32"),
    ("order=published", "123456789"),
    ("order=-published", "987654321"),
    ("tag=parzyste&order=published", "2468"),
    ("tag=parzyste&published_after=2026-03-06T00:00:00Z", "86"),
    ("project=nowe-drogi&order=published", "789"),
]


def test_lists_can_be_narrowed_and_ordered(client: Client, archive: SimpleNamespace) -> None:
    for query, expected in NARROWED:
        assert "".join(titles(client, query)) == expected, query
        walked = [item["title"] for item in walk(client, f"{query}&limit=2")]
        assert "".join(walked) == expected, query
        assert asked(client, f"{query}&count=true&limit=1")["count"] == len(expected), query


def test_a_correction_is_an_update(
    client: Client, archive: SimpleNamespace, settle: Callable[[], None]
) -> None:
    page = ArticlePage.objects.get(title="2")
    page.corrections.add(Correction(date=NOON + 30 * DAY, text="Poprawiono.", locale=page.locale))
    publish(page)
    settle()

    moment = quote((NOON + 20 * DAY).isoformat())
    assert titles(client, f"updated_after={moment}") == ["2"]
    assert titles(client, "order=-updated&limit=2") == ["2", "9"]
    assert titles(client, f"updated_before={moment}&order=updated&limit=1") == ["1"]
    ordered = [item["title"] for item in walk(client, "order=-updated&tag=parzyste&limit=1")]
    assert ordered == ["2", "8", "6", "4"]


def test_one_item_is_found_in_every_language_by_its_key(
    client: Client, archive: SimpleNamespace
) -> None:
    key = archive.pages[9].translation_key

    assert set(titles(client, f"translation_key={key}&locale=all")) == {"9 uk", "9 en", "9"}
    assert titles(client, f"translation_key={key}&locale=uk&fallback=pl") == ["9 uk"]
    assert titles(client, f"translation_key={archive.section.translation_key}") == []


def test_a_count_is_of_the_whole_list(client: Client, archive: SimpleNamespace) -> None:
    assert "count" not in asked(client, "")
    assert "count" not in asked(client, "count=false")
    for query, count in (
        ("locale=all", 15),
        ("locale=uk&fallback=en,pl", 9),
        ("tag=nie-ma", 0),
        ("locale=en&tag=trzecie", 2),
    ):
        first = asked(client, f"{query}&count=true&limit=2")
        assert first["count"] == count
        if first["next"]:
            assert client.get(first["next"]).json()["count"] == count


def test_a_walk_sees_what_was_there_throughout_exactly_once(
    client: Client, archive: SimpleNamespace, settle: Callable[[], None]
) -> None:
    for order, expected in (("-published", "98765431"), ("published", "13456789")):
        seen: list[str] = []
        for number, item in enumerate(walk(client, f"limit=1&order={order}")):
            seen.append(item["title"])
            if number == 0:
                make_article(archive.section, f"nowy {order}")
                row = WireItem.objects.get(page_id=archive.pages[2].pk)
                row.hidden = True
                row.save()
                settle()
        assert "".join(title for title in seen if len(title) == 1) == expected
        WireItem.objects.filter(page_id=archive.pages[2].pk).update(hidden=False)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fallback=de", "fallback"),
        ("fallback=pl,,en", "fallback"),
        ("fallback=", "fallback"),
        ("published_after=2026-03-01", "published_after"),
        ("published_after=2026-03-01T12:00:00", "published_after"),
        ("published_after=2026-02-30T12:00:00Z", "published_after"),
        ("published_before=2026-03-01T12:00:00+01:00", "published_before"),
        ("updated_after=yesterday", "updated_after"),
        ("updated_before=99999999999999999999", "updated_before"),
        ("order=title", "order"),
        ("order=random", "order"),
        ("count=1", "count"),
        ("count=", "count"),
        ("translation_key=1", "translation_key"),
        ("tag_any=" + "x" * 101, "tag_any"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    client: Client, db: None, query: str, name: str
) -> None:
    answer = client.get(f"{ARTICLES}?{query}")

    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["param"] == name
    assert error["message"].startswith(("Use ", "String", "There is no", "Input should"))


def test_a_cursor_belongs_to_its_list(client: Client, archive: SimpleNamespace) -> None:
    following = asked(client, "limit=1")["next"]

    assert client.get(following).status_code == 200
    for change in ("order=published", "fallback=en", "tag_any=x", "locale=en"):
        answer = client.get(f"{following}&{change}")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["param"] == "cursor"
