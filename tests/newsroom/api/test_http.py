import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.factories import make_article, publish

UNSAFE = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"]


@pytest.fixture
def addresses(newsroom: SimpleNamespace, uid: Callable[[Any], str]) -> list[str]:
    """Give one address of each sort, errors included."""
    return [
        "/api/news/v1/articles/",
        "/api/news/v1/articles/?limit=1&fields=full",
        "/api/news/v1/galleries/",
        "/api/news/v1/projects/",
        "/api/news/v1/changes/",
        "/api/news/v1/changes/?since=1&limit=2&kind=article,gallery",
        f"/api/news/v1/articles/{uid(newsroom.library)}/",
        f"/api/news/v1/articles/{uuid4()}/",
        "/api/news/v1/articles/?no=such",
        "/api/news/v1/",
        "/api/news/v1/nothing/",
        "/api/news/v1/openapi.json",
        "/api/news/v1/docs",
        "/api/v2/pages/",
        "/api/v2/pages/?fields=*",
        f"/api/v2/pages/{newsroom.library.pk}/",
        "/api/v2/pages/999999/",
        "/api/v2/pages/?search=x",
        "/api/v2/nothing/",
    ]


def test_everybody_gets_the_same_answer(client: Client, addresses: list[str], later: Any) -> None:
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("ed", "ed@example.org", "x"))
    others: list[tuple[Client, dict[str, str]]] = [
        (editor, {}),
        (editor, {"accept-language": "uk,en;q=0.5"}),
        (Client(), {"accept-language": "en"}),
        (Client(), {"cookie": "sessionid=rubbish; csrftoken=rubbish; django_language=uk"}),
        (Client(), {"accept": "text/html"}),
        (Client(), {"accept": "application/xml"}),
        (Client(), {"origin": "https://partner.example", "referer": "https://partner.example/"}),
        (Client(), {"authorization": "Bearer rubbish"}),
    ]
    for url in addresses:
        plain = client.get(url)
        for other, headers in others:
            response = other.get(url, headers=headers)
            assert response.status_code == plain.status_code, url
            assert response.content == plain.content, url
            assert dict(response.headers) == dict(plain.headers), url
            assert not response.cookies, url


def test_answers_vary_on_their_encoding_alone_and_set_no_cookie(
    client: Client, addresses: list[str]
) -> None:
    for url in addresses:
        response = client.get(url)
        assert not response.cookies, url
        assert response["Vary"] == "Accept-Encoding", url


def test_every_origin_may_read_every_answer(client: Client, addresses: list[str]) -> None:
    for url in addresses:
        response = client.get(url, headers={"origin": "https://partner.example"})
        assert response["Access-Control-Allow-Origin"] == "*", url
        assert not response.has_header("Access-Control-Allow-Credentials"), url
        assert response["X-Content-Type-Options"] == "nosniff", url


def test_head_is_get_without_a_body(client: Client, addresses: list[str], later: Any) -> None:
    for url in addresses:
        got, head = client.get(url), client.head(url)
        assert head.status_code == got.status_code, url
        assert head.content == b"", url
        assert dict(head.headers) == dict(got.headers), url


def test_nothing_can_be_written(addresses: list[str]) -> None:
    client = Client(enforce_csrf_checks=True)
    for url, method in product(addresses, UNSAFE):
        response = client.generic(method, url, data="{}", content_type="application/json")
        assert response.status_code == 405, url
        assert response["Content-Type"] == "application/problem+json", url
        assert response["Allow"] == "GET, HEAD, OPTIONS", url
        assert response.json()["status"] == 405, url


def test_a_browser_may_ask_first(client: Client, addresses: list[str]) -> None:
    for url in addresses:
        response = client.options(
            url,
            headers={
                "origin": "https://partner.example",
                "access-control-request-method": "GET",
                "access-control-request-headers": "x-requested-with",
            },
        )
        assert (response.status_code, response.content) == (204, b""), url
        assert response["Access-Control-Allow-Origin"] == "*", url
        assert "GET" in response["Access-Control-Allow-Methods"], url
        assert response["Access-Control-Allow-Headers"] == "*", url


def test_answers_may_be_cached_for_a_minute(client: Client, newsroom: SimpleNamespace) -> None:
    expected = "public, max-age=60, stale-while-revalidate=600"
    for url in ("/api/news/v1/articles/", "/api/v2/pages/"):
        assert client.get(url)["Cache-Control"] == expected, url


def test_no_cache_keeps_an_item_past_its_expiry(
    client: Client, newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.bridge.expire_at = expiry
    publish(newsroom.bridge)
    settle()

    for left in (3600, 300, 59, 1):
        with time_machine.travel(expiry - timedelta(seconds=left), tick=False):
            for url in (
                "/api/news/v1/articles/",
                f"/api/news/v1/articles/{uid(newsroom.bridge)}/",
                "/api/v2/pages/",
                f"/api/v2/pages/{newsroom.bridge.pk}/",
            ):
                header = client.get(url)["Cache-Control"]
                lifetime = sum(int(seconds) for seconds in re.findall(r"=(\d+)", header))
                assert 0 < lifetime <= left, (url, header)


def test_an_embedded_item_that_expires_limits_the_answer_as_well(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(seconds=1000)
    newsroom.gallery.expire_at = expiry
    publish(newsroom.gallery)
    article = make_article(
        newsroom.section, "Z galerią", body=[("gallery", {"gallery": newsroom.gallery})]
    )
    settle()
    url = "/api/news/v1/articles/?limit=1&fields=full"

    with time_machine.travel(expiry - timedelta(seconds=30), tick=False):
        response = client.get(url)
    assert response["Cache-Control"] == "public, max-age=30"
    assert "Orkiestra na rynku" in response.content.decode()

    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        response = client.get(url)
    (item,) = response.json()["items"]
    assert item["title"] == article.title
    assert "Orkiestra na rynku" not in response.content.decode()


def test_errors_are_not_cached_and_absence_is_for_a_minute_only(
    client: Client, newsroom: SimpleNamespace
) -> None:
    assert client.get("/api/news/v1/articles/?no=such")["Cache-Control"] == "no-store"
    missing = client.get(f"/api/news/v1/articles/{uuid4()}/")
    assert missing["Cache-Control"] == "public, max-age=60"


def test_a_missing_slash_is_added(client: Client, db: None) -> None:
    response = client.get("/api/news/v1/articles?locale=en&tag=x")

    assert response.status_code == 301
    assert response["Location"] == "/api/news/v1/articles/?locale=en&tag=x"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_host_is_refused(client: Client, newsroom: SimpleNamespace) -> None:
    response = client.get("/api/news/v1/articles/", headers={"host": "evil.example"})

    assert response.status_code == 400
