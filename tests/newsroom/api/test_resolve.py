"""From an address, present or former, to the item that is meant by it."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from newsroom.models import ArticlePage, WireItem
from tests.factories import (
    make_article,
    make_info_page,
    make_section,
    make_site_tree,
    publish,
)

URL = "/api/news/v1/resolve/"
BRIDGE = "/pl/aktualnosci/most-otwarty/"
OLD = "/pl/dawny-adres/"
SECRET = "tajny-komunikat"


def ask(client: Client, address: str, **headers: str) -> Any:
    return client.get(f"{URL}?{urlencode({'url': address})}", headers=headers)


def resolved(client: Client, address: str, **headers: str) -> dict[str, Any]:
    response = ask(client, address, **headers)
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def unknown(client: Client) -> HttpResponse:
    """What the address of a page that never existed answers."""
    response: HttpResponse = ask(client, "/pl/nigdy-nie-istniala/")
    assert response.status_code == 404
    return response


def new_slug(page: Page, slug: str) -> Any:
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    return publish(page)


def redirect(old: str, **target: Any) -> Redirect:
    return Redirect.objects.create(old_path=Redirect.normalise_path(old), **target)


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


# What is there now


def test_an_address_gives_its_item_as_lists_do(client: Client, newsroom: SimpleNamespace) -> None:
    response = ask(client, f"http://localhost{BRIDGE}")
    listed = client.get("/api/news/v1/articles/?locale=all&tag=drogi").json()["items"]

    assert response["Content-Type"] == "application/json"
    assert response["Content-Language"] == "pl"
    assert response.json() == {
        "url": f"http://localhost{BRIDGE}",
        "moved": False,
        "item": next(item for item in listed if item["title"] == "Most otwarty"),
        "redirect": None,
    }


@pytest.mark.parametrize(
    "address",
    [
        BRIDGE,
        BRIDGE.removesuffix("/"),
        f"http://localhost{BRIDGE}",
        f"https://localhost{BRIDGE}",
        f"HTTPS://LocalHost{BRIDGE}",
        f"http://localhost:80{BRIDGE}",
        f"https://localhost:443{BRIDGE}",
        f"//localhost{BRIDGE}",
        f"{BRIDGE}?utm_source=list&x=%00",
        f"{BRIDGE}#komentarze",
        "/pl/aktualnosci/most%2Dotwarty/",
        "/pl/aktualno%73ci/most-otwarty",
    ],
)
def test_spellings_of_an_address_are_one(
    client: Client, newsroom: SimpleNamespace, address: str
) -> None:
    found = resolved(client, address)

    assert found["item"]["title"] == "Most otwarty"
    assert (found["moved"], found["url"]) == (False, f"http://localhost{BRIDGE}")


def test_items_of_every_kind_and_language_are_found(
    client: Client, newsroom: SimpleNamespace, uid: Callable[[Any], str]
) -> None:
    for page in (newsroom.library, newsroom.translated, newsroom.gallery, newsroom.project):
        url = WireItem.objects.get(page_id=page.pk).url
        found = resolved(client, url)
        assert found["item"]["id"] == uid(page)
        assert ask(client, url)["Content-Language"] == page.locale.language_code


def test_letters_outside_ascii_are_found_however_they_are_written(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None], settings: Any
) -> None:
    settings.WAGTAIL_ALLOW_UNICODE_SLUGS = True
    make_article(newsroom.section, "Żółw", slug="żółw")
    settle()

    for slug in ("żółw", quote("żółw"), quote("żółw").lower()):
        assert resolved(client, f"/pl/aktualnosci/{slug}/")["item"]["title"] == "Żółw"


def test_a_site_on_a_port_of_its_own_is_told_apart(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    Site.objects.get().delete()
    site = Site(hostname="localhost", port=8000, root_page=newsroom.homes["pl"])
    site.is_default_site = True
    site.save()
    settle()

    assert resolved(client, f"http://localhost:8000{BRIDGE}")["moved"] is False
    assert resolved(client, BRIDGE)["url"] == f"http://localhost:8000{BRIDGE}"
    assert ask(client, f"http://localhost:8001{BRIDGE}").status_code == 404


# What has moved


def test_an_old_address_gives_the_item_with_its_new_one(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None], uid: Any
) -> None:
    new_slug(newsroom.bridge, "most")
    settle()
    Redirect.objects.all().delete()

    for address in (BRIDGE, BRIDGE.removesuffix("/"), f"https://localhost{BRIDGE}?x=1"):
        found = resolved(client, address)
        assert found["item"]["id"] == uid(newsroom.bridge)
        assert found["url"] == found["item"]["url"] == "http://localhost/pl/aktualnosci/most/"
        assert (found["moved"], found["redirect"]) == (True, None)


def test_every_former_address_of_an_item_leads_to_it(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None], uid: Any
) -> None:
    page = new_slug(newsroom.bridge, "most")
    settle()
    page.move(make_section(newsroom.homes["pl"], "Archiwum"), pos="last-child")
    settle()
    Site.objects.update(hostname="urzad.newsroom.test")
    site = Site.objects.get()
    site.save()
    settle()

    item = client.get(f"/api/news/v1/articles/{uid(page)}/").json()
    assert len(item["former_urls"]) == 3
    for url in item["former_urls"]:
        found = resolved(client, url)
        assert (found["item"]["id"], found["moved"]) == (item["id"], True)
        assert found["url"] == "http://urzad.newsroom.test/pl/archiwum/most/"


def test_what_lives_at_an_old_address_now_goes_before_what_has_left_it(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    new_slug(newsroom.bridge, "most")
    settle()
    make_article(newsroom.section, "Inny most", slug="most-otwarty")
    settle()

    found = resolved(client, BRIDGE)
    assert (found["item"]["title"], found["moved"]) == ("Inny most", False)


def test_who_left_an_address_last_is_meant_by_it(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    now = timezone.now()
    new_slug(newsroom.bridge, "most")
    settle()
    other = make_article(newsroom.section, "Inny most", slug="most-otwarty")
    settle()
    with time_machine.travel(now + timedelta(hours=1)):
        new_slug(other, "inny-most")
        settle()

        assert resolved(client, BRIDGE)["item"]["title"] == "Inny most"


def test_an_alias_gives_the_item_that_it_shows(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None], uid: Any
) -> None:
    culture = make_section(newsroom.homes["pl"], "Kultura")
    alias = newsroom.bridge.create_alias(parent=culture)
    alias_of_it = alias.create_alias(parent=make_section(newsroom.homes["en"], "Culture"))
    settle()

    for address in ("/pl/kultura/most-otwarty/", "/en/culture/most-otwarty"):
        found = resolved(client, address)
        assert found["item"]["id"] == uid(newsroom.bridge), alias_of_it
        assert (found["url"], found["moved"]) == (f"http://localhost{BRIDGE}", True)
        assert ask(client, address)["Content-Language"] == "pl"


def test_an_alias_goes_before_what_has_left_its_address(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    other = make_article(make_section(newsroom.homes["pl"], "Kultura"), "Inny most", slug="inny")
    new_slug(newsroom.bridge, "most")
    settle()
    other.create_alias(parent=newsroom.section, update_slug="most-otwarty")
    settle()

    assert resolved(client, BRIDGE)["item"]["title"] == "Inny most"


# What redirects know


def test_a_redirect_to_an_item_gives_both(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    redirect(OLD, redirect_page=newsroom.bridge)

    found = resolved(client, f"http://localhost{OLD}?utm_source=x")
    assert found["item"]["id"] == uid(newsroom.bridge)
    assert found["url"] == found["redirect"] == f"http://localhost{BRIDGE}"
    assert found["moved"] is True


def test_a_redirect_to_an_alias_gives_the_item_that_it_shows(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None], uid: Any
) -> None:
    alias = newsroom.bridge.create_alias(parent=make_section(newsroom.homes["pl"], "Kultura"))
    settle()
    redirect(OLD, redirect_page=alias)

    found = resolved(client, OLD)
    assert found["item"]["id"] == uid(newsroom.bridge)
    assert found["url"] == f"http://localhost{BRIDGE}"
    assert found["redirect"] == "http://localhost/pl/kultura/most-otwarty/"


def test_a_redirect_to_a_page_that_is_no_item_gives_its_address(
    client: Client, newsroom: SimpleNamespace
) -> None:
    redirect(OLD, redirect_page=make_info_page(newsroom.homes["pl"], "Kontakt"))

    assert resolved(client, OLD) == {
        "url": "http://localhost/pl/kontakt/",
        "moved": True,
        "item": None,
        "redirect": "http://localhost/pl/kontakt/",
    }


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://partner.example/most?a=b", "https://partner.example/most?a=b"),
        ("/documents/5/plan.pdf", "http://localhost/documents/5/plan.pdf"),
    ],
)
def test_a_redirect_to_an_address_gives_it_in_full(
    client: Client, newsroom: SimpleNamespace, link: str, target: str
) -> None:
    redirect(OLD, redirect_link=link)

    assert resolved(client, OLD) == {
        "url": target,
        "moved": True,
        "item": None,
        "redirect": target,
    }


def test_a_redirect_to_the_address_of_an_item_gives_the_item(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    for old, link in {OLD: BRIDGE, "/pl/inny/": f"https://localhost{BRIDGE}#x"}.items():
        redirect(old, redirect_link=link)
        found = resolved(client, old)
        assert found["item"]["id"] == uid(newsroom.bridge)
        assert found["url"] == f"http://localhost{BRIDGE}"


def test_addresses_of_an_older_site_are_told_apart_by_their_query(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    redirect("/index.php?id=7&lang=pl", redirect_page=newsroom.bridge)
    redirect("/index.php", redirect_page=newsroom.gallery)

    for address, page in {
        "/index.php?lang=pl&id=7": newsroom.bridge,
        "/index.php?id=8": newsroom.gallery,
        "/index.php": newsroom.gallery,
    }.items():
        assert resolved(client, address)["item"]["id"] == uid(page), address


def test_redirects_of_other_sites_are_not_known(client: Client, newsroom: SimpleNamespace) -> None:
    make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    redirect(
        OLD,
        redirect_page=newsroom.bridge,
        site=Site.objects.get(hostname="gmina.newsroom.test"),
    )

    assert ask(client, OLD).status_code == 404


# What is not public


def hidden_draft(newsroom: SimpleNamespace) -> Page:
    return make_article(newsroom.section, "Tajny", slug=SECRET, live=False)


def hidden_by_a_section(newsroom: SimpleNamespace) -> Page:
    section = make_section(newsroom.homes["pl"], "Wewnętrzne")
    restrict(section)
    return make_article(section, "Tajny", slug=SECRET)


def hidden_info_page(newsroom: SimpleNamespace) -> Page:
    page = make_info_page(newsroom.homes["pl"], "Tajny", slug=SECRET)
    restrict(page)
    return page


def hidden_alias(newsroom: SimpleNamespace) -> Page:
    section = make_section(newsroom.homes["pl"], "Wewnętrzne")
    restrict(section)
    alias: Page = newsroom.bridge.create_alias(parent=section, update_slug=SECRET)
    return alias


def alias_of_what_is_hidden(newsroom: SimpleNamespace) -> Page:
    alias: Page = hidden_by_a_section(newsroom).create_alias(parent=newsroom.section)
    return alias


HIDDEN = [
    hidden_draft,
    hidden_by_a_section,
    hidden_info_page,
    hidden_alias,
    alias_of_what_is_hidden,
]


@pytest.mark.parametrize("state", HIDDEN, ids=lambda state: state.__name__)
def test_what_is_not_public_looks_as_if_it_never_existed(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    state: Callable[[SimpleNamespace], Page],
) -> None:
    page = state(newsroom)
    path = page.get_url()
    redirect(OLD, redirect_page=page)
    redirect("/pl/starszy/", redirect_link=path)
    redirect("/pl/najstarszy/", redirect_link=f"http://localhost{path}?x=1")

    for _ in range(2):
        for address in (path, f"http://localhost{path}", OLD, "/pl/starszy/", "/pl/najstarszy/"):
            response = ask(client, address)
            assert (response.status_code, response.content) == (404, unknown(client).content)
            assert dict(response.headers) == dict(unknown(client).headers)
        settle()


def test_the_web_follows_no_link_to_what_is_not_public_either(
    client: Client, newsroom: SimpleNamespace
) -> None:
    redirect(OLD, redirect_link=hidden_draft(newsroom).get_url())
    assert client.get(OLD).status_code == 404

    redirect("/pl/inny/", redirect_link=BRIDGE)
    assert client.get("/pl/inny/")["Location"] == BRIDGE


def test_a_page_that_is_no_item_is_none(client: Client, newsroom: SimpleNamespace) -> None:
    make_info_page(newsroom.homes["pl"], "Kontakt")

    for address in ("/", "/pl/", "/pl/kontakt/", "/pl/aktualnosci/", "/api/news/v1/articles/"):
        assert ask(client, address).content == unknown(client).content


def test_addresses_of_other_sites_are_none_of_this_one(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    other = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    make_article(make_section(other["pl"], "Wieści"), "Gdzie indziej")
    settle()
    there = "/pl/wiesci/gdzie-indziej/"

    elsewhere = ask(client, f"http://gmina.newsroom.test{there}")
    assert elsewhere.status_code == 404
    assert elsewhere.json()["detail"] == "This is not an address of this site."
    for address in (f"https://partner.example{BRIDGE}", f"http://localhost.evil.example{BRIDGE}"):
        assert ask(client, address).content == elsewhere.content
    assert ask(client, there).content == unknown(client).content
    assert resolved(client, there, host="gmina.newsroom.test")["item"]["title"] == "Gdzie indziej"


# What was withdrawn


def test_the_address_of_a_withdrawn_item_answers_with_its_tombstone(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None], uid: Any
) -> None:
    new_slug(newsroom.bridge, "most")
    settle()
    ArticlePage.objects.get(pk=newsroom.bridge.pk).unpublish()
    for address in (BRIDGE, "/pl/aktualnosci/most/"):
        # It may yet come back: until it is settled nobody knows.
        assert ask(client, address).content == unknown(client).content
    settle()

    by_id = client.get(f"/api/news/v1/articles/{uid(newsroom.bridge)}/")
    assert by_id.status_code == 410
    for address in (BRIDGE, "/pl/aktualnosci/most/", "https://localhost/pl/aktualnosci/most"):
        response = ask(client, address)
        assert (response.status_code, response.content) == (410, by_id.content)


def test_an_expired_item_is_gone_before_anybody_has_noticed(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    expiry = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    newsroom.bridge.expire_at = expiry
    publish(newsroom.bridge)
    settle()

    with time_machine.travel(expiry - timedelta(seconds=20), tick=False):
        assert ask(client, BRIDGE)["Cache-Control"] == "public, max-age=20"
    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        response = ask(client, BRIDGE)
    assert (response.status_code, response.json()["reason"]) == (410, "expired")


def test_what_took_the_place_of_a_withdrawn_item_is_found(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    Page.objects.get(pk=newsroom.bridge.pk).delete()
    settle()
    assert ask(client, BRIDGE).status_code == 410

    redirect(BRIDGE, redirect_page=newsroom.gallery)
    assert resolved(client, BRIDGE)["item"]["kind"] == "gallery"

    make_article(newsroom.section, "Inny most", slug="most-otwarty")
    settle()
    assert resolved(client, BRIDGE)["item"]["title"] == "Inny most"


def test_a_draft_in_the_place_of_a_withdrawn_item_is_not_hinted_at(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    Page.objects.get(pk=newsroom.bridge.pk).delete()
    settle()
    before = ask(client, BRIDGE)
    make_article(newsroom.section, "Szkic", slug="most-otwarty", live=False)

    assert ask(client, BRIDGE).content == before.content
    assert before.status_code == 410


# What is asked wrongly, and what it costs


@pytest.mark.parametrize(
    "query",
    [
        "",
        "url=",
        "url=%20",
        "url=%00",
        "url=/pl/%00/",
        "url=/pl/%2500/",
        "url=/pl/%250a/",
        "url=/pl/%0D%0A/",
        f"url=/{'a' * 2000}",
        "url=pl/aktualnosci/",
        "url=most-otwarty",
        "url=mailto:a@example.org",
        "url=javascript:alert(1)",
        "url=ftp://localhost/pl/",
        "url=http://",
        "url=http:/pl/",
        "url=http://[",
        "url=http://[::1",
        "url=http://localhost:99999/",
        "url=http://localhost:port/",
        f"url=http://{'a' * 70}.example/",
        "url=http://a..example/",
        "url=\\\\localhost\\pl",
        "url=/pl/&url=/en/",
    ],
)
def test_what_is_no_address_is_refused(
    client: Client, newsroom: SimpleNamespace, query: str
) -> None:
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == ["url"]


@pytest.mark.parametrize(
    "address",
    [
        f"/{'a' * 1999}",
        "/" * 2000,
        "/../../etc/passwd",
        "/pl/\\..\\",
        "/pl/aktualnosci/' OR 1=1 --/",
        "/%ff%fe/",
        "/pl/%ED%A0%80/",
        "/%",
        "/%zz/",
        "/pl/📰/",
        "/pl/\u202e/",
        "/pl/%/%s/{}",
        "http://user:pass@localhost/pl/",
        "http://localhost",
        "http://localhost?x",
        "//",
        "///pl/",
        "http://[::1]/pl/",
        "http://żółw.example/pl/",
        "/xx/aktualnosci/most-otwarty/",
        "/pl/;a=b",
        "/admin/",
    ],
)
def test_whatever_else_is_asked_is_not_found(
    client: Client, newsroom: SimpleNamespace, address: str
) -> None:
    assert ask(client, address).status_code == 404


def test_an_unknown_parameter_is_refused(client: Client, newsroom: SimpleNamespace) -> None:
    response = client.get(f"{URL}?url=/pl/&locale=pl")

    assert response.status_code == 400
    assert [error["param"] for error in response.json()["errors"]] == ["locale"]


def test_an_address_costs_little(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    django_assert_max_num_queries: Any,
) -> None:
    new_slug(newsroom.bridge, "most")
    settle()
    client.get("/health/live")
    # The Site and the state of the wire, and whatever is or was at the address.
    with django_assert_max_num_queries(2):
        ask(client, "/pl/aktualnosci/most/")
    # The page that may be there now.
    with django_assert_max_num_queries(3):
        ask(client, BRIDGE)
    # Wagtail's redirects are looked up for the address, and for that of every 404.
    with CaptureQueriesContext(connection) as captured:
        ask(client, f"/pl/{uuid4()}/")
    own = [query for query in captured.captured_queries if "redirect" not in query["sql"]]
    assert len(own) <= 3


def test_what_a_redirect_decides_is_right_in_the_very_next_request(
    client: Client, newsroom: SimpleNamespace
) -> None:
    old = redirect(OLD, redirect_page=newsroom.bridge)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert resolved(client, OLD)["item"]["kind"] == "article"
        old.redirect_page = newsroom.gallery
        old.save()

        # Not even a reader who has just asked is told that nothing has changed.
        now = {"if-modified-since": http_date(timezone.now().timestamp())}
        assert resolved(client, OLD, **now)["item"]["kind"] == "gallery"
        old.delete()
        assert ask(client, OLD, **now).status_code == 404
