"""The middleware that answers readers' programs before anything asks who they are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import translation

from tests.factories import make_article, make_section

FIRST = "newsroom.middleware.PublicReadersMiddleware"
NEVER = f"{__name__}.refuse_everybody"
NEWS = "/feeds/pl/news.rss"


def refuse_everybody(get_response: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        return HttpResponse("Who are you?", status=401)

    return middleware


@pytest.fixture(autouse=True)
def article(homes: dict[str, Any], settle: Any) -> None:
    make_article(make_section(homes["pl"]), "Otwarto czytelnię")
    settle()


@pytest.fixture
def nobody_comes_further(settings: Any) -> None:
    settings.MIDDLEWARE = [FIRST, NEVER]


@pytest.mark.usefixtures("nobody_comes_further")
def test_feeds_are_answered_before_anything_below_it(client: Client) -> None:
    for extension in ("rss", "atom", "json"):
        assert client.get(f"/feeds/pl/news.{extension}").status_code == 200
    assert client.get("/feeds/xx/news.rss").status_code == 404


@pytest.mark.parametrize("path", ["/", "/feeds/pl/", "/nothing.rss", "/api/news/v1/articles/"])
@pytest.mark.usefixtures("nobody_comes_further")
def test_everything_else_goes_its_usual_way(client: Client, path: str) -> None:
    assert client.get(path).status_code == 401


def test_what_feeds_say_is_the_same_with_it_and_without(client: Client, settings: Any) -> None:
    others = [name for name in settings.MIDDLEWARE if name != FIRST]
    settings.MIDDLEWARE = others
    full = Client().get(NEWS)
    known = Client().get(NEWS, headers={"if-none-match": full["ETag"]})
    settings.MIDDLEWARE = [FIRST, *others]
    first = Client().get(NEWS)
    known_first = Client().get(NEWS, headers={"if-none-match": full["ETag"]})
    assert first.content == full.content
    assert known.status_code == known_first.status_code == 304
    # The other middlewares add what is the same for every answer of the site.
    assert set(first.items()) <= set(full.items())
    assert set(known_first.items()) <= set(known.items())
    assert {"ETag", "Cache-Control", "Vary"} <= set(known_first.headers)


@pytest.mark.usefixtures("nobody_comes_further")
def test_what_is_said_is_in_the_sites_language_whoever_asked_before(client: Client) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        said = client.get("/feeds/pl/tags/none.rss").content
    with translation.override("en"):
        assert client.get("/feeds/pl/tags/none.rss").content == said
    assert b"Pod tym adresem" in said
