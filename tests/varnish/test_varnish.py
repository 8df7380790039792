"""A real Varnish before the site lets go of what was withdrawn, without waiting for expiry."""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from newsroom.models import FeedSettings, uid_for
from tests.editor import Editor
from tests.factories import make_article, make_project, make_section, make_tag, translate

from .cache import Cache, varnish

GONE_WITHIN = 5.0  # seconds
TITLE, LABEL = "Zalane ulice", "Ulewa"
FORMATS = ("rss", "atom", "json")
KEPT = [
    "/en/projects/",
    "/feeds/en/news.rss",
    "/api/news/v1/articles/?locale=en",
    "/en/galleries/?x=1",
]

pytestmark = [
    pytest.mark.varnish,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def settle() -> Callable[[], None]:
    """Give the worker's work."""

    def work() -> None:
        call_command("run_worker", "--once")

    return work


@pytest.fixture
def cache(live_server: Any, tmp_path: Path, settings: Any) -> Iterator[Cache]:
    """Give Varnish before the site, which the worker knows of."""
    settings.NEWSROOM_PAGE_MAX_AGE = 3600
    with varnish(urlsplit(live_server.url).port or 80, tmp_path) as running:
        settings.WAGTAILFRONTENDCACHE = {
            "varnish": {
                "BACKEND": "newsroom.delivery.caches.KeysBackend",
                "LOCATION": running.url,
            }
        }
        yield running


@pytest.fixture
def news(homes: dict[str, Any], settle: Callable[[], None]) -> SimpleNamespace:
    """Give two articles of a section, project and subject; only one bears another subject."""
    section, project = make_section(homes["pl"]), make_project(homes["pl"], "Nowe drogi")
    roads, rain = make_tag("Drogi"), make_tag(LABEL)
    make_article(section, "Starsza wiadomość", tags=[roads], project=project)
    kept = make_article(section, "Nowy most", tags=[roads], project=project)
    article = make_article(section, TITLE, tags=[roads, rain], project=project)
    translate(section, "en", title="News")
    translate(kept, "en", title="A new bridge")
    # What was made here is marked at the end of a request.
    Client().get("/health/live")
    settle()
    return SimpleNamespace(section=section, project=project, kept=kept, article=article)


@pytest.fixture
def desk(news: SimpleNamespace, django_user_model: Any) -> Editor:
    """Give an editor at the site itself; each of her requests is committed."""
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("editor", "e@example.org", "x"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return Editor(client, lambda **kwargs: nullcontext())


def path_of(page: Any) -> str:
    return urlsplit(page.full_url).path


def uid_of(page: Any) -> str:
    return str(uid_for(page.translation_key, page.locale.language_code))


def places(cache: Cache, news: SimpleNamespace) -> list[str]:
    """Every address at which the article shows, or its subject does."""
    api = "/api/news/v1/articles/"
    first = f"{api}?limit=1"
    (following,) = [f"{api}?{urlsplit(cache.get(first).json()['next']).query}"]
    feeds = ("news", "sections/aktualnosci", "tags/drogi", "tags/ulewa", "projects/nowe-drogi")
    return [
        path_of(news.article),
        "/pl/",
        path_of(news.section),
        path_of(news.project),
        "/pl/tags/drogi/",
        "/pl/tags/ulewa/",
        "/feeds/pl/",
        "/feeds/feeds.opml",
        "/feeds/pl/feeds.opml",
        *(f"/feeds/pl/{name}.{extension}" for name in feeds for extension in FORMATS),
        api,
        first,
        f"{api}?fields=full&tag=drogi&count=true",
        f"{api}?section=aktualnosci&order=-updated",
        f"{api}{uid_of(news.article)}/",
        f"{api}{uid_of(news.article)}/?format=jsonld",
        f"{api}{uid_of(news.article)}/?format=ninjs",
        f"/api/news/v1/resolve/?url={path_of(news.article)}",
        "/api/news/v1/tags/",
        "/api/news/v1/feeds/",
        "/api/v2/pages/?fields=*",
        f"/api/v2/pages/{news.article.pk}/",
        following,
    ]


def warm(cache: Cache, paths: list[str]) -> None:
    for path in paths:
        assert cache.get(path).status_code == 200, path
        assert cache.has(path), path


def says(answer: Any, *words: str) -> bool:
    text = answer.text
    return any(word in text for word in words)


def test_a_withdrawn_article_is_gone_from_all_it_was_on_within_seconds(
    cache: Cache, news: SimpleNamespace, desk: Editor, settle: Callable[[], None]
) -> None:
    settle()
    paths = places(cache, news)
    warm(cache, [*paths, *KEPT, path_of(news.kept)])
    *showing, following = paths
    for path in showing:
        assert says(cache.get(path), TITLE, LABEL, "ulewa"), path
    assert not says(cache.get(following), TITLE)
    started = time.monotonic()

    desk.unpublish(news.article)
    settle()

    # From here on nobody is given what was kept: how long the site takes to answer anew is its own.
    took = time.monotonic() - started
    answers = {path: cache.get(path) for path in showing}
    own = [
        path_of(news.article),
        uid_of(news.article),
        f"/pages/{news.article.pk}/",
        "/pl/tags/ulewa",
    ]
    for path, answer in answers.items():
        if any(name in path for name in own) and not path.startswith("/feeds/"):
            assert answer.status_code in (404, 410), path
        else:
            assert answer.status_code == 200, path
        assert not says(answer, TITLE), path
        # Its feed, empty now, is still called by its subject.
        assert path.startswith("/feeds/pl/tags/ulewa") or not says(answer, LABEL), path
    assert took < GONE_WITHIN
    for path in [*KEPT, path_of(news.kept)]:
        assert cache.has(path), path


def test_what_is_published_shows_at_once_where_there_was_nothing(
    cache: Cache, news: SimpleNamespace, settle: Callable[[], None], desk: Editor
) -> None:
    settle()
    draft = make_article(news.section, "Otwarto stację", tags=[make_tag("Kolej")], live=False)
    absent = [path_of(draft), "/pl/tags/kolej/", "/feeds/pl/tags/kolej.atom"]
    lists = ["/pl/", path_of(news.section), "/feeds/pl/news.json", "/api/news/v1/articles/"]
    for path in absent:
        assert cache.get(path).status_code == 404, path
        assert cache.has(path), path
    warm(cache, lists)

    desk.publish(draft)
    settle()

    for path in [*absent, *lists]:
        answer = cache.get(path)
        assert answer.status_code == 200, path
        assert says(answer, "Otwarto stację"), path


def test_a_moved_article_leads_from_its_old_address_to_its_new_one(
    cache: Cache, news: SimpleNamespace, desk: Editor, settle: Callable[[], None]
) -> None:
    other = make_section(news.section.get_parent(), "Pogoda")
    settle()
    old = path_of(news.article)
    shown = [old, path_of(news.section), "/feeds/pl/sections/aktualnosci.rss"]
    warm(cache, shown)
    new = f"{path_of(other)}zalane-ulice/"
    assert cache.get(new).status_code == 404

    desk.move(news.article, other)
    settle()

    assert cache.get(old).status_code in (301, 404)
    for path in shown[1:]:
        assert not says(cache.get(path), TITLE), path
    assert says(cache.get(new), TITLE)


def test_feeds_change_when_their_settings_do(
    cache: Cache, news: SimpleNamespace, settle: Callable[[], None]
) -> None:
    look = FeedSettings.objects.create(site=news.section.get_site())
    settle()
    paths = [f"/feeds/pl/news.{extension}" for extension in FORMATS]
    warm(cache, paths)

    look.items = 1
    look.save()
    settle()

    for path in paths:
        answer = cache.get(path)
        assert says(answer, TITLE), path
        assert not says(answer, "Starsza wiadomość"), path


def test_a_page_that_is_never_on_the_wire_changes_everywhere(
    cache: Cache, news: SimpleNamespace, settle: Callable[[], None], homes: dict[str, Any]
) -> None:
    settle()
    paths = ["/pl/", path_of(news.kept), "/pl/tags/drogi/"]
    warm(cache, paths)

    news.section.title = "Wieści z gminy"
    news.section.save_revision().publish()
    settle()

    for path in paths:
        assert says(cache.get(path), "Wieści z gminy"), path


def test_an_editor_reads_past_the_cache(cache: Cache, news: SimpleNamespace, desk: Editor) -> None:
    path = path_of(news.kept)
    warm(cache, [path])
    cookie = f"a=b; sessionid={desk.client.cookies['sessionid'].value}"

    for _ in range(2):
        answer = cache.get(path, Cookie=cookie)
        assert answer.headers["X-Cache"] == "miss"
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert cache.get(path, Cookie="consent=1; csrftoken=abc").headers["X-Cache"] == "hit"
    assert cache.get("/feeds/pl/news.rss", Cookie=cookie).ok
    assert cache.get("/feeds/pl/news.rss", Cookie=cookie).headers["X-Cache"] == "hit"


def test_only_keys_are_taken_for_keys(cache: Cache, news: SimpleNamespace) -> None:
    path = path_of(news.kept)
    warm(cache, [path])
    refused = cache.ask("PURGE", "/", **{"Surrogate-Key": 'x" || obj.status == 200'})
    assert refused.status_code == 400
    assert cache.ask("PURGE", "/", **{"Surrogate-Key": "article"}).status_code == 200
    assert cache.has(path)
    assert cache.ask("PURGE", f"{path}?any=thing").status_code == 200
    assert not cache.has(path)
