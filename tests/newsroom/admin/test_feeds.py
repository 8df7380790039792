"""The report of all feeds."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Site

from newsroom.models import FeedAudience, WireItem
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_site_tree,
    make_tag,
    translate,
)
from tests.shared import shared

ADDRESS = "/admin/reports/feeds/"


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


@pytest.fixture
def writer(homes: dict[str, Any], django_user_model: Any) -> Client:
    """Give the browser of somebody who edits the first site's English pages only."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=homes["en"],
        permission=Permission.objects.get(codename="change_page"),
    )
    user = django_user_model.objects.create_user("writer")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def rows(client: Client, query: str = "") -> list[list[str]]:
    """The table's cells, without spaces around their words."""
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    table = BeautifulSoup(answer.content, "html.parser").select_one("table.listing")
    body = table.find("tbody") if table else None
    found = body.find_all("tr") if body else []
    return [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in found]


def titles(client: Client, query: str = "") -> list[str]:
    return [row[0] for row in rows(client, query)]


def test_every_feed_of_every_language_is_listed(
    editor: Editor, section: Page, settle: Callable[[], None]
) -> None:
    tag = make_tag("Kultura", en="Culture")
    project = make_project(section.get_parent().specific, "Nowe drogi")
    make_article(section, tags=[tag], project=project)
    make_article(section, "Bez kanałów", tags=[tag], in_feeds=False)
    make_gallery(section, alts=["Orkiestra"])
    settle()

    found = {(row[0], row[1]): row for row in rows(editor.client)}

    assert set(found) == {
        ("Aktualności – Urząd", "polski"),
        ("Galerie – Urząd", "polski"),
        ("Wiadomości – Urząd", "polski"),
        ("Kultura – Urząd", "polski"),
        ("Nowe drogi – Urząd", "polski"),
        ("News – Urząd", "English"),
        ("Galleries – Urząd", "English"),
        *((title, language) for title, language in found if language.lower() == "українська"),
    }
    items = {title: row[4] for (title, language), row in found.items() if language == "polski"}
    assert items == {
        "Wiadomości – Urząd": "1",
        "Galerie – Urząd": "1",
        "Aktualności – Urząd": "1",
        "Kultura – Urząd": "1",
        # The project itself and its article.
        "Nowe drogi – Urząd": "2",
    }
    assert found["Kultura – Urząd", "polski"][2] == "Subject"
    assert found["Kultura – Urząd", "polski"][5]
    assert found["News – Urząd", "English"][4:6] == ["0", ""]


def test_a_feed_has_as_many_items_as_the_report_says(
    editor: Editor, section: Page, settle: Callable[[], None]
) -> None:
    project = make_project(section.get_parent().specific)
    for number in range(3):
        make_article(section, f"Tekst {number}", project=project, tags=[make_tag(f"T{number}")])
    settle()
    from newsroom.admin.feeds import feeds_of

    for feed in feeds_of(Site.objects.get()):
        assert feed.items == len(feed.channel.rows(10)), feed.title


def test_each_format_has_its_address(editor: Editor, section: Page) -> None:
    html = editor.client.get(ADDRESS).content.decode()
    for extension in ("rss", "atom", "json"):
        assert f'href="http://localhost/feeds/pl/news.{extension}"' in html


def test_announced_subscribers_are_summed_with_their_services_behind(
    editor: Editor, section: Page
) -> None:
    site = Site.objects.get()
    for path, service, number in (
        ("/feeds/pl/news.rss", "Feedly", 16),
        ("/feeds/pl/news.atom", "Feedbin", 142),
        ("/feeds/en/news.rss", "Inoreader", 12),
    ):
        FeedAudience.objects.create(
            site_id=site.pk, path=path, service=service, subscribers=number, seen=timezone.now()
        )

    found = {row[0]: row[6] for row in rows(editor.client)}

    assert found["Wiadomości – Urząd"] == "158 Services Feedbin (Atom): 142 Feedly (RSS): 16"
    assert found["News – Urząd"] == "12 Services Inoreader (RSS): 12"
    assert found["Galleries – Urząd"] == "–"
    assert titles(editor.client, "?ordering=-subscribers")[0] == "Wiadomości – Urząd"


def test_the_list_is_filtered_by_language_and_kind(
    editor: Editor, section: Page, settle: Callable[[], None]
) -> None:
    make_article(section, tags=[make_tag("Kultura")])
    settle()
    assert titles(editor.client, "?noun=tags") == ["Kultura – Urząd"]
    assert titles(editor.client, "?locale=en") == ["News – Urząd", "Galleries – Urząd"]
    assert titles(editor.client, "?locale=en&noun=news") == ["News – Urząd"]
    assert titles(editor.client, "?locale=en&noun=tags") == []


def test_the_list_is_filtered_by_site(editor: Editor, homes: dict[str, Any]) -> None:
    make_site_tree("gmina.newsroom.test", "gmina")
    other = Site.objects.get(hostname="gmina.newsroom.test")
    everything = rows(editor.client)
    found = rows(editor.client, f"?site={other.pk}")
    assert len(everything) == 2 * len(found)
    assert {row[-1] for row in found} == {str(other)}


