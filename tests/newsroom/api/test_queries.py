"""What an answer costs does not grow with what it shows."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.models import ArticlePage
from tests.factories import make_section, make_tag

ARTICLES = "/api/news/v1/articles/"
MOST = 2  # the Site and the state of the wire, the rows


@pytest.fixture
def archive(homes: dict[str, Any], settle: Any) -> Any:
    """Give a function that fills a section with articles up to a number: ``archive(100)``."""
    section = make_section(homes["pl"])
    tag = make_tag("Sport")

    def fill(number: int) -> None:
        for count in range(ArticlePage.objects.count(), number):
            article = ArticlePage(title=f"Komunikat {count}", locale=section.locale)
            article.tags.add(tag)
            section.add_child(instance=article)
        settle()

    return fill


def queries(client: Client, url: str, limit: int = 100) -> int:
    client.get("/health/live")  # ends the work that publishing has left to the next request
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    assert len(captured) <= limit, captured.captured_queries
    return len(captured)


def test_lists_cost_the_same_for_any_number_of_articles(client: Client, archive: Any) -> None:
    for number in (1, 20, 100):
        archive(number)
        for query in (
            "limit=100",
            "limit=100&fields=full",
            "limit=100&tag=sport&section=aktualnosci&locale=all",
        ):
            url = f"{ARTICLES}?{query}"
            assert len(client.get(url).json()["items"]) == number
            assert queries(client, url, MOST) == 1, query  # remembered
            assert queries(client, f"{url}&count=true", MOST) == 2, query


def test_going_on_costs_no_more_than_beginning(client: Client, archive: Any) -> None:
    archive(20)
    following = client.get(f"{ARTICLES}?limit=5").json()["next"]

    assert queries(client, following, MOST) == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are those of SQLite")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "wire_list (site_id=? AND kind=? AND locale=?)"),
        ("order=updated", "wire_updated (site_id=? AND kind=? AND locale=?)"),
        ("locale=all", "wire_list_all (site_id=? AND kind=?)"),
        ("tag=sport", "wire_tag_list (slug=? AND site_id=? AND kind=? AND locale=?)"),
        ("tag_any=sport&tag_any=x", "wire_tag_list (slug=? AND site_id=? AND kind=? AND locale=?)"),
        ("section=aktualnosci", "wire_section (site_id=? AND kind=? AND locale=?"),
        ("locale=uk&fallback=en,pl", "wire_translations (translation_key=? AND site_id=?"),
        (
            "locale=uk&fallback=pl&section=aktualnosci",
            "wire_section (site_id=? AND kind=? AND locale=? AND section_slug=?)",
        ),
    ],
)
def test_rows_are_found_by_an_index(client: Client, archive: Any, query: str, index: str) -> None:
    archive(3)
    with CaptureQueriesContext(connection) as captured:
        assert len(client.get(f"{ARTICLES}?{query}").json()["items"]) == 3
    [rows] = [query["sql"] for query in captured if 'FROM "newsroom_wireitem"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {rows}")
        plan = [row[-1] for row in cursor.fetchall()]

    assert any(index in step for step in plan), plan
    assert not any(step.startswith("SCAN newsroom") for step in plan), plan


def test_wagtails_own_api_costs_the_same_for_any_number_of_pages(
    client: Client, archive: Any
) -> None:
    counts = set()
    for number in (1, 20):
        archive(number)
        client.get("/api/v2/pages/?fields=*")  # content types are remembered
        cache.clear()
        counts.add(queries(client, "/api/v2/pages/?fields=*"))
        assert len(client.get("/api/v2/pages/?fields=*").json()["items"]) == number
    assert len(counts) == 1
    assert counts.pop() <= 5


def test_an_item_costs_little(client: Client, newsroom: SimpleNamespace, uid: Any) -> None:
    url = f"{ARTICLES}{uid(newsroom.library)}/"
    assert queries(client, url, MOST) == 2
    assert queries(client, url, MOST) == 1  # remembered


def test_what_is_missing_costs_little(client: Client, newsroom: SimpleNamespace) -> None:
    client.get("/health/live")
    # Wagtail's redirects are looked up for every address that is not found.
    with CaptureQueriesContext(connection) as captured:
        response = client.get(f"{ARTICLES}b3b1c1a0-0000-4000-8000-000000000000/")
    own = [query for query in captured.captured_queries if "redirect" not in query["sql"]]

    assert response.status_code == 404
    assert len(own) <= MOST


def test_describing_the_api_asks_no_database(client: Client, db: None) -> None:
    assert (
        queries(client, "/api/news/v1/openapi.json", 1) == 1
    )  # the Site and the state of the wire
