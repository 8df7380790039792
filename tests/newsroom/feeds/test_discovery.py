"""The feeds that web pages announce."""

from typing import Any

from django.test import Client
from wagtail.models import Site

from newsroom.feeds.scopes import discovery


def test_a_page_announces_the_news_of_its_own_language(homes: dict[str, Any]) -> None:
    found = discovery(Site.objects.get(), "en")
    assert [(feed.url, feed.media_type) for feed in found] == [
        ("http://localhost/feeds/en/news.rss", "application/rss+xml"),
        ("http://localhost/feeds/en/news.atom", "application/atom+xml"),
    ]
    assert [feed.title for feed in found] == ["News – Urząd (RSS)", "News – Urząd (Atom)"]
    for feed in found:
        assert Client().get(feed.url, HTTP_HOST="localhost").status_code == 200


def test_a_language_without_feeds_announces_none(homes: dict[str, Any]) -> None:
    assert discovery(Site.objects.get(), "xx") == []
