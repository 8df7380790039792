"""What search engines are told to read: every public address of a Site, and nothing else."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from newsroom.conf import conf
from newsroom.models import WireItem
from newsroom.web.sitemaps import writing
from newsroom.web.sitemaps.addresses import PublicAddress
from newsroom.web.sitemaps.news import language_of
from tests.factories import (
    make_article,
    make_gallery,
    make_info_page,
    make_project,
    make_section,
    make_site_tree,
    make_tag,
    publish,
    translate,
)
from tests.shared import shared

from .crawling import crawl, get, read

Settle = Callable[[], None]
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@shared
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


@shared
def article(homes: dict[str, Any], section: Any, settle: Settle) -> Any:
    """Give an article with photos, beside one page of every other type, in two languages."""
    tag, project = make_tag("Zdrowie", en="Health"), make_project(homes["pl"], "Nowe drogi")
    make_gallery(homes["pl"], "Dożynki", alts=["Wieniec"])
    info = make_info_page(homes["pl"], "Kontakt")
    page = make_article(section, tags=[tag], project=project, alts=["Regał", "Okno"])
    for one, slug in ((section, "news"), (info, "contact"), (page, "a-new-library")):
        translate(one, "en", slug=slug)
    settle()
    return page


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_every_public_address_is_there_once_and_answers(client: Client, article: Any) -> None:
    found = read()

    assert sorted(found.paths) == [
        "/en/",
        "/en/contact/",
        "/en/news/",
        "/en/news/a-new-library/",
        "/en/tags/zdrowie/",
        "/pl/",
        "/pl/aktualnosci/",
        "/pl/aktualnosci/otwarto-nowa-biblioteke/",
        "/pl/dozynki/",
        "/pl/galleries/",
        "/pl/kontakt/",
        "/pl/nowe-drogi/",
        "/pl/projects/",
        "/pl/tags/zdrowie/",
        "/uk/",
    ]
    assert all(address.startswith("http://localhost/") for address in found.addresses)
    for path in found.paths:
        assert client.get(path).status_code == 200, path


def test_languages_name_each_other_and_themselves(article: Any) -> None:
    found = read()
    section = {"pl": "/pl/aktualnosci/", "en": "/en/news/"}

    assert found.alternates("/en/news/") == section | {"x-default": "/pl/aktualnosci/"}
    assert found.alternates("/pl/tags/zdrowie/") == {
        "pl": "/pl/tags/zdrowie/",
        "en": "/en/tags/zdrowie/",
        "x-default": "/pl/tags/zdrowie/",
    }
    assert found.alternates("/pl/dozynki/") == {}
    assert set(found.alternates("/uk/")) == {"pl", "en", "uk", "x-default"}
    for path in found.paths:
        own = found.alternates(path)
        for other in own.values():
            assert found.alternates(other) == own, path


def test_without_the_default_language_there_is_no_default(homes: Any, settle: Settle) -> None:
    section = make_section(homes["en"], "News")
    translate(section, "uk", title="Noviny", slug="noviny")
    make_article(section, "A fair")
    settle()

    assert read().alternates("/en/news/") == {"en": "/en/news/", "uk": "/uk/noviny/"}


def test_it_says_when_each_address_changed(article: Any, section: Any) -> None:
    found, row = read(), WireItem.objects.get(page_id=article.pk)
    page = type(section).objects.get(pk=section.pk)

    assert found.changed(urlsplit(row.url).path) == row.changed.isoformat()
    changed = page.last_published_at.replace(microsecond=0)
    assert found.changed("/pl/aktualnosci/") == changed.isoformat()
    assert found.changed("/pl/tags/zdrowie/") == row.changed.isoformat()


def test_all_photos_of_an_item_are_named(client: Client, article: Any, settle: Settle) -> None:
    images = read().images("/pl/aktualnosci/otwarto-nowa-biblioteke/")

    assert len(set(images)) == 2
    assert all(image.startswith("http://localhost/media/") for image in images)
    # The same for the translation, which shows the same pictures.
    assert read().images("/en/news/a-new-library/") == images
    assert read().images("/pl/kontakt/") == []


def test_pictures_are_not_told_of_when_one_of_them_may_be_gone(article: Any) -> None:
    path = "/pl/aktualnosci/otwarto-nowa-biblioteke/"
    assert read().images(path)
    # Something it shows has expired, and the worker has not been there yet.
    WireItem.objects.filter(page_id=article.pk).update(valid_until=timezone.now())

    assert path in read().paths
    assert read().images(path) == []


def test_what_is_stored_of_pictures_by_another_version_is_left_out(article: Any) -> None:
    WireItem.objects.filter(page_id=article.pk).update(entry='{"photos": "?"}', revision_id=None)
    caches[conf.answer_cache].clear()

    assert read().images("/pl/aktualnosci/otwarto-nowa-biblioteke/") == []


def draft(page: Any) -> None:
    page.unpublish()


def expired(page: Any) -> None:
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()


def deleted(page: Any) -> None:
    page.delete()


def foreign(page: Any) -> None:
    page.move(make_site_tree("other.newsroom.test", slug="inny")["pl"], pos="last-child")


def above_restricted(page: Any) -> None:
    restrict(page.get_parent())


WITHDRAWALS = [draft, expired, deleted, foreign, restrict, above_restricted]


@pytest.mark.parametrize("withdraw", WITHDRAWALS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("make", [make_article, make_info_page, make_gallery, make_section])
def test_what_is_not_public_is_nowhere(
    homes: dict[str, Any], settle: Settle, withdraw: Any, make: Any
) -> None:
    parent = make_section(homes["pl"], "Kronika")
    page = make(parent, "Znika", expire_at=timezone.now() + timedelta(hours=1))
    make(parent, "Inna")
    settle()
    assert "/pl/kronika/znika/" in read().paths

    withdraw(type(page).objects.get(pk=page.pk))

    # What an editor takes back is gone at once; moves of items wait for the worker.
    if make in (make_info_page, make_section) or withdraw not in (foreign, expired):
        assert b"/pl/kronika/znika/" not in get().content
    settle()
    assert b"znika" not in get().content
    assert b"znika" not in get("/news-sitemap.xml").content
    assert ("/pl/kronika/inna/" in read().paths) is (withdraw is not above_restricted)


@pytest.mark.parametrize("make", [make_article, make_info_page])
def test_a_hidden_language_is_not_named_by_the_others(
    homes: dict[str, Any], settle: Settle, make: Any
) -> None:
    parent = make_section(homes["pl"], "Kronika")
    translate(parent, "en", title="Section")
    english = translate(make(parent, "Strona"), "en", title="Page")
    settle()
    assert set(read().alternates("/pl/kronika/strona/")) == {"pl", "en", "x-default"}

    # Nobody settles it.
    english.unpublish()

    assert read().alternates("/pl/kronika/strona/") == {}


def test_drafts_and_aliases_are_not_there(
    homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    make_article(section, "Szkic", live=False)
    page = make_article(section, "Publiczny")
    make_section(homes["pl"], "Inny")
    page.create_alias(parent=section, update_slug="odbicie")
    section.create_alias(parent=homes["pl"], update_slug="odbity-dzial")
    settle()

    assert [path for path in read().paths if path.startswith("/pl/")] == [
        "/pl/",
        "/pl/aktualnosci/",
        "/pl/inny/",
        "/pl/aktualnosci/publiczny/",
    ]


@pytest.mark.parametrize("make", [make_article, make_info_page])
def test_a_moved_page_is_there_under_its_new_address_only(
    homes: dict[str, Any], section: Any, settle: Settle, make: Any
) -> None:
    page = make(section, "Wędrowny")
    settle()
    assert "/pl/aktualnosci/wedrowny/" in read().paths

    page.move(make_section(homes["pl"], "Kultura"), pos="last-child")
    settle()

    assert "/pl/kultura/wedrowny/" in read().paths
    assert "/pl/aktualnosci/wedrowny/" not in read().paths


def test_a_page_below_a_moved_one_moves_along(
    homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    make_info_page(section, "Kontakt")
    settle()
    assert "/pl/aktualnosci/kontakt/" in read().paths

    section.slug = "wiesci"
    publish(section)

    assert "/pl/wiesci/kontakt/" in read().paths
    assert "/pl/aktualnosci/kontakt/" not in read().paths


def test_a_page_whose_address_answers_something_else_is_not_told_of(
    homes: dict[str, Any], settle: Settle
) -> None:
    """The list of all projects goes before a page of that name."""
    make_section(homes["pl"], "Projects")
    settle()
    assert "/pl/projects/" not in read().paths

    make_project(homes["pl"])
    settle()
    assert read().paths.count("/pl/projects/") == 1


def test_lists_without_anything_public_are_not_told_of(
    homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    make_tag("Nieużywany")
    article = make_article(section, tags=[make_tag("Sport")])
    settle()
    assert "/pl/tags/sport/" in read().paths

    article.unpublish()

    assert [path for path in read().paths if "tags" in path or "projects" in path] == []


def test_the_list_of_galleries_needs_a_first_page_in_its_language(
    homes: dict[str, Any], settle: Settle
) -> None:
    make_gallery(make_section(homes["uk"], "Novyny"), alts=["Фото"])
    settle()
    assert "/uk/galleries/" in read().paths

    homes["uk"].unpublish()

    assert "/uk/galleries/" not in read().paths


def test_each_site_has_its_own(homes: dict[str, Any], article: Any, settle: Settle) -> None:
    other = make_site_tree("gmina.newsroom.test", slug="gmina")
    make_article(make_section(other["pl"]), "W gminie", tags=[make_tag("Gmina")])
    settle()

    theirs = read(host="gmina.newsroom.test")

    assert {urlsplit(address).netloc for address in theirs.addresses} == {"gmina.newsroom.test"}
    assert "/pl/aktualnosci/w-gminie/" in theirs.paths
    assert "/pl/tags/gmina/" in theirs.paths
    assert not {"/pl/tags/zdrowie/", "/pl/kontakt/"} & set(theirs.paths)
    assert {urlsplit(address).netloc for address in read().addresses} == {"localhost"}


def test_the_host_only_chooses_the_site(article: Any) -> None:
    assert get(host="127.0.0.1").content == get().content
    assert get(host="evil.example").status_code == 400
    assert get("/robots.txt", host="evil.example").status_code == 400


def test_addresses_are_uris_and_xml(section: Any, settle: Settle) -> None:
    article = make_article(section, "Żółw")
    settle()
    row = WireItem.objects.get(page_id=article.pk)
    url = "http://żółw.example/pl/łąka i las/?a=1&b=<2>"
    WireItem.objects.filter(pk=row.pk).update(url=url)
    caches[conf.answer_cache].clear()

    (address,) = [one for one in read().addresses if "xn--" in one]
    assert address == ("http://xn--w-uga1v8h.example/pl/%C5%82%C4%85ka%20i%20las/?a=1&b=%3C2%3E")


# An index and its parts


def test_above_the_limit_it_is_an_index_of_parts(article: Any, settings: Any) -> None:
    whole = read().addresses
    settings.NEWSROOM_SITEMAP_ADDRESSES = len(whole)
    assert not read().is_index
    settings.NEWSROOM_SITEMAP_ADDRESSES = 6

    start = read()

    assert start.is_index
    for part in start.paths:
        assert 0 < len(read(part).addresses) <= 6, part
        dates = (read(part).changed(path) or "" for path in read(part).paths)
        # Home pages made at once, without a revision, have none.
        assert (start.changed(part) or "") == max(dates)
    found = crawl()
    assert len(found) == len(set(found))
    assert set(found) == set(whole)


def test_the_languages_of_an_item_may_be_in_different_parts(article: Any, settings: Any) -> None:
    whole = read()
    settings.NEWSROOM_SITEMAP_ADDRESSES = 6
    parts = [read(part) for part in read().paths]

    for part in parts:
        for path in part.paths:
            assert part.alternates(path) == whole.alternates(path)
            assert part.images(path) == whole.images(path)


def test_addresses_stay_in_their_part(
    section: Any, article: Any, settings: Any, settle: Settle
) -> None:
    settings.NEWSROOM_SITEMAP_ADDRESSES = 6
    before = {part: set(read(part).paths) for part in read().paths}
    make_info_page(section, "Nowa")
    make_article(section, "Nowy")
    article.unpublish()
    settle()

    gone = "/pl/aktualnosci/otwarto-nowa-biblioteke/"
    for part, paths in before.items():
        kept = paths - {gone, "/pl/tags/zdrowie/"}
        assert kept <= (set(read(part).paths) if kept else set())


@pytest.mark.parametrize(
    "name", ["0", "01", "999", "99999999999", "lists-0", "lists-99", "lists-", "x", "lists", "1-1"]
)
def test_there_is_no_other_part(article: Any, name: str) -> None:
    answer = get(f"/sitemap-{name}.xml")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_a_part_without_anything_public_is_none(
    homes: dict[str, Any], settings: Any, settle: Settle
) -> None:
    settings.NEWSROOM_SITEMAP_ADDRESSES = 1
    page = make_info_page(homes["pl"])
    part = f"/sitemap-{page.pk}.xml"
    assert part in read().paths
    assert read(part).paths == ["/pl/kontakt/"]

    restrict(page)

    assert part not in read().paths
    assert get(part).status_code == 404


def test_where_room_is_scarce_addresses_go_before_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    images = [f"https://news.example/media/{number}.jpg" for number in range(1200)]
    addresses = [
        PublicAddress(f"https://news.example/pl/{number}/", images=images) for number in range(100)
    ]
    whole = writing.urlset(addresses, len(addresses))
    assert whole.count(b"<image:loc>") == 100 * 1000
    monkeypatch.setattr(writing, "LARGEST", 200_000)

    small = writing.urlset(addresses, len(addresses))

    assert len(small) <= 200_000
    assert small.count(b"<url>") == 100
    assert 500 < small.count(b"<image:loc>") < 1500


def test_addresses_longer_than_the_protocol_allows_are_left_out() -> None:
    long = PublicAddress("https://news.example/" + "a" * 2048)

    assert writing.urlset([long, PublicAddress("https://news.example/")], 2).count(b"<url>") == 1


# News


def stories(**headers: str) -> dict[str, tuple[str, str, str]]:
    """Name, language and date of each story, by title."""
    found = read("/news-sitemap.xml", **headers)
    names = ("title", "publication/n:name", "publication/n:language", "publication_date")
    columns = [found.texts(f"//n:news/n:{name}") for name in names]
    return {
        title: (name, language, date) for title, name, language, date in zip(*columns, strict=True)
    }


def test_articles_of_the_last_two_days_are_news(
    homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    first = make_article(section, "Most & <tunel>", publication_date=NOON)
    translate(section, "en", title="News")
    translate(first, "en", title="A bridge")
    make_gallery(section, "Zdjęcia z otwarcia", alts=["Most"])
    earlier = NOON - timedelta(hours=30)
    make_article(section, "Wczorajszy", publication_date=earlier, in_feeds=False)
    settle()
    with time_machine.travel(NOON, tick=False) as clock:
        assert stories() == {
            "Most & <tunel>": ("Urząd", "pl", "2026-05-20T12:00:00+00:00"),
            "A bridge": ("Urząd", "en", "2026-05-20T12:00:00+00:00"),
            "Wczorajszy": ("Urząd", "pl", "2026-05-19T06:00:00+00:00"),
        }
        assert read("/news-sitemap.xml").paths[-1] == "/pl/aktualnosci/wczorajszy/"
        clock.move_to(NOON + timedelta(hours=48, seconds=-1))
        assert set(stories()) == {"Most & <tunel>", "A bridge"}
        assert get("/news-sitemap.xml")["Cache-Control"] == "public, max-age=1"
        clock.move_to(NOON + timedelta(hours=48))
        answer = get("/news-sitemap.xml")
        assert b"<url>" not in answer.content


def test_what_is_dated_in_the_future_is_no_news_yet(section: Any, settle: Settle) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make_article(section, "Dzisiaj")
        make_article(section, "Jutro", publication_date=NOON + timedelta(seconds=100))
        settle()
        assert set(stories()) == {"Dzisiaj"}
        assert get("/news-sitemap.xml")["Cache-Control"] == "public, max-age=100"
        clock.shift(100)
        assert set(stories()) == {"Dzisiaj", "Jutro"}


def test_a_publisher_is_named_if_the_project_has_one(
    section: Any, settle: Settle, settings: Any
) -> None:
    settings.NEWSROOM_PUBLISHER = "Urząd Gminy"
    make_article(section, "Nowy")
    settle()

    assert stories()["Nowy"][0] == "Urząd Gminy"


def test_a_thousand_news_are_enough(
    section: Any, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.web.sitemaps.news.MOST", 2)
    for number in range(3):
        moment = NOON + timedelta(minutes=number)
        make_article(section, f"Wiadomość {number}", publication_date=moment)
    settle()

    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        assert list(stories()) == ["Wiadomość 2", "Wiadomość 1"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pl", "pl"),
        ("pt-br", "pt"),
        ("zh-hans", "zh-cn"),
        ("zh-hant", "zh-tw"),
        ("zh-hk", "zh-tw"),
        ("zh", "zh-cn"),
        ("fil", "fil"),
    ],
)
def test_languages_are_named_as_google_wants_them(code: str, expected: str) -> None:
    assert language_of(code) == expected


# HTTP

PATHS = ["/sitemap.xml", "/sitemap-1.xml", "/sitemap-lists-1.xml", "/news-sitemap.xml"]


@pytest.mark.parametrize("path", PATHS)
def test_everybody_gets_the_same_bytes(article: Any, path: str, admin_client: Client) -> None:
    first = get(path)
    others = [
        get(path),
        get(path, accept_language="uk", cookie="sessionid=1; django_language=en"),
        admin_client.get(path),
        Client().get(f"{path}?page=2"),
    ]

    assert {other.content for other in others} == {first.content}
    for answer in (first, *others):
        assert answer["Vary"] == "Accept-Encoding"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Length"] == str(len(answer.content))
        assert not answer.cookies


@pytest.mark.parametrize("path", PATHS)
def test_who_knows_it_gets_304(article: Any, path: str, settle: Settle) -> None:
    full = get(path)
    assert full["ETag"].startswith('W/"')
    assert full["Surrogate-Key"] == "news sitemap"
    for cached in (True, False):
        if not cached:
            caches[conf.answer_cache].clear()
        short = get(path, if_none_match=full["ETag"])
        assert (short.status_code, short.content) == (304, b"")
        assert short["Cache-Control"] == full["Cache-Control"]
        assert short["Vary"] == "Accept-Encoding"
    article.title = "Biblioteka już działa"
    article.create_alias(update_slug="x")
    publish(article)
    make_project(article.get_parent().get_parent().specific, "Most")
    settle()
    assert get(path, if_none_match=full["ETag"]).status_code == 200


@pytest.mark.parametrize("path", [*PATHS, "/robots.txt"])
def test_it_is_only_read(article: Any, path: str) -> None:
    head = Client().head(path)

    assert (head.status_code, head.content) == (200, b"")
    if path != "/robots.txt":
        assert dict(head.headers) == dict(get(path).headers)
    assert Client().post(path).status_code == 405


def test_it_is_compressed_for_whoever_reads_that(article: Any) -> None:
    plain = get().content
    for _ in range(2):
        packed = get(accept_encoding="gzip")
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain
        assert get(accept_encoding="br")["Content-Length"] != "0"
        assert get(accept_encoding="identity").content == plain
        caches[conf.answer_cache].clear()
    assert get(accept_encoding="br")["Content-Encoding"] == "br"


def test_without_a_cache_everything_is_the_same(article: Any, settings: Any) -> None:
    kept = [get() for _ in range(2)]
    settings.NEWSROOM_ANSWER_CACHE = ""

    for answer in kept:
        assert answer.content == get().content
        assert dict(answer.headers) == dict(get().headers)


@pytest.mark.parametrize("make", [make_article, make_info_page])
def test_it_is_kept_no_longer_than_until_the_next_expiry(
    section: Any, settle: Settle, make: Any
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        page = make(section, "Wygasa", expire_at=NOON + timedelta(seconds=100))
        settle()
        clock.shift(10)
        assert get()["Cache-Control"] == "public, max-age=90"
        assert page.url in read().paths
        clock.shift(90)
        # No worker has been there yet.
        assert page.url not in read().paths
        assert get()["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", PATHS)
def test_the_number_of_queries_does_not_grow(
    homes: dict[str, Any], section: Any, article: Any, settle: Settle, path: str
) -> None:
    def count() -> int:
        get("/health/live")  # what tests leave undone after their own changes is done with this
        caches[conf.answer_cache].clear()
        with CaptureQueriesContext(connection) as captured:
            assert get(path).status_code == 200
        return len(captured)

    few = count()
    for number in range(4):
        make_info_page(section, f"Strona {number}")
        tags = [make_tag(f"Temat {number}")]
        translate(make_article(section, f"Wiadomość {number}", tags=tags), "en")
        make_gallery(section, f"Galeria {number}", alts=["Las", "Pole"])
    settle()
    assert count() == few
    assert few <= 16
    with CaptureQueriesContext(connection) as captured:
        get(path)
    # The Site and the state of the wire, and what has been marked since.
    assert len(captured) == 2


# Robots


def test_robots_are_told_where_the_sitemaps_are(article: Any) -> None:
    lines = get("/robots.txt").content.decode().splitlines()

    assert lines[-2:] == [
        "Sitemap: http://localhost/sitemap.xml",
        "Sitemap: http://localhost/news-sitemap.xml",
    ]


def test_robots_are_told_of_their_site(homes: dict[str, Any]) -> None:
    make_site_tree("gmina.newsroom.test", slug="gmina")
    Site.objects.filter(hostname="gmina.newsroom.test").update(port=443)

    text = get("/robots.txt", host="gmina.newsroom.test").content.decode()

    assert "Sitemap: https://gmina.newsroom.test/sitemap.xml\n" in text
    assert "localhost" not in text


def test_without_a_site_robots_still_leave_the_admin_alone(db: None) -> None:
    Site.objects.all().delete()

    assert get("/robots.txt").content == b"User-agent: *\nAllow: /\nDisallow: /admin/\n"
