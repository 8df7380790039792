"""Whatever an answer shows: when that changes, a key is purged that the answer bears."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsroom.delivery.purges import Moment, Purge, between
from newsroom.models import FeedSettings, uid_for
from newsroom.wire import keys
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_info_page,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)
from tests.shared import shared

Settle = Callable[[], None]
TITLE = "Zalane ulice"
FORMATS = ("rss", "atom", "json")
API = "/api/news/v1/"

pytestmark = pytest.mark.django_db


@shared
def news(homes: dict[str, Any], settle: Settle) -> SimpleNamespace:
    """Give an article that stands in everything, and beside it another one."""
    home = homes["pl"]
    section, project, rain = make_section(home), make_project(home), make_tag("Ulewa")
    other = make_article(section, "Nowy most", tags=[rain], project=project)
    article = make_article(section, TITLE, tags=[rain], project=project, expire_at=in_an_hour())
    translate(section, "en", title="News")
    translated = translate(article, "en", title="Flooded streets")
    make_gallery(home, "Dożynki")
    settle()
    return SimpleNamespace(
        home=home,
        section=section,
        project=project,
        article=article,
        other=other,
        translated=translated,
    )


def in_an_hour() -> Any:
    return timezone.now() + timedelta(hours=1)


def path_of(page: Any) -> str:
    return urlsplit(page.full_url).path


def uid_of(page: Any) -> str:
    return str(uid_for(page.translation_key, page.locale.language_code))


def exits(news: SimpleNamespace) -> list[str]:
    """The addresses at which the article shows."""
    feeds = ("news", "sections/aktualnosci", "tags/ulewa", "projects/nowe-drogi")
    return [
        path_of(news.article),
        path_of(news.translated),
        path_of(news.home),
        path_of(news.section),
        path_of(news.project),
        "/pl/tags/ulewa/",
        *(f"/feeds/pl/{name}.{extension}" for name in feeds for extension in FORMATS),
        f"{API}articles/",
        f"{API}articles/?locale=all&fields=full",
        f"{API}articles/?tag=ulewa&limit=1",
        f"{API}articles/{uid_of(news.article)}/",
        f"{API}articles/{uid_of(news.article)}/?format=jsonld",
        f"{API}articles/{uid_of(news.article)}/?format=ninjs",
        f"{API}articles/{uid_of(news.translated)}/",
        f"{API}resolve/?url={path_of(news.article)}",
        f"/api/v2/pages/{news.article.pk}/",
        "/api/v2/pages/?fields=*",
    ]


def counts(news: SimpleNamespace) -> list[str]:
    """The addresses that only count it, or name what it stands in."""
    return [
        "/feeds/feeds.opml",
        "/feeds/pl/feeds.opml",
        "/feeds/pl/",
        *(f"{API}{name}/" for name in ("languages", "tags", "sections", "feeds")),
    ]


def borne(client: Client, path: str, status: int = 200) -> set[str]:
    """The keys of an answer, the same by spaces and by commas."""
    answer = client.get(path)
    assert answer.status_code == status, path
    found = answer["Surrogate-Key"].split()
    assert answer["Cache-Tag"].split(",") == found
    assert found[0] == keys.EVERYTHING
    return set(found)


class Watch:
    """Remembers what answers bore, and tells which would have been forgotten since."""

    def __init__(self, client: Client, paths: list[str]) -> None:
        self.borne = {path: borne(client, path) for path in paths}
        self.since = Moment.now()

    @property
    def purge(self) -> Purge:
        return between(self.since, Moment.now())

    def kept(self) -> list[str]:
        purged = self.purge.keys
        return [path for path, names in self.borne.items() if not names & purged]


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="sezam"
    )


WITHDRAWALS: dict[str, Callable[[Any], object]] = {
    "unpublished": lambda article: article.unpublish(),
    "deleted": lambda article: article.delete(),
    "restricted": restrict,
    "restricted ancestor": lambda article: restrict(article.get_parent()),
    "deleted ancestor": lambda article: article.get_parent().delete(),
}


@pytest.mark.parametrize("state", [*WITHDRAWALS, "expired"])
def test_what_showed_a_withdrawn_article_is_forgotten(
    client: Client, news: SimpleNamespace, settle: Settle, state: str
) -> None:
    watch = Watch(client, [*exits(news), *counts(news)])
    if state == "expired":
        with time_machine.travel(timezone.now() + timedelta(hours=2)):
            settle()
            assert watch.kept() == []
        return
    WITHDRAWALS[state](news.article)
    settle()
    assert watch.kept() == []


def test_every_address_without_its_query_is_among_those_of_a_withdrawal(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    watch = Watch(client, [*exits(news), *counts(news)])
    news.article.unpublish()
    settle()
    told = {urlsplit(url).path for url in watch.purge.addresses}
    expected = {urlsplit(path).path for path in watch.borne} - {f"{API}resolve/"}
    assert expected <= told


def test_what_does_not_show_it_is_kept(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    others = [path_of(news.other), "/feeds/pl/galleries.rss", f"{API}galleries/"]
    english = ["/feeds/en/galleries.atom", f"{API}articles/?locale=uk"]
    watch = Watch(client, [*others, *english])
    news.article.unpublish()
    settle()
    assert watch.kept() == [*others, *english]


def test_a_moved_article_is_forgotten_where_it_was_and_where_it_is(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    target = make_section(news.home, "Pogoda")
    settle()
    watch = Watch(client, exits(news))
    old = news.article.full_url
    news.article.move(target, pos="last-child")
    settle()
    news.article.refresh_from_db()
    purge = watch.purge
    assert watch.kept() == []
    assert {old, news.article.full_url} <= purge.pages


def test_a_tag_taken_off_is_forgotten_in_what_it_led_to(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    paths = ["/pl/tags/ulewa/", *(f"/feeds/pl/tags/ulewa.{one}" for one in FORMATS)]
    watch = Watch(client, paths)
    news.article.tags.clear()
    publish(news.article)
    settle()
    assert watch.kept() == []


def test_an_article_taken_out_of_feeds_is_forgotten_there(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    feeds = [path for path in exits(news) if path.startswith("/feeds/")]
    watch = Watch(client, [*feeds, "/feeds/en/galleries.rss"])
    news.article.in_feeds = False
    publish(news.article)
    settle()
    assert watch.kept() == ["/feeds/en/galleries.rss"]


def test_settings_of_feeds_outdate_them_all_and_the_pages_that_announce_them(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    look = FeedSettings.objects.create(site=news.home.get_site())
    settle()
    feeds = [path for path in [*exits(news), *counts(news)] if "feeds" in path]
    lists = [f"{API}articles/"]
    watch = Watch(client, [*feeds, "/feeds/en/galleries.rss", path_of(news.other), *lists])
    look.items = 5
    look.save()
    settle()
    assert watch.kept() == lists
    told = {urlsplit(url).path for url in watch.purge.addresses}
    assert {path for path in feeds if path.startswith("/feeds/")} <= told


def test_a_page_that_is_never_on_the_wire_is_forgotten(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    page = make_info_page(news.home, "Kontakt")
    settle()
    watch = Watch(client, [path_of(page), path_of(news.home), path_of(news.other), f"{API}tags/"])
    page.unpublish()
    settle()
    # It may be linked on any page.
    assert watch.kept() == []
    assert page.full_url in watch.purge.pages


def test_an_image_outdates_pages_that_are_no_items(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    image = make_image()
    settle()
    watch = Watch(client, [path_of(news.home), path_of(news.other), f"{API}articles/"])
    image.title = "Nowy tytuł"
    image.save()
    client.get("/health/live")  # what is done at the end of a request
    settle()
    assert watch.kept() == [path_of(news.other), f"{API}articles/"]


def test_an_alias_is_forgotten_with_its_source_and_by_itself(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    alias = news.other.create_alias(parent=news.section, update_slug="odbicie")
    settle()
    watch = Watch(client, [path_of(alias)])
    alias.unpublish()
    settle()
    assert watch.kept() == []
    assert alias.full_url in watch.purge.pages

    again = news.other.create_alias(parent=news.section, update_slug="drugie-odbicie")
    settle()
    watch = Watch(client, [path_of(again)])
    news.other.unpublish()
    settle()
    assert watch.kept() == []


def test_answers_that_there_is_nothing_are_forgotten_with_any_change(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    missing = {
        "/pl/nie-ma/": 404,
        "/pl/tags/nie-ma/": 404,
        "/feeds/pl/tags/nie-ma.rss": 404,
        "/feeds/nie-ma": 404,
        f"{API}nie-ma/": 404,
        f"{API}articles/{news.home.translation_key}/": 404,
        "/api/v2/pages/999999/": 404,
        "/feed/": 301,
    }
    names = {path: borne(client, path, status) for path, status in missing.items()}
    since = Moment.now()
    make_article(news.section, "Coś nowego")
    settle()
    purged = between(since, Moment.now()).keys
    assert [path for path, own in names.items() if not own & purged] == []


def test_a_new_host_name_outdates_everything(
    client: Client, news: SimpleNamespace, settle: Settle
) -> None:
    since = Moment.now()
    site = news.home.get_site()
    site.site_name = "Gmina"
    site.save()
    settle()
    assert between(since, Moment.now()).is_of_everything


def test_positions_grow_with_each_of_the_two_numbers() -> None:
    moments = [Moment(1, 1), Moment(1, 2), Moment(2, 2), Moment(3, 70_000)]
    positions = [moment.position for moment in moments]
    assert positions == sorted(set(positions))
    assert [Moment.at(position) for position in positions] == moments
