"""What is not public is in no answer: each state of a page against each way out of the APIs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from newsroom.models import uid_for
from tests.factories import make_article, make_section, make_site_tree, publish

SECRET = "Tajny komunikat"
PAGES = "/api/v2/pages/"


@dataclass
class Case:
    """A page that must not be seen, by its text; ``gone`` says why if it once was."""

    page: Page
    gone: str = ""
    hours_later: int = 0
    text: str = SECRET


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )


def draft(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    return Case(make_article(newsroom.section, SECRET, live=False))


def draft_of_a_public_page(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    # The page is public; the text of its draft is not, which the search for SECRET shows.
    newsroom.bridge.title = SECRET
    newsroom.bridge.save_revision()
    return Case(make_article(newsroom.section, SECRET, live=False))


def scheduled(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    page = make_article(newsroom.section, SECRET, live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    return Case(page)


def expired(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    page = make_article(newsroom.section, SECRET)
    page.expire_at = timezone.now() + timedelta(hours=1)
    publish(page)
    settle()
    return Case(page, gone="expired", hours_later=2)


def restricted(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    page = make_article(newsroom.section, SECRET)
    settle()
    restrict(page)
    return Case(page, gone="restricted")


def restricted_from_the_start(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    page = make_article(newsroom.section, SECRET, live=False)
    restrict(page)
    return Case(publish(page))


def restricted_ancestor(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    section = make_section(newsroom.homes["pl"], "Wewnętrzne")
    page = make_article(section, SECRET)
    settle()
    restrict(section)
    return Case(page, gone="restricted")


def moved_below_a_restricted_section(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    section = make_section(newsroom.homes["pl"], "Wewnętrzne")
    restrict(section)
    page = make_article(newsroom.section, SECRET)
    settle()
    page.move(section, pos="last-child")
    return Case(page, gone="restricted")


def unpublished(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    page = make_article(newsroom.section, SECRET)
    settle()
    page.unpublish()
    return Case(page, gone="unpublished")


def deleted(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    page = make_article(newsroom.section, SECRET)
    settle()
    Page.objects.get(pk=page.pk).delete()
    return Case(page, gone="deleted")


def alias(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    section = make_section(newsroom.homes["en"], "News")
    page = newsroom.bridge.create_alias(
        parent=section, update_locale=section.locale, update_slug="secret-alias"
    )
    assert page.live
    # Its source is public, with the same text: only its own address must be nowhere.
    return Case(page, text="secret-alias")


def converted_alias(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    case = alias(newsroom, settle)
    settle()
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("ed", "ed@example.org", "x"))
    assert editor.post(f"/admin/pages/{case.page.pk}/convert_alias/").status_code == 302
    case.page.refresh_from_db()
    assert case.page.live and case.page.alias_of_id is None
    return case


def other_site(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    homes = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    return Case(make_article(make_section(homes["pl"], "Wieści"), SECRET))


def in_no_site(newsroom: SimpleNamespace, settle: Callable[[], None]) -> Case:
    root = Page.get_first_root_node()
    return Case(make_article(make_section(root, "Bezdomne"), SECRET))


STATES = [
    draft,
    draft_of_a_public_page,
    scheduled,
    expired,
    restricted,
    restricted_from_the_start,
    restricted_ancestor,
    moved_below_a_restricted_section,
    unpublished,
    deleted,
    alias,
    converted_alias,
    other_site,
    in_no_site,
]


@contextmanager
def later(hours: int) -> Iterator[None]:
    if not hours:
        yield
        return
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        yield


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_what_is_not_public_is_nowhere(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    state: Callable[[SimpleNamespace, Callable[[], None]], Case],
) -> None:
    case = state(newsroom, settle)
    with later(case.hours_later):
        # In the very next request, before the worker has done anything …
        assert_is_nowhere(client, case)
        status = client.get(address(case)).status_code
        assert status in ({404, 410} if case.gone else {404})
        # … and after it.
        if not case.hours_later:
            settle()
        assert_is_nowhere(client, case)
        assert_is_missing(client, case)


def address(case: Case) -> str:
    uid = uid_for(case.page.translation_key, case.page.locale.language_code)
    return f"/api/news/v1/articles/{uid}/"


def assert_is_nowhere(client: Client, case: Case) -> None:
    for url in (
        "/api/news/v1/articles/?locale=all&limit=100",
        "/api/news/v1/articles/?locale=all&limit=100&fields=full",
        "/api/news/v1/galleries/?locale=all&fields=full",
        "/api/news/v1/projects/?locale=all&fields=full",
        "/api/news/v1/changes/?limit=500",
        "/api/news/v1/changes/?since=1&limit=500",
        "/api/news/v1/search/?q=tajnego+komunikatu&locale=all",
        "/api/news/v1/search/?q=secret&locale=all",
        "/api/news/v1/search/?q=otwarty&locale=all",
        "/api/news/v1/search/?q=tajmy&locale=all",
        "/api/news/v1/suggest/?q=taj",
        "/api/news/v1/suggest/?q=most&locale=en",
        f"{PAGES}?fields=*",
        f"{PAGES}?type=newsroom.ArticlePage&fields=*",
        f"{PAGES}?id={case.page.pk}",
        f"{PAGES}?slug={case.page.slug}",
    ):
        response = client.get(url)
        assert response.status_code == 200, url
        assert case.text not in response.content.decode(), url
    for words in ("tajny", "komunikat*", '"tajny komunikat"', "secret alias"):
        found = client.get("/api/news/v1/search/", {"q": words, "locale": "all"}).json()
        assert (found["count"], found["items"]) == (0, []), words
        assert not any(found["facets"].values()), words
        assert found["did_you_mean"] is None, words
    assert client.get(f"{PAGES}{case.page.pk}/").status_code == 404
    assert client.get(f"{PAGES}find/?id={case.page.pk}").status_code == 404
    assert client.get(f"{PAGES}?translation_of={case.page.pk}").status_code == 400


def assert_is_missing(client: Client, case: Case) -> None:
    response = client.get(address(case))
    assert case.text not in response.content.decode()
    if case.gone:
        assert (response.status_code, response.json()["reason"]) == (410, case.gone)
    else:
        absent = client.get("/api/news/v1/articles/b3b1c1a0-0000-4000-8000-000000000000/")
        assert (response.status_code, response.content) == (404, absent.content)


def test_what_is_public_is_everywhere(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    """The matrix would prove nothing if nothing were ever shown."""
    page = make_article(newsroom.section, SECRET)
    settle()
    for url in (
        "/api/news/v1/articles/?locale=all&limit=100",
        "/api/news/v1/search/?q=tajnego+komunikatu&locale=all",
        "/api/news/v1/search/?q=tajmy&locale=all",
        "/api/news/v1/suggest/?q=taj",
        address(Case(page)),
        f"{PAGES}?fields=*",
        f"{PAGES}{page.pk}/",
    ):
        shown = client.get(url).content.decode()
        assert SECRET in shown or (url.endswith("tajmy&locale=all") and '"tajny"' in shown), url


def test_a_converted_alias_is_shown_once_it_is_published(
    client: Client, newsroom: SimpleNamespace, settle: Callable[[], None]
) -> None:
    page = converted_alias(newsroom, settle).page
    settle()

    publish(page)
    settle()

    assert client.get(address(Case(page))).json()["locale"] == "en"
