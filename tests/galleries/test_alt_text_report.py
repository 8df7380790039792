"""The report of alternative texts: what is wrong in those that the public gets."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook  # type: ignore[import-untyped]
from wagtail.models import GroupPagePermission, Page

from galleries.archive import Share, picture_uses, share_of_good_alts
from galleries.models import AltTextSettings
from newsroom.models import ArticlePage, ArticlePhoto
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_section,
    translate,
)

GOOD = ["Trębacz na schodach ratusza", "Tłum przed sceną, dzieci na ramionach ojców"]
ADDRESS = "/admin/reports/alt-texts/"


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def rows(client: Client, query: str = "") -> list[tuple[str, str, list[str]]]:
    response = client.get(f"{ADDRESS}{query}")
    assert response.status_code == 200
    return [
        (row.page_title, row.alt, [str(finding.code) for finding in row.findings])
        for row in response.context["object_list"]
    ]


def spreadsheet(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{ADDRESS}?export=csv{query}")
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(content)))


def figure(alt: str) -> tuple[str, dict[str, Any]]:
    image = make_image()
    image.contextual_alt_text, image.decorative = alt, False
    return "image", {"image": image, "caption": "", "credit": ""}


def test_it_lists_what_is_live_with_findings_the_graver_first(section: Any, editor: Editor) -> None:
    make_article(section, "Orkiestra", alts=[*GOOD, "zdjęcie"], body=[figure("DSC_0456")])
    make_gallery(section, "Święto", alts=["Wóz"])
    make_article(section, "Szkic", live=False, alts=["IMG_1.jpg"])
    broken = make_article(section, "Dożynki", alts=["Wieniec dożynkowy z kłosów"])
    ArticlePhoto.objects.filter(page=broken).update(alt_text="Dożynki")
    assert rows(editor.client) == [
        ("Dożynki", "Dożynki", ["headline", "too_short"]),
        ("Orkiestra", "zdjęcie", ["generic", "too_short"]),
        ("Orkiestra", "DSC_0456", ["file_name"]),
        ("Święto", "Wóz", ["too_short"]),
    ]


def test_it_says_what_publishing_says(section: Any) -> None:
    article = make_article(
        section,
        "Orkiestra",
        lead="Zagrali na rynku.",
        alts=["Zagrali na rynku", "grafika", *GOOD],
        body=[figure("Werble i talerze na scenie"), figure("baner")],
    )
    english = translate(article, "en")
    ArticlePhoto.objects.filter(page=english, sort_order=2).update(alt_text=GOOD[0])
    stored = english.body.get_prep_value()
    stored[0]["value"]["image"]["alt_text"] = "Werble i talerze na scenie"
    ArticlePage.objects.filter(pk=english.pk).update(body=stored)
    english = ArticlePage.objects.get(pk=english.pk)
    for page in (article, english):
        published = [
            [finding.code for finding in findings] for _, findings in page.examined_pictures()
        ]
        archived = [[finding.code for finding in use.findings] for use in picture_uses({page.pk})]
        assert archived == published
    assert [codes for codes in published if "untranslated" in codes] == [["untranslated"]] * 2


def test_it_is_filtered(section: Any, editor: Editor, homes: dict[str, Any]) -> None:
    other = make_section(homes["en"], "News")
    make_article(section, "Orkiestra", alts=["zdjęcie z wydarzenia"])
    make_article(other, "Orchestra", alts=["IMG_2034.jpg"])
    broken = make_article(section, "Dożynki", alts=["Wieniec dożynkowy z kłosów"])
    ArticlePhoto.objects.filter(page=broken).update(alt_text="")

    def titles(query: str) -> list[str]:
        return [title for title, *_ in rows(editor.client, query)]

    assert titles("?locale=en") == ["Orchestra"]
    assert titles(f"?section={section.path}") == ["Dożynki", "Orkiestra"]
    assert titles("?severity=error") == ["Dożynki"]
    assert titles("?severity=warning") == ["Orkiestra", "Orchestra"]
    assert titles("?code=file_name") == ["Orchestra"]
    assert titles("?code=too_long") == []


def test_each_row_leads_to_its_field(section: Any, editor: Editor) -> None:
    article = make_article(section, "Orkiestra", alts=[*GOOD, "zdjęcie"], body=[figure("baner")])
    html = editor.client.get(ADDRESS).content.decode()
    photo = article.photos.get(alt_text="zdjęcie")
    assert f'href="/admin/pages/{article.pk}/edit/#picture-{photo.pk}"' in html
    assert f'href="/admin/pages/{article.pk}/edit/#picture-{article.body[0].id}"' in html


def test_it_is_exported(section: Any, editor: Editor) -> None:
    article = make_article(section, "Orkiestra", alts=[*GOOD, "zdjęcie"])
    photo = article.photos.get(alt_text="zdjęcie")
    (row,) = spreadsheet(editor.client)
    assert row == {
        "Title of the page": "Orkiestra",
        "Picture": "Photo 3",
        "Alternative text": "zdjęcie",
        "Language": row["Language"],
        "Section": "Aktualności",
        "Severity": "Warns",
        "What is wrong": "Says only that it is a picture, Too short",
        "In words": row["In words"],
        "Where to mend it": f"http://testserver/admin/pages/{article.pk}/edit/#picture-{photo.pk}",
    }
    assert spreadsheet(editor.client, "&code=missing") == []
    response: Any = editor.client.get(f"{ADDRESS}?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    assert [row[2] for row in sheet.iter_rows(values_only=True)] == ["Alternative text", "zdjęcie"]


def test_editors_see_the_pages_that_they_may_edit(
    section: Any, homes: dict[str, Any], client: Client
) -> None:
    other = make_section(homes["en"], "News")
    make_article(section, "Orkiestra", alts=["zdjęcie"])
    make_article(other, "Orchestra", alts=["photo"])
    group = Group.objects.create(name="English")
    permission = Permission.objects.get(
        content_type__app_label="wagtailcore", codename="change_page"
    )
    GroupPagePermission.objects.create(
        group=group, page=Page.objects.get(pk=other.pk), permission=permission
    )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = User.objects.create_user("anna")
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 302
    user.groups.add(group)
    assert [title for title, *_ in rows(client)] == ["Orchestra"]


def test_a_rule_that_is_off_finds_nothing_more(section: Any, editor: Editor) -> None:
    make_article(section, "Orkiestra", alts=["zdjęcie"])
    settings = AltTextSettings.load()
    settings.generic = "off"
    settings.too_short = "error"
    settings.save()
    assert rows(editor.client, "?severity=error") == [("Orkiestra", "zdjęcie", ["too_short"])]


def test_many_photos_cost_as_many_queries_as_few(section: Any, editor: Editor) -> None:
    def asked() -> int:
        editor.client.get(ADDRESS)  # the first request settles what the test has made
        with CaptureQueriesContext(connection) as captured:
            editor.client.get(ADDRESS)
        return len(captured)

    make_article(section, "Mało", alts=["zdjęcie", "fot. 2"], body=[figure("baner")])
    make_gallery(section, "Galeria", alts=["zdjęcie"])
    few = asked()
    for number in range(4):
        alts = ["grafika " + "o" * position for position in range(20)]
        article = make_article(section, f"Dużo {number}", alts=alts, body=[figure("baner")] * 3)
        ArticlePhoto.objects.filter(page=article).update(alt_text="Te same słowa wszędzie")
    assert asked() - few <= 1  # the files of what is repeated
    repeated = asked()
    make_gallery(section, "Galeria druga", alts=["zdjęcie"])
    assert asked() == repeated <= 40


def test_the_home_page_of_the_admin_tells_the_share_by_language(
    section: Any, editor: Editor, homes: dict[str, Any]
) -> None:
    make_article(section, "Orkiestra", alts=[*GOOD, "zdjęcie"])
    make_article(make_section(homes["en"], "News"), "Orchestra", alts=["Trumpeter on the stairs"])
    assert share_of_good_alts() == {"en": Share(1, 1), "pl": Share(2, 3)}
    html = " ".join(editor.client.get("/admin/").content.decode().split())
    assert "Good alternative texts" in html
    assert ": 66%" in html and ": 100%" in html


def test_the_share_is_kept_until_something_is_published_or_a_rule_changes(section: Any) -> None:
    make_article(section, "Orkiestra", alts=[*GOOD, "zdjęcie"])
    assert share_of_good_alts() == {"pl": Share(2, 3)}
    with CaptureQueriesContext(connection) as captured:
        share_of_good_alts()
    assert len(captured) == 2
    make_article(section, "Drugi", alts=GOOD)
    assert share_of_good_alts() == {"pl": Share(4, 5)}
    settings = AltTextSettings.load()
    settings.generic = settings.too_short = "off"
    settings.save()
    assert share_of_good_alts() == {"pl": Share(5, 5)}
    cache.clear()