def test_somebody_sees_the_sites_with_pages_of_theirs(writer: Client) -> None:
    assert titles(writer)
    make_site_tree("gmina.newsroom.test", "gmina")
    html = writer.get(ADDRESS).content.decode()
    assert "localhost/feeds/pl/news.rss" in html
    assert "gmina.newsroom.test" not in html


def test_who_edits_no_page_sees_no_report(
    homes: dict[str, Any], client: Client, django_user_model: Any
) -> None:
    user = django_user_model.objects.create_user("clerk")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()


def test_the_menu_leads_to_the_report(editor: Editor, section: Page) -> None:
    assert ADDRESS in editor.client.get("/admin/").content.decode()


def test_many_feeds_cost_as_many_queries_as_few(
    editor: Editor, section: Page, settle: Callable[[], None]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = rows(editor.client)
        asserted.append(len(found))
        return len(captured)

    asserted: list[int] = []
    make_article(section, tags=[make_tag(f"Temat {number}") for number in range(3)])
    settle()
    queries()
    few = queries()
    make_article(section, "Inny", tags=[make_tag(f"Sprawa {number}") for number in range(27)])
    settle()
    many = queries()

    assert asserted[-1] == asserted[0] + 27
    assert many == few
    assert many <= 25


def test_long_lists_have_pages(editor: Editor, section: Page, settle: Callable[[], None]) -> None:
    make_article(section, tags=[make_tag(f"Temat {number}") for number in range(50)])
    settle()
    assert len(rows(editor.client)) == 50
    assert len(rows(editor.client, "?p=2")) == 7


def test_the_list_can_be_taken_along(
    editor: Editor, section: Page, settle: Callable[[], None]
) -> None:
    make_article(section)
    settle()
    answer = editor.client.get(f"{ADDRESS}?export=csv")
    text = answer.getvalue().decode()
    found = {row["Title"]: row for row in csv.DictReader(StringIO(text))}
    news = found["Wiadomości – Urząd"]
    assert news["RSS"] == "http://localhost/feeds/pl/news.rss"
    assert (news["Items"], news["Subscribers"]) == ("1", "0")
    assert editor.client.get(f"{ADDRESS}?export=xlsx").status_code == 200


def test_a_translated_scope_is_listed_in_its_language(
    editor: Editor, section: Page, settle: Callable[[], None]
) -> None:
    article = make_article(section)
    translate(section, "en", title="Current")
    translate(article, "en")
    settle()
    assert "Current – Urząd" in titles(editor.client, "?locale=en")


def check(client: Client, **place: Any) -> Any:
    site = Site.objects.get(is_default_site=True)
    told = {"site": site.pk, "language": "pl", "noun": "news", "slug": "", **place}
    return client.get(f"{ADDRESS}check/", told, follow=True)


def test_each_feed_can_be_checked_from_the_report(
    section: Page, editor: Editor, settle: Callable[[], None]
) -> None:
    make_article(section, "Otwarto czytelnię", alts=["Regał z książkami"])
    settle()
    report = BeautifulSoup(editor.client.get(ADDRESS).content, "html.parser")
    (address, *_) = report.select(f'a[href^="{ADDRESS}check/"][href*="noun=news"]')
    page = editor.client.get(str(address["href"])).content.decode()
    assert page.count("Valid: 1 item") == 3
    assert "validator.w3.org/feed/check.cgi?url=http%3A%2F%2Flocalhost" in page


def test_what_is_wrong_with_a_feed_is_said(
    section: Page, editor: Editor, settle: Callable[[], None]
) -> None:
    for title in ("Dobra", "Zepsuta", "Bez adresu"):
        make_article(section, title)
    settle()
    WireItem.objects.filter(slug="zepsuta").update(entry="{}")
    homeless = WireItem.objects.get(slug="bez-adresu")
    entry = json.loads(homeless.entry) | {"url": "/pl/bez-adresu/"}
    WireItem.objects.filter(pk=homeless.pk).update(entry=json.dumps(entry))

    page = check(editor.client).content.decode()
    assert page.count("1 item could not be written and is left out") == 3
    assert page.count("The entry “Bez adresu” has no absolute address.") == 3
    assert "Valid:" not in page


def test_feeds_that_are_not_there_are_not_checked(section: Page, editor: Editor) -> None:
    assert check(editor.client, noun="sections", slug="nowhere").status_code == 404
    assert check(editor.client, site="x").status_code == 404


def test_only_who_works_on_a_site_checks_its_feeds(section: Page, writer: Client) -> None:
    assert check(writer).status_code == 200
    assert "login" in check(Client()).request["PATH_INFO"]
    make_site_tree("gmina.newsroom.test", "gmina")
    other = Site.objects.get(hostname="gmina.newsroom.test")
    assert check(writer, site=other.pk).status_code == 404
