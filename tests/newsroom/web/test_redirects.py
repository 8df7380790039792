"""Old addresses lead on, but never to what the public may not see."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from newsroom.models import ArticlePage
from tests.factories import make_article, make_section
from tests.shared import shared

OLD = "/pl/dawny-adres/"

pytestmark = pytest.mark.django_db


@shared
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


@shared
def article(section: Any) -> ArticlePage:
    return make_article(section, "Otwarto bibliotekę")


@shared
def alias(homes: dict[str, Any], article: ArticlePage) -> Any:
    """Give the article's alias in another section; the old address leads to it."""
    culture = make_section(homes["pl"], "Kultura")
    alias = article.create_alias(parent=culture)
    Redirect.objects.create(old_path=Redirect.normalise_path(OLD), redirect_page=alias)
    return alias


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_an_old_address_leads_to_an_alias(client: Client, alias: Page) -> None:
    assert client.get(OLD)["Location"] == "/pl/kultura/otwarto-biblioteke/"


def test_nothing_leads_to_an_alias_below_a_restricted_section(client: Client, alias: Page) -> None:
    restrict(alias.get_parent())

    assert client.get(OLD).status_code == 404


def test_nothing_leads_to_an_alias_of_what_is_not_public(
    client: Client, alias: Page, section: Page
) -> None:
    restrict(section)

    assert client.get(OLD).status_code == 404


def test_nothing_leads_to_the_alias_of_a_draft(
    client: Client, alias: Page, article: ArticlePage
) -> None:
    Page.objects.filter(pk=article.pk).update(live=False)

    assert client.get(OLD).status_code == 404
