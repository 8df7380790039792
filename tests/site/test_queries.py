"""What a page asks the database does not grow with what stands around and on it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from home.models import InfoPage
from newsroom.models import NewsIndexPage, ProjectPage
from tests.factories import make_article, make_project, make_section, publish, translate
from tests.newsroom.web.reading import read

NOTHING = "/pl/nie-ma/"
PAGES = [
    "/pl/",
    "/pl/aktualnosci/",
    "/pl/aktualnosci/otwarto-nowa-biblioteke/",
    "/pl/nowe-drogi/",
    "/pl/kontakt/",
    "/pl/projects/",
    NOTHING,
]
MOST = 30
# Wagtail finds the page at an address level by level, and then the page of its own type.
A_LEVEL = 2

pytestmark = pytest.mark.django_db


def make_info_page(parent: Page, title: str) -> Any:
    page = InfoPage(title=title, in_footer=True, locale=parent.locale, live=False)
    page.show_in_menus = True
    parent.add_child(instance=page)
    return publish(page)


@pytest.fixture
def site(homes: dict[str, Any], settle: Callable[[], None]) -> Any:
    """Give the Polish first page of a small site."""
    section = make_section(homes["pl"])
    make_article(section)
    make_project(homes["pl"])
    make_info_page(homes["pl"], "Kontakt")
    settle()
    return homes["pl"]


def asked(client: Client, path: str) -> int:
    """How many queries an address costs that has been asked for before."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = read(client, path)
    assert answer.status == (404 if path == NOTHING else 200)
    return len(captured)


def surround(home: Page) -> None:
    """Put more into the menu, the footer and the languages, also what is not public."""
    for number in range(4):
        section = make_section(home, f"Dział {number}")
        make_info_page(home, f"Strona {number}")
        translate(section, "en")
    make_info_page(home, "Szkic").unpublish()
    make_section(home, "Dawny dział").create_alias(parent=home, update_slug="odbicie")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_the_same_whatever_stands_around_it(
    client: Client, site: Page, settle: Callable[[], None], path: str
) -> None:
    cost = asked(client, path)
    assert cost <= MOST
    surround(site)
    settle()

    assert asked(client, path) == cost
    menu = read(client, path).all("//nav[contains(@class, 'site-menu')]//a")
    footer = read(client, path).all("//footer[@class='site-footer']//a")
    assert len(menu) > 10
    assert len(footer) > 5


def test_restrictions_cost_the_same_however_many(client: Client, site: Page) -> None:
    costs = []
    for number in range(3):
        page = make_info_page(site, f"Tajne {number}")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        costs.append(asked(client, "/pl/kontakt/"))
        assert f"Tajne {number}" not in read(client, "/pl/kontakt/").words
    assert len(set(costs)) == 1
    assert costs[0] <= MOST


def test_a_deep_page_costs_no_more_than_its_way(client: Client, site: Page) -> None:
    page, costs = InfoPage.objects.get(slug="kontakt"), []
    for number in range(5):
        page = make_info_page(page, f"Poziom {number}")
        costs.append(asked(client, page.full_url))
        crumbs = read(client, page.full_url).all("//nav[@class='breadcrumbs']//a")
        assert len(crumbs) == 2 + number

    # Below the pages of the menu, those above the page are asked for once, together.
    first = costs[1]
    assert costs[1:] == [first + number * A_LEVEL for number in range(4)]


@pytest.mark.parametrize("path", ["/pl/", "/pl/aktualnosci/", "/pl/nowe-drogi/", "/pl/projects/"])
def test_cards_are_shown_without_whole_documents(
    client: Client, site: Page, settle: Callable[[], None], path: str
) -> None:
    project = ProjectPage.objects.get()
    for number in range(3):
        make_article(NewsIndexPage.objects.get(), f"Wiadomość {number}", project=project)
    settle()
    client.get(path)

    with CaptureQueriesContext(connection) as captured:
        assert read(client, path).cards
    asked_for = [query["sql"] for query in captured.captured_queries]
    documents = [sql for sql in asked_for if '"newsroom_wireitem"."document"' in sql]
    # A project is shown with its own.
    assert len(documents) == (path == "/pl/nowe-drogi/")
