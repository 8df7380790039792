"""What no list of feeds may show: the page, OPML, the API, the heads of pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.models import ArticlePage, ProjectPage
from tests.factories import publish

from .reading import read

Settle = Callable[[], None]
EXPIRES = timezone.now() + timedelta(days=3)

pytestmark = pytest.mark.django_db


def unpublish(page: ArticlePage) -> None:
    publish(page).unpublish()


def delete(page: ArticlePage) -> None:
    page.delete()


def restrict(page: ArticlePage) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def keep_from_feeds(page: ArticlePage) -> None:
    page.in_feeds = False
    publish(page)


def let_expire(page: ArticlePage) -> None:
    page.expire_at = EXPIRES
    publish(page)


def listed(client: Client, *pages: str) -> str:
    """Everything that lists or announces feeds, as one text."""
    answers = [
        *(client.get(path) for path in ("/feeds/pl/", "/feeds/feeds.opml", "/feeds/pl/feeds.opml")),
        client.get("/api/news/v1/feeds/"),
    ]
    for answer in answers:
        assert answer.status_code == 200
    heads = [
        str(url)
        for path in pages
        for url in read(client, path).all("//head/link[@rel='alternate'][@type]/@href")
    ]
    return "\n".join([*(answer.content.decode() for answer in answers), *heads])


@pytest.mark.parametrize(
    "withdraw",
    [unpublish, delete, restrict, keep_from_feeds, let_expire],
    ids=lambda one: one.__name__,
)
@pytest.mark.parametrize("settled", [True, False], ids=["settled", "at once"])
def test_feeds_with_nothing_public_in_them_are_listed_nowhere(
    client: Client,
    article: ArticlePage,
    settle: Settle,
    withdraw: Callable[[ArticlePage], None],
    settled: bool,
) -> None:
    pages = ("/pl/aktualnosci/", "/pl/nowe-drogi/")
    before = listed(client, *pages)
    assert "pl/sections/aktualnosci.rss" in before and "pl/tags/zdrowie.rss" in before
    withdraw(article)
    if settled or withdraw in (keep_from_feeds, let_expire):  # until then nothing is withdrawn
        settle()

    with time_machine.travel(EXPIRES + timedelta(seconds=1)):
        if settled:
            settle()
        after = listed(client, *pages)

    for name in ("sections/aktualnosci", "tags/zdrowie"):
        assert f"/feeds/pl/{name}." not in after
    # The project has a page of its own, and the translation is public.
    assert "/feeds/pl/projects/nowe-drogi.rss" in after
    assert "/feeds/en/tags/zdrowie.rss" in after


@pytest.mark.parametrize("settled", [True, False], ids=["settled", "at once"])
def test_a_project_that_is_withdrawn_with_its_news_is_listed_nowhere(
    client: Client, article: ArticlePage, settle: Settle, settled: bool
) -> None:
    project = ProjectPage.objects.get(locale__language_code="pl")
    unpublish(article)
    project.unpublish()
    if settled:
        settle()

    after = listed(client, "/pl/aktualnosci/")
    assert "nowe-drogi" not in after
