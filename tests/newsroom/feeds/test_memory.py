"""A feed is written once for each state of what is in it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.utils import timezone

from newsroom.conf import conf
from newsroom.feeds import builder, json_feed
from newsroom.feeds.editions import Edition
from tests.factories import make_article, make_section, publish

from .reading import get, read


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the feeds that have been written since."""
    names: list[str] = []
    whole, whole_json = builder.render, json_feed.render

    def render(edition: Edition, extension: str) -> bytes:
        names.append(edition.channel.name)
        return whole(edition, extension)

    def render_json(edition: Edition) -> bytes:
        names.append(edition.channel.name)
        return whole_json(edition)

    monkeypatch.setattr(builder, "render", render)
    monkeypatch.setattr(json_feed, "render", render_json)
    return names


def test_a_feed_is_written_again_only_when_it_changes(
    homes: dict[str, Any], section: Any, settle: Any, extension: str, written: list[str]
) -> None:
    culture = make_section(homes["pl"], "Kultura")
    article = make_article(section, "Most")
    concert = make_article(culture, "Koncert")
    settle()
    for _ in range(3):
        read(extension, name="sections/kultura")
    assert written == ["sections/kultura"]
    # Something changes, but elsewhere.
    article.title = "Most otwarty"
    publish(article)
    settle()
    read(extension, name="sections/kultura")
    assert written == ["sections/kultura"]
    concert.title = "Koncert odwołany"
    publish(concert)
    settle()
    assert read(extension, name="sections/kultura").titles == ["Koncert odwołany"]
    assert written == ["sections/kultura"] * 2


def test_a_304_needs_no_more_than_the_state_of_the_wire(
    section: Any, settle: Any, extension: str, written: list[str], django_assert_num_queries: Any
) -> None:
    make_article(section)
    settle()
    full = get(extension)
    with django_assert_num_queries(1):
        assert get(extension, if_none_match=full["ETag"]).status_code == 304
    with django_assert_num_queries(1):
        assert get(extension).content == full.content
    assert written == ["news"]


def test_hiding_is_seen_at_once_and_showing_again_brings_the_same_bytes(
    section: Any, settle: Any, extension: str
) -> None:
    make_article(section, "Zostaje")
    going = make_article(section, "Znika")
    settle()
    before = read(extension)
    going.unpublish()
    # Nobody has settled it yet.
    assert read(extension).titles == ["Zostaje"]
    settle()
    assert read(extension).titles == ["Zostaje"]
    publish(going)
    settle()
    assert set(read(extension).titles) == set(before.titles)


def test_without_a_cache_everything_is_the_same(
    section: Any, settle: Any, extension: str, settings: Any
) -> None:
    make_article(section)
    settle()
    # Once it is old enough to have a date, at whatever moment it is asked for.
    with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
        kept = [get(extension) for _ in range(2)]
        settings.NEWSROOM_ANSWER_CACHE = ""
        plain = get(extension)

    for answer in kept:
        assert answer.content == plain.content
        assert dict(answer.headers) == dict(plain.headers)


class DeadCache(LocMemCache):
    def get(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("the cache does not answer")

    set = get


def test_a_cache_that_is_down_changes_nothing(
    section: Any, settle: Any, extension: str, settings: Any
) -> None:
    make_article(section)
    settle()
    before = get(extension)
    settings.CACHES = {
        name: {"BACKEND": f"{__name__}.DeadCache"} for name in {"default", conf.answer_cache}
    }
    after = get(extension)

    assert after.content == before.content
    assert after["ETag"] == before["ETag"]


def test_a_feed_is_compressed_for_whoever_reads_that(
    section: Any, settle: Any, extension: str
) -> None:
    make_article(section)
    settle()
    caches["default"].clear()
    for _ in range(2):
        for encoding in ("gzip", "br"):
            answer = get(extension, accept_encoding=encoding)
            assert answer["Content-Encoding"] == encoding
            assert answer["Content-Length"] == str(len(answer.content))
            assert answer["Vary"] == "Accept-Encoding"
            assert len(answer.content) < len(get(extension).content)
