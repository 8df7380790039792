"""Wagtail's API v2: of the wire, for everybody the same."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.factories import make_article, make_section, make_site_tree

PAGES = "/api/v2/pages/"


def test_it_lists_the_pages_that_are_on_the_wire(client: Client, newsroom: SimpleNamespace) -> None:
    answer = client.get(PAGES).json()

    assert answer["meta"]["total_count"] == 5
    assert {item["id"] for item in answer["items"]} == {
        newsroom.library.pk,
        newsroom.translated.pk,
        newsroom.bridge.pk,
        newsroom.gallery.pk,
        newsroom.project.pk,
    }


def test_every_kind_of_page_has_the_wires_document(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    for noun, page, type_ in (
        ("articles", newsroom.library, "newsroom.ArticlePage"),
        ("galleries", newsroom.gallery, "galleries.GalleryPage"),
        ("projects", newsroom.project, "newsroom.ProjectPage"),
    ):
        answer = client.get(f"{PAGES}{page.pk}/").json()
        document = client.get(f"/api/news/v1/{noun}/{uid(page)}/").json()
        del document["requested_locale"], document["is_fallback"]

        assert answer["document"] == document
        assert answer["meta"]["type"] == type_
        assert answer["meta"]["html_url"] == document["url"]
        assert answer["meta"]["detail_url"] == f"http://localhost{PAGES}{page.pk}/"


def test_documents_can_be_asked_for_in_lists(client: Client, newsroom: SimpleNamespace) -> None:
    items = client.get(f"{PAGES}?type=newsroom.ArticlePage&locale=pl&fields=document").json()[
        "items"
    ]

    assert sorted(item["document"]["title"] for item in items) == [
        "Most otwarty",
        "Otwarto nową bibliotekę",
    ]


def test_sources_and_parents_are_not_told(client: Client, newsroom: SimpleNamespace) -> None:
    answer = client.get(f"{PAGES}{newsroom.library.pk}/?fields=*").json()

    assert set(answer["meta"]) == {
        "type",
        "detail_url",
        "html_url",
        "slug",
        "show_in_menus",
        "seo_title",
        "search_description",
        "first_published_at",
        "locale",
    }
    assert set(answer) == {"id", "meta", "title", "document"}
    for field in ("alias_of", "parent", "owner", "photos", "body"):
        assert client.get(f"{PAGES}?fields={field}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "search=most",
        "search=most&search_operator=and",
        "order=random",
        "site=localhost",
        "format=api",
        "alias_of=1",
        "_=1",
        "no_such=1",
        "slug=a&slug=b",
        "fields=id(title)",
        "offset=10001",
        "first_published_at=2026-01-01",
        "locale=fr",
    ],
)
def test_what_is_not_offered_is_refused(client: Client, homes: Any, query: str) -> None:
    response = client.get(f"{PAGES}?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    assert query.partition("=")[0] in response.json()["message"]


def test_what_is_offered_works(client: Client, newsroom: SimpleNamespace) -> None:
    for query, titles in {
        "order=-title&locale=pl": [
            "Otwarto nową bibliotekę",
            "Nowe drogi",
            "Most otwarty",
            "Galeria",
        ],
        "order=title&limit=1&offset=1&locale=pl": ["Most otwarty"],
        "slug=most-otwarty": ["Most otwarty"],
        f"id={newsroom.bridge.pk}": ["Most otwarty"],
        "type=galleries.GalleryPage": ["Galeria"],
        "type=galleries.GalleryPage,newsroom.ProjectPage&order=title": ["Galeria", "Nowe drogi"],
        "type=newsroom.NewsIndexPage": [],
        "locale=en": ["A new library"],
        f"translation_of={newsroom.library.pk}": ["A new library"],
        "first_published_at=2020-01-01T00:00:00Z": [],
        "show_in_menus=true": [],
    }.items():
        items = client.get(f"{PAGES}?{query}").json()["items"]
        assert [item["title"] for item in items] == titles, query


def test_pages_are_found_by_their_web_address_in_every_language(
    client: Client, newsroom: SimpleNamespace
) -> None:
    for page in (newsroom.library, newsroom.translated):
        path = page.full_url.removeprefix("http://localhost")
        for html_path in (path, path.strip("/")):
            response = client.get(f"{PAGES}find/", {"html_path": html_path})
            assert response.status_code == 302
            assert response["Location"].startswith(f"http://localhost{PAGES}{page.pk}/")
    section = client.get(f"{PAGES}find/", {"html_path": "/pl/aktualnosci/"})
    assert section.status_code == 404


def test_no_login_and_no_password_opens_anything(newsroom: SimpleNamespace, settle: Any) -> None:
    secret = PageViewRestriction.objects.create(
        page=newsroom.section, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    settle()
    visitor = Client()
    visitor.force_login(get_user_model().objects.create_superuser("ed", "ed@example.org", "x"))
    session = visitor.session
    session["passed_page_view_restrictions"] = [secret.pk]
    session.save()

    assert [item["title"] for item in visitor.get(PAGES).json()["items"]] == ["Nowe drogi"]
    assert visitor.get(f"{PAGES}{newsroom.bridge.pk}/").status_code == 404
    # Nor does asking end the visit.
    assert Client().get("/admin/").status_code == 302
    assert visitor.get("/admin/").status_code == 200


def test_pages_of_other_sites_are_not_shown(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    homes = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    there = make_article(make_section(homes["pl"], "Wieści"), "Z gminy")
    settle()

    assert client.get(f"{PAGES}{there.pk}/").status_code == 404
    response = client.get(f"{PAGES}{there.pk}/", headers={"host": "gmina.newsroom.test"})
    assert response.json()["title"] == "Z gminy"
    assert response.json()["meta"]["detail_url"].startswith("http://gmina.newsroom.test/")
