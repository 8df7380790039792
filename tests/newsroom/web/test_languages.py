"""The languages of a site are those whose first page is public."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_article, make_project, make_section, make_tag, publish

from .reading import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["projects", "galleries"])
def test_a_language_without_a_first_page_has_no_lists(
    client: Client, homes: dict[str, Any], name: str
) -> None:
    publish(homes["uk"]).unpublish()

    answer = read(client, f"/pl/{name}/")

    lists = {code: f"/{code}/{name}/" for code in ("pl", "en")}
    assert answer.alternates == {**lists, "x-default": f"/pl/{name}/"}
    assert answer.switcher == lists
    assert client.get(f"/en/{name}/").status_code == 200
    assert client.get(f"/uk/{name}/").status_code == 404


def test_a_tag_has_lists_where_it_is_borne_or_there_is_a_first_page(
    client: Client, homes: dict[str, Any], settle: Callable[[], None]
) -> None:
    make_article(make_section(homes["pl"]), tags=[make_tag("Zdrowie")])
    publish(homes["uk"]).unpublish()
    publish(homes["pl"]).unpublish()
    settle()

    assert client.get("/pl/tags/zdrowie/").status_code == 200
    assert client.get("/en/tags/zdrowie/").status_code == 200
    assert client.get("/uk/tags/zdrowie/").status_code == 404


def test_the_only_language_has_lists_without_a_first_page(
    client: Client, homes: dict[str, Any], settings: Any, settle: Callable[[], None]
) -> None:
    make_project(homes["pl"], "Nowe drogi")
    settle()
    publish(homes["pl"]).unpublish()
    settings.WAGTAIL_CONTENT_LANGUAGES = [("pl", "Polski")]

    assert read(client, "/pl/projects/").cards == ["Nowe drogi"]


def names(client: Client, path: str) -> set[str]:
    answer = read(client, path)
    shown = answer.text("//a[@class='site-name']"), answer.text("//p[@class='site-footer-name']")
    return {*shown, *answer.meta("og:site_name")}


def test_the_publisher_is_named_in_the_language_of_the_page(
    client: Client, homes: dict[str, Any]
) -> None:
    homes["en"].title = "The Office"
    publish(homes["en"])

    assert names(client, "/pl/") == {"Urząd"}
    assert names(client, "/en/") == names(client, "/en/projects/") == {"The Office"}
    assert read(client, "/en/nothing/").text("//a[@class='site-name']") == "The Office"
    assert read(client, "/en/projects/").text("//title") == "Projects – The Office"


def test_without_a_first_page_the_publisher_is_named_as_the_site(
    client: Client, homes: dict[str, Any]
) -> None:
    homes["en"].title = "The Office"
    publish(homes["en"]).unpublish()

    assert read(client, "/en/nothing/").text("//a[@class='site-name']") == "Urząd"


def test_a_name_for_all_languages_is_shown_in_all(
    client: Client, homes: dict[str, Any], settings: Any
) -> None:
    settings.NEWSROOM_PUBLISHER = "Urząd Gminy"

    assert names(client, "/en/") == {"Urząd Gminy"}
