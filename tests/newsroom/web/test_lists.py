"""Lists of news, projects and galleries: read from the wire, page by page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from newsroom.models import ArticlePage
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)

from .reading import read

Settle = Callable[[], None]
Queries = Any

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(homes: dict[str, Any], settings: Any) -> Any:
    """Give a section; lists have three items on a page."""
    settings.NEWSROOM_PAGE_SIZE = 3
    return make_section(homes["pl"])


def make_articles(section: Any, count: int, **fields: Any) -> list[ArticlePage]:
    return [
        make_article(section, f"Wiadomość {number}", slug=f"w{number}", **fields)
        for number in range(1, count + 1)
    ]


def test_a_section_lists_its_news_page_by_page(
    client: Client, section: Any, settle: Settle
) -> None:
    make_articles(section, 7)
    make_article(make_section(section.get_parent().specific, "Inny dział"), "Gdzie indziej")
    settle()

    first = read(client, "/pl/aktualnosci/")
    second = read(client, "/pl/aktualnosci/?page=2")
    third = read(client, "/pl/aktualnosci/?page=3")

    assert first.cards == ["Wiadomość 7", "Wiadomość 6", "Wiadomość 5"]
    assert second.cards == ["Wiadomość 4", "Wiadomość 3", "Wiadomość 2"]
    assert third.cards == ["Wiadomość 1"]
    assert first.canonical == "http://localhost/pl/aktualnosci/"
    assert second.canonical == "http://localhost/pl/aktualnosci/?page=2"
    assert second.all("//head/link[@rel='prev']/@href") == ["http://localhost/pl/aktualnosci/"]
    assert second.all("//head/link[@rel='next']/@href") == [
        "http://localhost/pl/aktualnosci/?page=3"
    ]
    assert not first.all("//link[@rel='prev']") and not third.all("//link[@rel='next']")
    assert len(second.all("//nav[@class='paging']//a")) == 2


@pytest.mark.parametrize("number", ["0", "-1", "9", "x", "", "1.0", "٢", "99999999999999999999"])
def test_a_page_that_does_not_exist_is_not_found(
    client: Client, section: Any, settle: Settle, number: str
) -> None:
    make_articles(section, 4)
    settle()

    for path in ("/pl/aktualnosci/", "/pl/projects/"):
        assert client.get(path, {"page": number}).status_code == 404


def test_the_alias_of_a_section_lists_the_same_news(
    client: Client, homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    make_articles(section, 1)
    section.create_alias(parent=homes["pl"], update_slug="odbicie")
    settle()

    assert read(client, "/pl/odbicie/").cards == ["Wiadomość 1"]


def test_the_first_page_has_one_address(client: Client, section: Any, settle: Settle) -> None:
    make_articles(section, 1)
    settle()

    assert read(client, "/pl/aktualnosci/?page=1").canonical == "http://localhost/pl/aktualnosci/"


def test_an_empty_list_says_so(client: Client, section: Any) -> None:
    for path in ("/pl/aktualnosci/", "/pl/projects/", "/uk/galleries/"):
        answer = read(client, path)
        assert answer.status == 200
        assert answer.all("//p[@class='empty']")


def test_a_tag_lists_articles_and_projects_of_the_language(
    client: Client, section: Any, settle: Settle
) -> None:
    tag = make_tag("Zdrowie", en="Health")
    make_article(section, "Szczepienia", tags=[tag])
    make_article(section, "Bez tagu")
    project = make_project(section.get_parent().specific, "Zdrowa gmina")
    project.tags.add(tag)
    publish(project)
    translate(project, "en", title="Healthy commune")
    settle()

    polish, english = read(client, "/pl/tags/zdrowie/"), read(client, "/en/tags/zdrowie/")

    assert set(polish.cards) == {"Szczepienia", "Zdrowa gmina"}
    assert polish.text("//h1") == "Zdrowie"
    assert english.cards == ["Healthy commune"]
    assert english.text("//h1") == "Health"
    assert english.language == "en"
    assert polish.alternates == {
        "pl": "/pl/tags/zdrowie/",
        "en": "/en/tags/zdrowie/",
        "x-default": "/pl/tags/zdrowie/",
    }
    # In Ukrainian there is nothing, so the switcher leads to the first page.
    assert polish.switcher == {
        "pl": "/pl/tags/zdrowie/",
        "en": "/en/tags/zdrowie/",
        "uk": "/uk/",
    }


def test_a_tag_that_only_drafts_bear_is_not_found(
    client: Client, section: Any, settle: Settle
) -> None:
    make_article(section, "Szkic", live=False, tags=[make_tag("Tajne")])
    settle()

    assert client.get("/pl/tags/tajne/").status_code == 404
    assert client.get("/pl/tags/nie-ma-takiego/").status_code == 404


def test_projects_and_galleries_have_lists_in_every_language(
    client: Client, section: Any, settle: Settle
) -> None:
    home = section.get_parent().specific
    translate(make_project(home, "Nowe drogi"), "en", title="New roads")
    translate(make_gallery(home, "Dożynki", alts=["Wieniec"]), "en", title="Harvest")
    settle()

    assert read(client, "/pl/projects/").cards == ["Nowe drogi"]
    assert read(client, "/en/projects/").cards == ["New roads"]
    assert read(client, "/uk/projects/").cards == []
    assert read(client, "/en/galleries/").cards == ["Harvest"]
    answer = read(client, "/pl/galleries/")
    assert answer.cards == ["Dożynki"]
    assert answer.all("//main//img/@alt") == ["Wieniec"]
    assert set(answer.alternates) == {"pl", "en", "uk", "x-default"}


def test_a_project_lists_its_news_page_by_page(
    client: Client, section: Any, settle: Settle
) -> None:
    project = make_project(section.get_parent().specific, "Nowe drogi")
    make_articles(section, 4, project=project)
    make_article(section, "Bez projektu")
    settle()

    first, second = read(client, project.full_url), read(client, f"{project.full_url}?page=2")

    assert first.cards == ["Wiadomość 4", "Wiadomość 3", "Wiadomość 2"]
    assert second.cards == ["Wiadomość 1"]
    assert second.canonical == f"{project.full_url}?page=2"
    assert client.get("/pl/nowe-drogi/", {"page": "3"}).status_code == 404


@pytest.mark.parametrize("path", ["/pl/aktualnosci/", "/pl/tags/zdrowie/", "/pl/nowe-drogi/"])
def test_a_list_costs_the_same_queries_however_long_it_is(
    client: Client,
    section: Any,
    settings: Any,
    settle: Settle,
    path: str,
    django_assert_max_num_queries: Any,
) -> None:
    settings.NEWSROOM_PAGE_SIZE = 20
    tag, project = make_tag("Zdrowie"), make_project(section.get_parent().specific, "Nowe drogi")
    make_article(section, "Pierwsza", tags=[tag], project=project)
    settle()
    client.get(path)
    with django_assert_max_num_queries(200) as short:
        assert client.get(path).status_code == 200
        cost = len(short)
    make_articles(section, 5, tags=[tag], project=project, alts=["Rynek", "Most"])
    settle()
    client.get(path)  # what follows the upload of photos is done after a request

    with django_assert_max_num_queries(cost):
        assert len(read(client, path).cards) == 6


def test_lists_do_not_accept_other_methods(client: Client, section: Any) -> None:
    assert client.post("/pl/projects/").status_code == 405


def test_the_browser_s_language_changes_nothing(
    client: Client, section: Any, settle: Settle
) -> None:
    make_articles(section, 1)
    settle()

    plain = client.get("/pl/aktualnosci/")
    english = client.get("/pl/aktualnosci/", HTTP_ACCEPT_LANGUAGE="en")

    assert plain.content == english.content
    assert "Accept-Language" not in english.headers.get("Vary", "")
