"""The report of photo rights."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from galleries.consents.withdrawals import withdraw
from newsroom.models import ArticlePhoto
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_image, make_section, translate

from .test_consents import make_editor

ADDRESS = "/admin/reports/photo-rights/"
TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    noon = datetime(2026, 5, 4, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
    with time_machine.travel(noon, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def consented(section: Page, title: str, days: int | None, **fields: Any) -> Any:
    """An article whose photo's consent ends in some days."""
    article = make_article(section, title, alts=["Dzieci"], **fields)
    until = TODAY + timedelta(days=days) if days is not None else None
    ArticlePhoto.objects.filter(page=article.pk).update(people="consent", consent_until=until)
    return article


def rows(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    table = BeautifulSoup(answer.content, "html.parser").select_one("table.listing")
    body = table.find("tbody") if table else None
    found = body.find_all("tr") if body else []
    return [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in found]


def titles(client: Client, query: str = "") -> list[str]:
    return [row[0].removesuffix(" Obraz") for row in rows(client, query)]


@pytest.fixture
def archive(section: Any) -> dict[str, Any]:
    pages = {
        "Za rok": consented(section, "Za rok", 365),
        "Za miesiąc": consented(section, "Za miesiąc", 30),
        "Za kwartał": consented(section, "Za kwartał", 90),
        "Bez końca": consented(section, "Bez końca", None),
        "Wczoraj": consented(section, "Wczoraj", -1),
        "Dziś": consented(section, "Dziś", 0),
        "Nieznane": make_article(section, "Nieznane", alts=["Tłum"]),
        "Cofnięta": consented(section, "Cofnięta", 5),
    }
    withdraw([pages["Cofnięta"].photos.get().image], None)
    return pages


def test_it_shows_what_needs_attention_the_most_urgent_first(
    editor: Editor, archive: dict[str, Any]
) -> None:
    found = {row[0].removesuffix(" Obraz"): row for row in rows(editor.client)}
    assert list(found) == ["Cofnięta", "Wczoraj", "Dziś", "Za miesiąc", "Za kwartał"]
    assert [row[5] for row in found.values()] == [
        "withdrawn: shown nowhere",
        "ended: shown nowhere",
        "ends today",
        "ends in 30 days",
        "ends in 90 days",
    ]
    assert found["Cofnięta"][6] == "They have agreed again"
    assert found["Dziś"][6] == "Withdraw consent"
    assert found["Dziś"][3] == "They have agreed"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("soon", ["Dziś", "Za miesiąc"]),
        ("later", ["Dziś", "Za miesiąc", "Za kwartał"]),
        ("ended", ["Wczoraj"]),
        ("withdrawn", ["Cofnięta"]),
        ("unknown", ["Nieznane"]),
    ],
)
def test_it_is_filtered_by_state(
    editor: Editor, archive: dict[str, Any], state: str, expected: list[str]
) -> None:
    assert titles(editor.client, f"?state={state}") == expected


def test_all_photos_can_be_seen(editor: Editor, archive: dict[str, Any]) -> None:
    assert set(titles(editor.client, "?state=all")) == set(archive)


def test_it_is_filtered_by_language(editor: Editor, archive: dict[str, Any]) -> None:
    english = translate(archive["Dziś"], "en", title="Today")
    ArticlePhoto.objects.filter(page=english.pk).update(people="consent", consent_until=TODAY)
    assert titles(editor.client, "?locale=en&state=soon") == ["Today"]
    assert "Today" not in titles(editor.client, "?locale=pl")


def test_another_use_of_a_photo_whose_consent_has_ended_says_so(
    editor: Editor, section: Any
) -> None:
    image = make_image()
    consented(section, "Tu się skończyła", -3, image=image)
    make_article(section, "Tu nie", image=image, alts=["Dzieci"])
    found = {row[0].removesuffix(" Obraz"): row[5] for row in rows(editor.client, "?state=all")}
    assert found["Tu nie"] == "ended at another use: shown nowhere"


def test_a_row_leads_to_its_photo_in_the_form(editor: Editor, section: Any) -> None:
    gallery = make_gallery(section, alts=["Orkiestra", "Dzieci"])
    row = gallery.photos.all()[1]
    type(row).objects.filter(pk=row.pk).update(people="consent", consent_until=TODAY)
    html = BeautifulSoup(editor.client.get(ADDRESS).content, "html.parser")
    link = html.find("a", string="Galeria")
    assert link is not None
    assert link["href"] == f"/admin/pages/{gallery.pk}/edit/#inline_child_photos-1"
    form = editor.client.get(f"/admin/pages/{gallery.pk}/edit/").content.decode()
    assert 'id="inline_child_photos-1"' in form


def test_editors_see_the_photos_of_their_pages(
    homes: dict[str, Any], archive: dict[str, Any], django_user_model: Any
) -> None:
    english = translate(archive["Dziś"], "en", title="Today")
    ArticlePhoto.objects.filter(page=english.pk).update(people="consent", consent_until=TODAY)
    client = make_editor(homes, django_user_model)
    assert titles(client, "?state=all") == ["Today"]


def test_who_edits_no_page_sees_no_report(
    client: Client, django_user_model: Any, homes: Any
) -> None:
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("clerk")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()


def test_it_can_be_taken_along(editor: Editor, archive: dict[str, Any]) -> None:
    assert ADDRESS in editor.client.get("/admin/").content.decode()
    answer = editor.client.get(f"{ADDRESS}?export=csv")
    found = list(csv.DictReader(StringIO(answer.getvalue().decode())))
    assert [row["Title of the page"] for row in found][:2] == ["Cofnięta", "Wczoraj"]
    assert found[1]["State"] == "ended: shown nowhere"
    assert found[1]["Agreed until"] == "2026-05-03"
    assert editor.client.get(f"{ADDRESS}?export=xlsx").status_code == 200


def test_many_photos_cost_as_many_queries_as_few(editor: Editor, section: Any) -> None:
    def queries() -> tuple[int, int]:
        rows(editor.client)  # the first request settles what the test has made
        with CaptureQueriesContext(connection) as captured:
            found = rows(editor.client, "?state=all")
        return len(found), len(captured)

    make_article(section, "Mało", alts=[f"Opis {n}" for n in range(2)])
    few = queries()
    make_article(section, "Dużo", alts=[f"Opis {n}" for n in range(30)])
    many = queries()
    assert (few[0], many[0]) == (2, 32)
    assert few[1] == many[1] <= 25
