"""Caches in front of the site are told what to forget, and a bad one hurts nobody."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from wagtail.contrib.frontend_cache.utils import get_backends

from newsroom.delivery import caches
from newsroom.delivery.caches import KeysBackend, purge_caches
from newsroom.models import Follower, NewsIndexPage, uid_for
from newsroom.wire import keys
from tests.factories import make_article, make_section, publish
from tests.shared import shared

from .told_cache import ToldCache, told_cache, wait_until

OURS = "newsroom.delivery.caches.KeysBackend"
WAGTAILS = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
Settle = Callable[[], None]

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache() -> Iterator[ToldCache]:
    with told_cache() as server:
        yield server


@pytest.fixture
def configure(settings: Any) -> Callable[..., None]:
    """Give what configures caches: ``configure(one={…}, two={…})``; they hear of what follows."""

    def configured(**backends: dict[str, Any]) -> None:
        settings.WAGTAILFRONTENDCACHE = backends
        purge_caches()

    return configured


@shared
def section(homes: dict[str, Any], settle: Settle) -> NewsIndexPage:
    section = make_section(homes["pl"])
    settle()
    return section


def ours(server: ToldCache, **options: Any) -> dict[str, Any]:
    return {"BACKEND": OURS, "LOCATION": server.url, **options}


def follower(name: str = "one") -> Follower:
    return Follower.objects.get(name=f"cache {name}")


def test_a_withdrawal_is_told_by_keys_and_the_pages_own_addresses(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    configure(one=ours(cache))
    assert cache.told == []

    article.unpublish()
    settle()

    uid = uid_for(article.translation_key, "pl")
    assert {keys.of_item(uid), "article-pl", *keys.AT_EVERY_CHANGE} <= cache.keys
    assert keys.EVERYTHING not in cache.keys and "article-en" not in cache.keys
    assert cache.addresses == {article.full_url}
    assert not purge_caches()


def test_without_caches_nothing_is_followed(section: NewsIndexPage, settle: Settle) -> None:
    make_article(section)
    settle()
    assert not purge_caches()
    assert not Follower.objects.filter(name__startswith="cache").exists()


@pytest.mark.parametrize("trouble", ["refuses", "hangs", "dawdles"])
def test_a_cache_in_trouble_is_told_again_and_holds_up_no_other(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle, trouble: str
) -> None:
    article = make_article(section)
    settle()
    with told_cache() as sound:
        configure(one=ours(cache, TIMEOUT=0.3), two=ours(sound))
        cache.status = 503 if trouble == "refuses" else 200
        cache.dawdles = trouble == "dawdles"
        if trouble == "hangs":
            cache.hangs.set()

        article.unpublish()
        settle()

        assert "article-pl" in sound.keys
        assert follower().attempts == 1 and follower().error
        assert follower("two").attempts == 0
        asked = len(cache.told)
        started = time.monotonic()
        purge_caches()
        # It is left alone for a while.
        assert len(cache.told) == asked
        assert time.monotonic() - started < 5
        # What still ran is over, and the cache works again.
        cache.status, cache.dawdles = 200, False
        cache.hangs.clear()
        cache.released.set()
        wait_until(lambda: not caches._running["one"].is_alive())
        cache.told.clear()
        with time_machine.travel(timezone.now() + timedelta(seconds=6)):
            assert purge_caches()
        assert "article-pl" in cache.keys
        assert follower().attempts == 0 and not follower().error


def test_nothing_more_is_begun_while_a_cache_still_hangs(cache: ToldCache) -> None:
    cache.hangs.set()
    backend = KeysBackend({"LOCATION": cache.url, "TIMEOUT": 30})
    started = time.monotonic()
    for _ in range(2):
        with pytest.raises(TimeoutError):
            caches.limited("hangs", 0.1, lambda: backend.purge("http://localhost/"))
    assert time.monotonic() - started < 5
    wait_until(lambda: len(cache.told) == 1)
    cache.released.set()
    wait_until(lambda: not caches._running["hangs"].is_alive())


def test_wagtails_own_back_end_is_told_every_address(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    configure(one={"BACKEND": WAGTAILS, "LOCATION": cache.url})

    article.unpublish()
    settle()

    uid = uid_for(article.translation_key, "pl")
    assert cache.keys == set()
    assert {
        article.full_url,
        "http://localhost/pl/",
        section.full_url,
        "http://localhost/feeds/pl/",
        "http://localhost/feeds/feeds.opml",
        "http://localhost/sitemap.xml",
        "http://localhost/news-sitemap.xml",
        "http://localhost/api/news/v1/articles/",
        f"http://localhost/api/news/v1/articles/{uid}/",
        "http://localhost/api/news/v1/changes/",
        f"http://localhost/api/v2/pages/{article.pk}/",
        *(
            f"http://localhost/feeds/pl/{name}.{extension}"
            for name in ("news", "sections/aktualnosci")
            for extension in ("rss", "atom", "json")
        ),
    } <= cache.addresses


def test_wagtails_own_back_end_that_hangs_is_left_behind(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle, monkeypatch: Any
) -> None:
    monkeypatch.setattr(caches, "TIMEOUT_OF_OTHERS", 0.3)
    configure(one={"BACKEND": WAGTAILS, "LOCATION": cache.url})
    cache.hangs.set()
    make_article(section)
    started = time.monotonic()
    settle()
    assert time.monotonic() - started < 30
    assert follower().attempts == 1
    # Its connection has a limit as well, which Wagtail gives it none of.
    wait_until(lambda: not caches._running["one"].is_alive())


def test_only_addresses_of_its_hosts_are_told(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle
) -> None:
    configure(one=ours(cache, HOSTNAMES=["elsewhere.example"]))
    make_article(section)
    settle()
    assert cache.keys and not cache.addresses


def test_after_a_long_outage_everything_is_forgotten_at_once(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle, monkeypatch: Any
) -> None:
    monkeypatch.setattr("newsroom.delivery.purges.MANY", 3)
    configure(one=ours(cache))
    for number in range(4):
        make_article(section, f"Wiadomość {number}")
    settle()
    assert cache.keys == {keys.EVERYTHING}
    assert [one.path for one in cache.told] == ["/"] * len(cache.told)


def test_many_keys_are_told_in_several_requests(cache: ToldCache) -> None:
    names = [f"{number:012x}" for number in range(250)]
    KeysBackend({"LOCATION": cache.url}).forget(names, [])
    assert [len(one.keys) for one in cache.told] == [100, 100, 50]
    assert cache.keys == set(names)


def test_our_back_end_forgets_single_addresses_as_wagtails_do(
    cache: ToldCache, settings: Any
) -> None:
    settings.WAGTAILFRONTENDCACHE = {"one": ours(cache)}
    (backend,) = get_backends().values()
    backend.purge("http://localhost/a/?page=2")
    backend.purge_batch(["http://other.example:8080/b/"])
    assert cache.addresses == {"http://localhost/a/", "http://other.example:8080/b/"}


@pytest.mark.parametrize("location", ["", "127.0.0.1:6081", "ftp://cache/"])
def test_a_cache_without_an_address_is_refused(location: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        KeysBackend({"LOCATION": location})


def test_a_republished_page_is_told(
    cache: ToldCache, configure: Any, section: NewsIndexPage, settle: Settle
) -> None:
    configure(one=ours(cache))
    section.title = "Wieści"
    publish(section)
    settle()
    assert keys.PAGES in cache.keys
    assert section.full_url in cache.addresses
