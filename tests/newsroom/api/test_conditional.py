"""Conditional requests (RFC 9110, section 13), and answers remembered between them."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from newsroom.conf import conf
from newsroom.models import WireItem
from tests.factories import make_article, publish

LIST = "/api/news/v1/articles/?fields=full"
OTHERS = ["/api/news/v1/languages/", "/api/news/v1/tags/", "/api/news/v1/sections/"]


@pytest.fixture
def addresses(newsroom: SimpleNamespace, uid: Callable[[Any], str]) -> list[str]:
    return [LIST, f"/api/news/v1/articles/{uid(newsroom.library)}/", *OTHERS]


def test_who_knows_an_answer_gets_304(client: Client, addresses: list[str], later: Any) -> None:
    for url in addresses:
        full = client.get(url)
        known = {"if-none-match": full["ETag"]}
        assert full["ETag"].startswith('W/"')
        for _ in range(2):
            short = client.get(url, headers=known)
            assert (short.status_code, short.content) == (304, b""), url
            for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
                assert short[name] == full[name], (url, name)
        since = {"if-modified-since": full["Last-Modified"]}
        assert client.get(url, headers=since).status_code == 304, url
        both = {"if-none-match": '"other"', **since}
        assert client.get(url, headers=both).status_code == 200, url
        assert client.head(url, headers=known).status_code == 304, url


def test_last_modified_is_when_the_item_changed(
    client: Client, newsroom: SimpleNamespace, uid: Any, later: Any
) -> None:
    row = WireItem.objects.get(uid=uid(newsroom.library))
    answer = client.get(f"/api/news/v1/articles/{row.uid}/")

    assert answer["Last-Modified"] == http_date(int(row.changed.timestamp()))


def test_an_answer_of_this_second_has_no_date(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    """Another change in the same second would get the same date."""
    with time_machine.travel(timezone.now(), tick=False):
        make_article(newsroom.section, "Nowy")
        settle()

        assert not client.get(LIST).has_header("Last-Modified")


def test_a_date_from_the_future_is_not_believed(client: Client, later: Any, db: None) -> None:
    since = {"if-modified-since": http_date(int(timezone.now().timestamp()) + 3600)}

    assert client.get(LIST, headers=since).status_code == 200


def test_every_change_is_in_the_next_answer(
    client: Client, newsroom: SimpleNamespace, settle: Any, later: Any
) -> None:
    def titles() -> list[str]:
        answer = client.get(LIST)
        since = parse_http_date(answer.headers.get("Last-Modified", http_date(0)))
        later.shift(10)
        again = client.get(LIST, headers={"if-none-match": answer["ETag"]})
        dated = client.get(LIST, headers={"if-modified-since": http_date(since)})
        assert again.status_code == 304
        assert dated.status_code in {200, 304}
        return [item["title"] for item in answer.json()["items"]]

    before = titles()
    article = make_article(newsroom.section, "Nowy")
    settle()
    assert titles() == ["Nowy", *before]
    article.title = "Poprawiony"
    article = publish(article)
    settle()
    assert titles() == ["Poprawiony", *before]
    article.unpublish()
    assert titles() == before  # not settled yet
    settle()
    assert titles() == before
    article = publish(article)
    settle()
    assert titles() == ["Poprawiony", *before]


def test_hidden_and_shown_again_is_never_mixed_up(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    """One hidden row is not like another, though their number is the same."""

    def shown() -> set[str]:
        return {item["title"] for item in client.get(LIST).json()["items"]}

    everything = shown()
    for page in (newsroom.library, newsroom.bridge):
        for _ in range(2):
            WireItem.objects.filter(page_id=page.pk).update(hidden=True)
            assert shown() == everything - {page.title}
            publish(page)
            settle()
            assert shown() == everything


def test_an_expiry_is_in_the_next_answer(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.bridge.expire_at = expiry
    publish(newsroom.bridge)
    settle()
    with time_machine.travel(expiry - timedelta(seconds=1), tick=False):
        before = client.get(f"{LIST}&count=true&limit=1")
        assert before.json()["count"] == 2
    with time_machine.travel(expiry, tick=False):
        after = client.get(f"{LIST}&count=true&limit=1")
        assert after.json()["count"] == 1
        assert after["ETag"] != before["ETag"]
        since = {"if-modified-since": http_date(int(expiry.timestamp()) - 1)}
        assert client.get(f"{LIST}&count=true&limit=1", headers=since).status_code == 200


def rows_asked_for(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum('"newsroom_wireitem"."card"' in query["sql"] for query in captured.captured_queries)


def test_an_answer_is_built_once(client: Client, newsroom: SimpleNamespace) -> None:
    url = "/api/news/v1/articles/"
    assert [rows_asked_for(client, url) for _ in range(3)] == [1, 0, 0]
    assert rows_asked_for(client, f"{url}?limit=1") == 1
    assert rows_asked_for(client, url) == 0


def test_without_a_cache_everything_is_the_same(
    client: Client, addresses: list[str], settings: Any, later: Any
) -> None:
    with_cache = {url: [client.get(url), client.get(url)] for url in addresses}
    settings.NEWSROOM_ANSWER_CACHE = ""
    for url, answers in with_cache.items():
        plain = client.get(url)
        for answer in answers:
            assert answer.content == plain.content
            assert dict(answer.headers) == dict(plain.headers)
    assert [rows_asked_for(client, "/api/news/v1/articles/") for _ in range(2)] == [1, 1]


class DeadCache(LocMemCache):
    def get(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("no cache today")

    set = add = incr = get


def test_a_dead_cache_is_not_noticed(
    client: Client, addresses: list[str], settings: Any, later: Any
) -> None:
    plain = {url: client.get(url).content for url in addresses}
    settings.NEWSROOM_API_RATE = "1/h"
    settings.CACHES = {
        name: {"BACKEND": f"{__name__}.DeadCache"} for name in {"default", conf.answer_cache}
    }
    assert isinstance(caches[conf.answer_cache], DeadCache)
    for url, content in plain.items():
        assert client.get(url).content == content


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip;q=rubbish", None),
        ("", None),
    ],
)
def test_answers_are_compressed_as_the_reader_likes(
    client: Client, newsroom: SimpleNamespace, accepted: str, encoding: str | None
) -> None:
    plain = client.get(LIST)
    for _ in range(2):
        answer = client.get(LIST, headers={"accept-encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer["ETag"] == plain["ETag"]
        assert decoded(answer) == plain.content
        assert int(answer["Content-Length"]) == len(answer.content)


def decoded(answer: Any) -> bytes:
    import gzip

    import brotli

    match answer.headers.get("Content-Encoding"):
        case "gzip":
            return gzip.decompress(answer.content)
        case "br":
            return bytes(brotli.decompress(answer.content))
    return bytes(answer.content)


def test_answers_say_what_caches_may_forget_them_by(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    item = uid(newsroom.library).replace("-", "")[:12]
    answer = client.get("/api/news/v1/articles/?fallback=en")

    keys = answer["Surrogate-Key"].split()
    assert keys[:3] == ["news", "article-pl", "article-en"]
    assert item in keys
    assert answer["Cache-Tag"].split(",") == keys
    assert item in client.get(f"/api/news/v1/articles/{uid(newsroom.library)}/")["Cache-Tag"]


def test_links_lead_on_and_to_other_languages(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    page = client.get("/api/news/v1/articles/?limit=1")
    assert page["Link"] == f'<{page.json()["next"]}>; rel="next"'
    item = client.get(f"/api/news/v1/articles/{uid(newsroom.library)}/")
    assert item["Link"] == (
        f"<http://localhost/api/news/v1/articles/{uid(newsroom.translated)}/>; "
        'rel="alternate"; hreflang="en"'
    )
    assert client.get(item["Link"].split(">")[0][1:]).json()["title"] == "A new library"


def test_lifetimes_can_be_set(client: Client, newsroom: SimpleNamespace, settings: Any) -> None:
    settings.NEWSROOM_API_MAX_AGE = 5
    settings.NEWSROOM_API_STALE_WHILE_REVALIDATE = 0

    assert client.get(LIST)["Cache-Control"] == "public, max-age=5"


class TestLimit:
    def test_who_asks_too_often_is_told_when_to_come_back(
        self, client: Client, newsroom: SimpleNamespace, settings: Any
    ) -> None:
        settings.NEWSROOM_API_RATE = "3/m"
        with time_machine.travel(timezone.now(), tick=False) as traveller:
            assert [client.get(LIST).status_code for _ in range(4)] == [200, 200, 200, 429]
            refused = client.get(LIST)
            assert refused["Content-Type"] == "application/problem+json"
            assert refused["Cache-Control"] == "no-store"
            assert refused["Access-Control-Allow-Origin"] == "*"
            assert client.get(LIST, REMOTE_ADDR="192.0.2.7").status_code == 200
            traveller.shift(int(refused["Retry-After"]) + 1)
            assert client.get(LIST).status_code == 200

    def test_a_network_of_ipv6_counts_as_one(
        self, client: Client, newsroom: SimpleNamespace, settings: Any
    ) -> None:
        settings.NEWSROOM_API_RATE = "1/m"
        asked = [
            client.get(LIST, REMOTE_ADDR=address).status_code
            for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1", "::ffff:192.0.2.1")
        ]
        assert asked == [200, 429, 200, 200]
        assert client.get(LIST, REMOTE_ADDR="192.0.2.1").status_code == 429

    def test_only_proxies_of_ours_are_believed(
        self, client: Client, newsroom: SimpleNamespace, settings: Any
    ) -> None:
        settings.NEWSROOM_API_RATE = "1/m"

        def ask(*hops: str) -> int:
            return client.get(LIST, headers={"x-forwarded-for": ", ".join(hops)}).status_code

        assert [ask("192.0.2.1"), ask("192.0.2.2")] == [200, 429]
        settings.NEWSROOM_TRUSTED_PROXIES = 1
        assert [ask("forged", "192.0.2.1"), ask("other", "192.0.2.1")] == [200, 429]
        assert ask("forged", "192.0.2.2") == 200
