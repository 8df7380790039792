"""What the web page of an item answers in every state the item can be in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import PageViewRestriction

from newsroom.models import ArticlePage
from tests.factories import make_article, make_section, make_site_tree, publish
from tests.shared import shared

from .reading import read

Settle = Callable[[], None]

pytestmark = pytest.mark.django_db


@shared
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


@shared
def article(section: Any, settle: Settle) -> ArticlePage:
    page = make_article(section, "Otwarto bibliotekę", lead="Wstęp jest bezpłatny.")
    settle()
    return page


PATH = "/pl/aktualnosci/otwarto-biblioteke/"


def test_a_published_page_is_shown(client: Client, article: ArticlePage) -> None:
    assert read(client, PATH).text("//h1") == "Otwarto bibliotekę"


def test_a_draft_is_not_found(client: Client, section: Any, settle: Settle) -> None:
    make_article(section, "Otwarto bibliotekę", live=False)
    settle()

    answer = read(client, PATH)

    assert answer.status == 404
    assert answer.language == "pl"
    assert "bibliotekę" not in answer.words


def test_a_draft_of_a_public_page_changes_nothing(
    client: Client, article: ArticlePage, settle: Settle
) -> None:
    article.title = "Zamknięto bibliotekę"
    article.save_revision()
    settle()

    assert read(client, PATH).text("//h1") == "Otwarto bibliotekę"


def test_a_scheduled_page_is_not_found_before_its_time(
    client: Client, section: Any, settle: Settle
) -> None:
    page = make_article(section, "Otwarto bibliotekę", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    publish(page)
    settle()

    assert client.get(PATH).status_code == 404


def test_an_expired_page_is_not_found_at_once(
    client: Client, article: ArticlePage, settle: Settle, time_machine: Any
) -> None:
    article.expire_at = timezone.now() + timedelta(minutes=5)
    publish(article)
    settle()
    assert client.get(PATH).status_code == 200

    time_machine.move_to(timezone.now() + timedelta(minutes=6))

    assert client.get(PATH).status_code == 404
    assert read(client, "/pl/aktualnosci/").cards == []


def test_an_unpublished_page_is_not_found(
    client: Client, article: ArticlePage, settle: Settle
) -> None:
    article.unpublish()

    assert client.get(PATH).status_code == 404
    settle()
    assert client.get(PATH).status_code == 404


def test_a_deleted_page_is_not_found(client: Client, article: ArticlePage) -> None:
    article.delete()

    assert client.get(PATH).status_code == 404


def test_a_page_stays_when_its_section_is_unpublished(
    client: Client, article: ArticlePage, section: Any, settle: Settle
) -> None:
    section.unpublish()
    settle()

    answer = read(client, PATH)

    assert answer.status == 200
    assert "Aktualności" not in answer.words


@pytest.mark.parametrize("restricted", ["page", "section"])
def test_a_restricted_page_asks_for_its_password_and_tells_nothing(
    client: Client, article: ArticlePage, section: Any, settle: Settle, restricted: str
) -> None:
    PageViewRestriction.objects.create(
        page=article if restricted == "page" else section,
        restriction_type=PageViewRestriction.PASSWORD,
        password="tajne",
    )
    settle()

    answer = read(client, PATH)

    assert answer.response.templates[0].name == "wagtailcore/password_required.html"
    assert answer.all("//form//input[@type='password']")
    assert answer.language == "pl"
    assert "bibliotekę" not in answer.response.content.decode()
    assert "Wstęp" not in answer.response.content.decode()
    assert not answer.all("//link[@rel='canonical' or @hreflang]")
    assert not answer.all("//script[@type='application/ld+json']")


def test_a_visitor_with_the_password_reads_the_restricted_page(
    client: Client, article: ArticlePage, settle: Settle
) -> None:
    restriction = PageViewRestriction.objects.create(
        page=article, restriction_type=PageViewRestriction.PASSWORD, password="tajne"
    )
    settle()

    client.post(
        f"/pl/_util/authenticate_with_password/{restriction.pk}/{article.pk}/",
        {"password": "tajne", "return_url": PATH},
    )

    answer = read(client, PATH)
    assert answer.text("//h1") == "Otwarto bibliotekę"
    assert "Wstęp jest bezpłatny." in answer.words


def test_a_page_for_members_sends_others_to_the_login(client: Client, article: ArticlePage) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)

    response = client.get(PATH, follow=True)

    assert response.redirect_chain
    assert "bibliotekę" not in response.content.decode()


def test_an_alias_shows_its_source_and_says_where_it_stands(
    client: Client, article: ArticlePage, homes: dict[str, Any], settle: Settle
) -> None:
    section = article.get_parent().copy_for_translation(homes["en"].locale, alias=True)
    alias = article.copy_for_translation(homes["en"].locale, alias=True)
    settle()

    answer = read(client, alias.full_url)

    assert answer.status == 200
    assert alias.full_url.startswith("http://localhost/en/")
    assert answer.canonical == f"http://localhost{PATH}"
    assert answer.text("//h1") == "Otwarto bibliotekę"
    assert answer.language == "pl"
    assert answer.all("//header[@class='site-header']/@lang") == ["en"]
    assert answer.all("//head/link[@hreflang='en']") == []
    listing = read(client, section.full_url)
    assert listing.canonical == "http://localhost/pl/aktualnosci/"
    assert listing.language == "pl"
    assert listing.cards == ["Otwarto bibliotekę"]


def test_an_alias_of_an_alias_shows_the_source(
    client: Client, article: ArticlePage, homes: dict[str, Any], settle: Settle
) -> None:
    alias = article.create_alias(parent=homes["pl"], update_slug="odbicie")
    second = alias.create_alias(parent=homes["pl"], update_slug="odbicie-odbicia")
    settle()

    assert read(client, second.full_url).canonical == f"http://localhost{PATH}"


def test_an_alias_does_not_show_what_is_restricted_at_its_own_place(
    client: Client, article: ArticlePage, homes: dict[str, Any], settle: Settle
) -> None:
    alias = article.create_alias(parent=homes["pl"], update_slug="odbicie")
    section = article.get_parent()
    PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.PASSWORD, password="tajne"
    )
    settle()

    answer = client.get(alias.full_url)

    assert answer.status_code == 404
    assert "bibliotekę" not in answer.content.decode()


def test_a_converted_alias_is_not_found_until_it_is_published(
    client: Client, article: ArticlePage, homes: dict[str, Any], settle: Settle
) -> None:
    article.get_parent().copy_for_translation(homes["en"].locale, alias=True)
    alias = article.copy_for_translation(homes["en"].locale, alias=True)
    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)
    settle()
    path = alias.full_url.removeprefix("http://localhost")

    assert client.get(path).status_code == 404

    publish(ArticlePage.objects.get(pk=alias.pk))
    settle()
    answer = read(client, path)
    assert (answer.status, answer.language) == (200, "en")
    assert answer.canonical == alias.full_url


def test_a_page_of_another_site_is_not_found_here(
    client: Client, article: ArticlePage, settle: Settle
) -> None:
    other = make_site_tree("other.newsroom.test", slug="inny")
    page = make_article(make_section(other["pl"], "Komunikaty"), "Gdzie indziej")
    settle()

    assert client.get("/pl/komunikaty/gdzie-indziej/").status_code == 404
    assert client.get(PATH, HTTP_HOST="other.newsroom.test").status_code == 404
    assert read(client, page.full_url).canonical == page.full_url
    listing = read(client, "http://other.newsroom.test/pl/galleries/")
    assert listing.canonical == "http://other.newsroom.test/pl/galleries/"


def test_an_unknown_host_is_refused(client: Client, article: ArticlePage) -> None:
    assert client.get(PATH, HTTP_HOST="evil.example.org").status_code == 400


def test_what_has_gone_leaves_the_lists_at_once(
    client: Client, article: ArticlePage, settle: Settle
) -> None:
    assert read(client, "/pl/aktualnosci/").cards == ["Otwarto bibliotekę"]

    article.unpublish()

    assert read(client, "/pl/aktualnosci/").cards == []
    assert read(client, "/pl/").cards == []
