"""The report of translations."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook  # type: ignore[import-untyped]
from wagtail.models import GroupPagePermission, Locale, Page

from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    submit_for_translation,
    translate,
)
from tests.shared import shared

ADDRESS = "/admin/reports/translations/"


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


@pytest.fixture
def writer(homes: dict[str, Any], django_user_model: Any) -> Client:
    """Give the browser of somebody who edits the English pages only."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=homes["en"],
        permission=Permission.objects.get(codename="change_page"),
    )
    user = django_user_model.objects.create_user("writer")
    user.groups.add(group)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def table(client: Client, query: str = "") -> Any:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").select_one("table.listing")


def rows(client: Client, query: str = "") -> dict[str, list[str]]:
    """The cells of each title, without what only screen readers say."""
    found = table(client, query)
    if found is None:
        return {}
    for hidden in found.select(".w-sr-only"):
        hidden.decompose()
    return {
        row.th.get_text(strip=True): [
            " ".join(cell.get_text(" ").split()) for cell in row.find_all("td")
        ]
        for row in found.tbody.find_all("tr")
    }


def test_every_page_has_its_state_in_every_language(
    editor: Editor, section: Page, homes: dict[str, Any]
) -> None:
    translated = make_article(section, "Otwarcie")
    translate(translated, "en")
    gallery = make_gallery(section, "Orkiestra", alts=["Dyrygent"])
    submit_for_translation(gallery, "uk")
    make_project(homes["pl"], "Nowe drogi")
    found = {title: cells[:5] for title, cells in rows(editor.client).items()}
    assert found == {
        "Nowe drogi": ["Project", "Urząd", "Live", "Missing", "Missing"],
        "Orkiestra": [
            "Gallery", "Aktualności", "Live", "Missing", "Draft, 2 texts not translated"
        ],
        "Otwarcie": ["Article", "Aktualności", "Live", "Live", "Missing"],
    }  # fmt: skip


def test_each_cell_leads_to_its_page_and_says_so(editor: Editor, section: Page) -> None:
    article = make_article(section, "Otwarcie")
    english = translate(article, "en")
    links = {
        " ".join(link.get_text(" ").split()): link["href"]
        for link in table(editor.client).select("tbody a")
    }
    assert links["Otwarcie , polski : Live"] == f"/admin/pages/{article.pk}/edit/"
    assert links["Otwarcie , English : Live"] == f"/admin/pages/{english.pk}/edit/"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?state=missing", {"Obcy", "Świeży", "Szkic", "Zmieniony"}),
        ("?state=missing&language=en", {"Obcy", "Szkic"}),
        ("?state=draft&language=pl", {"Szkic"}),
        ("?state=untranslated", {"Świeży"}),
        ("?state=behind", {"Zmieniony"}),
        ("?state=awaiting&language=uk", {"Obcy", "Świeży", "Szkic", "Zmieniony"}),
        ("?state=alts", {"Szkic"}),
        ("?kind=gallery", {"Obcy"}),
        ("?state=live&language=uk", set()),
    ],
)
def test_filters_find_what_is_to_be_done(
    editor: Editor, section: Page, query: str, expected: set[str]
) -> None:
    make_article(section, "Szkic", alts=[""], live=False)
    make_gallery(section, "Obcy", alts=["Chór"])
    submit_for_translation(make_article(section, "Świeży"), "en")
    changed = make_article(section, "Zmieniony")
    translate(changed, "en")
    changed.lead = "Nowe."
    changed.save_revision().publish()
    assert set(rows(editor.client, query)) == expected


def test_a_section_holds_in_every_language(
    editor: Editor, section: Page, homes: dict[str, Any]
) -> None:
    translate(make_article(section, "Otwarcie"), "en")
    make_article(make_section(homes["pl"], "Kultura"), "Koncert")
    make_article(section.get_translation(Locale.objects.get(language_code="en")), "Only here")
    assert set(rows(editor.client, f"?section={section.translation_key}")) == {
        "Otwarcie",
        "Only here",
    }


def test_a_chosen_language_is_the_only_column(editor: Editor, section: Page) -> None:
    make_article(section, "Otwarcie")
    assert rows(editor.client, "?language=en")["Otwarcie"][:3] == [
        "Article",
        "Aktualności",
        "Missing",
    ]


def test_one_sees_the_pages_that_one_works_on(writer: Client, section: Page) -> None:
    make_article(section, "Cudzy")
    english = translate(make_article(section, "Otwarcie"), "en")
    assert set(rows(writer)) == {"Otwarcie"}
    links = [link["href"] for link in table(writer).select("tbody a")]
    assert links == [f"/admin/pages/{english.pk}/edit/"]


def test_it_is_among_the_reports_of_who_edits(
    writer: Client, section: Page, client: Client, django_user_model: Any
) -> None:
    html = writer.get("/admin/").content.decode()
    assert ADDRESS in html
    assert "Texts of translations" in html
    stranger = django_user_model.objects.create_user("stranger")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    assert ADDRESS not in client.get("/admin/").content.decode()
    assert client.get(ADDRESS).status_code == 302


def test_it_is_exported_as_it_is_filtered(editor: Editor, section: Page) -> None:
    translate(make_article(section, "Otwarcie"), "en")
    make_article(section, "Obcy")
    answer = editor.client.get(f"{ADDRESS}?export=csv&state=live&language=en")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    found = list(csv.DictReader(StringIO(text)))
    assert [(row["Title"], row["English"]) for row in found] == [("Otwarcie", "Live")]
    book = editor.client.get(f"{ADDRESS}?export=xlsx")
    content = b"".join(book.streaming_content) if book.streaming else book.content  # type: ignore[attr-defined]
    cells = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active]
    headings = [str(cell).lower() for cell in cells[0][:6]]
    assert headings == ["title", "kind", "section", "polski", "english", "українська"]
    assert len(cells) == 3


def test_fifty_rows_cost_as_many_queries_as_one(editor: Editor, section: Page) -> None:
    submit_for_translation(make_article(section, "Pierwszy", alts=[""], live=False), "en")
    editor.client.get(ADDRESS)
    with CaptureQueriesContext(connection) as one:
        assert len(rows(editor.client)) == 1
    for number in range(7):
        page = make_article(section, f"Artykuł {number}", alts=["", "Sala"], live=False)
        submit_for_translation(page, "en", "uk")
    make_gallery(make_section(section.get_parent(), "Kultura"), alts=["Chór"])
    editor.client.get(ADDRESS)  # the first request after an upload makes renditions
    with CaptureQueriesContext(connection) as many:
        assert len(rows(editor.client)) == 9
    assert len(many) == len(one)
    with CaptureQueriesContext(connection) as filtered:
        assert len(rows(editor.client, "?state=awaiting")) == 9
    assert len(filtered) <= len(one) + 7
