"""An article as IPTC ninjs 2.3, checked with a schema of what that standard allows."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from newsroom.models import ArticlePage, ArticlePhoto
from tests.factories import make_article, make_section, publish
from tests.shared import shared

from .report import make_report
from .test_openapi import validator

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "ninjs_2.3.json").read_text())
STANDARD = Draft202012Validator(SCHEMA)
MOST = 2


@shared
def report(homes: dict[str, Any], settle: Any) -> SimpleNamespace:
    """Give an article with everything, settled."""
    found = make_report(homes["pl"])
    settle()
    return found


@pytest.fixture
def ask(client: Client, uid: Any) -> Any:
    """Give the answer for a page: ``ask(page)``."""
    return lambda page: client.get(f"/api/news/v1/articles/{uid(page)}/", {"format": "ninjs"})


def named(item: dict[str, Any]) -> dict[str, Any]:
    """What an item is associated with, by name."""
    return {each["name"]: each for each in item["associations"]}


def values(value: Any, name: str) -> Iterator[Any]:
    """Every value that has this name, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from values(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner, name)


def test_the_schema_knows_the_standard_from_what_is_not() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    uri = "urn:uuid:123e4567-e89b-12d3-a456-426614174000"
    assert STANDARD.is_valid({"uri": uri})
    for wrong in (
        {},
        {"uri": uri, "altText": "Fasada"},
        {"uri": uri, "type": "article"},
        {"uri": uri, "headlines": [{"role": "main"}]},
        {"uri": uri, "headlines": "Tytuł"},
        {"uri": uri, "renditions": [{"href": uri}]},
        {"uri": uri, "associations": [{"uri": uri}]},
        {"uri": uri, "associations": [{"uri": uri, "name": "x", "alt": "y"}]},
        {"uri": uri, "rightsinfo": {"langid": uri}},
        {"uri": uri, "name": "only associated items have one"},
    ):
        assert not STANDARD.is_valid(wrong), wrong


def test_every_article_is_valid(
    client: Client, ask: Any, report: SimpleNamespace, newsroom: SimpleNamespace
) -> None:
    described = validator(client.get("/api/news/v1/openapi.json").json(), "Ninjs")
    pages = [
        report.article,
        report.english,
        report.ukrainian,
        newsroom.library,
        newsroom.translated,
        newsroom.bridge,
    ]
    for page in pages:
        answer = ask(page)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/ninjs+json"
        item = answer.json()
        STANDARD.validate(item)
        described.validate(item)
        for name in ("uri", "href", "schema", "linkedrights"):
            assert all(urlsplit(found).scheme for found in values(item, name))
        for name in ("firstcreated", "versioncreated"):
            assert all(datetime.fromisoformat(found).tzinfo for found in values(item, name))


def test_the_item_says_what_it_is(ask: Any, report: SimpleNamespace, uid: Any) -> None:
    answer = ask(report.article)
    item = answer.json()

    assert answer["Content-Language"] == "pl"
    assert item["uri"] == f"urn:uuid:{uid(report.article)}"
    assert item["standard"] == {
        "name": "ninjs",
        "version": "2.3",
        "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.3.json",
    }
    assert (item["type"], item["profile"]) == ("text", "text-photo")
    assert (item["representationtype"], item["pubstatus"]) == ("full", "usable")
    assert item["language"] == "pl"
    assert item["firstcreated"] == "2024-05-10T08:00:00Z"
    assert item["by"] == "Biuro Prasowe, Anna Przykład"
    assert item["infosources"] == [{"name": "Urząd"}]
    assert item["altids"] == [
        {"role": "translation_key", "value": str(report.article.translation_key)}
    ]
    assert item["renditions"][0]["name"] == "web"
    assert item["renditions"][0]["href"].startswith("http://localhost/pl/aktualnosci/")


def test_headline_lead_corrections_and_both_forms_of_the_text(
    ask: Any, report: SimpleNamespace
) -> None:
    item = ask(report.article).json()
    html, text = item["bodies"]

    assert [each["value"] for each in item["headlines"]] == ["Otwarto „nową” bibliotekę <b>&"]
    assert [(each["role"], each["value"]) for each in item["descriptions"]] == [
        ("summary", "Wstęp jest bezpłatny."),
        ("correction", "Podaliśmy złą godzinę."),
    ]
    assert html["contenttype"] == "text/html"
    assert "<b>sto</b> miejsc &amp; taras" in html["value"]
    assert text["contenttype"] == "text/plain"
    assert "Czytelnia ma sto miejsc & taras.\nWstęp: telefon" in text["value"]
    assert "Parter" not in text["value"]  # a caption
    assert text["charcount"] == len(text["value"])
    assert text["wordcount"] == len(text["value"].split())


def test_tags_section_and_project_are_subjects(ask: Any, report: SimpleNamespace, uid: Any) -> None:
    found = {each["rel"]: each for each in ask(report.english).json()["subjects"]}

    assert found["tag"] == {"name": "Reading", "rel": "tag", "literal": "czytanie"}
    assert found["project"]["name"] == "Nowa biblioteka"
    assert found["project"]["uri"] == f"urn:uuid:{uid(report.project)}"
    assert found["section"]["literal"] == "aktualnosci"


def test_photos_are_pictures_with_all_files_and_their_words(
    ask: Any, report: SimpleNamespace
) -> None:
    found = named(ask(report.article).json())
    facade, shelves, decoration, plan = (
        found[name] for name in ("photo-1", "lead", "photo-3", "photo-4")
    )

    assert {each["type"] for each in (facade, shelves, decoration, plan)} == {"picture"}
    assert [(each["role"], each["value"]) for each in facade["descriptions"]] == [
        ("alt", "Fasada ze szkła"),
        ("caption", "Wejście"),
    ]
    assert facade["by"] == "fot. A. Nowak"
    assert facade["rightsinfo"] == {"linkedrights": "https://creativecommons.org/licenses/by/4.0/"}
    assert {each["contenttype"] for each in facade["renditions"]} == {"image/jpeg", "image/webp"}
    largest = max(facade["renditions"], key=lambda each: each["width"])
    assert (largest["width"], largest["height"]) == (1500, 1000)
    assert largest["sizeinbytes"] > 1000
    names = [each["name"] for each in facade["renditions"]]
    assert len(names) == len(set(names)) == 10
    assert "descriptions" not in decoration
    assert "rightsinfo" not in shelves
    with translation.override("pl"):
        assert shelves["usageterms"] == str(report.article.photos.all()[1].get_licence_display())
    assert plan["by"] == "Pracownia"
    assert len({each["uri"] for each in found.values()}) == len(found)


def test_a_lent_alternative_text_says_its_language(
    ask: Any, report: SimpleNamespace, settle: Any
) -> None:
    ArticlePhoto.objects.filter(page=report.english).update(alt_text="")
    report.english.save(clean=False)
    settle()

    (alternative, caption) = named(ask(report.english).json())["photo-1"]["descriptions"]

    assert (alternative["role"], alternative["value"]) == ("alt-pl", "Fasada ze szkła")
    assert caption["role"] == "caption"


def test_translations_are_associated(ask: Any, report: SimpleNamespace, uid: Any) -> None:
    found = named(ask(report.english).json())
    polish = found["translation-pl"]

    assert set(found) >= {"translation-pl", "translation-uk"}
    assert polish["uri"] == f"urn:uuid:{uid(report.article)}"
    assert (polish["type"], polish["representationtype"]) == ("text", "partial")
    assert polish["language"] == "pl"
    assert polish["headlines"][0]["value"] == "Otwarto „nową” bibliotekę <b>&"
    assert polish["renditions"][0]["href"].startswith("http://localhost/pl/")


def test_an_article_of_a_title_alone_is_valid_too(
    ask: Any, homes: dict[str, Any], settle: Any
) -> None:
    article = make_article(make_section(homes["pl"]), "Krótko")
    settle()

    item = ask(article).json()

    STANDARD.validate(item)
    assert item["profile"] == "text-only"
    assert not {"bodies", "descriptions", "by", "associations"} & item.keys()


def test_the_version_grows_with_a_change(ask: Any, report: SimpleNamespace, settle: Any) -> None:
    before = ask(report.article).json()
    page = ArticlePage.objects.get(pk=report.article.pk)
    page.lead = "Wstęp jest jednak płatny."
    publish(page)
    settle()
    after = ask(report.article).json()

    assert int(after["version"]) >= int(before["version"])
    assert after["versioncreated"] >= before["versioncreated"]
    assert after["descriptions"][0]["value"] == "Wstęp jest jednak płatny."
    assert after["firstcreated"] == before["firstcreated"]


def test_a_withdrawn_article_is_gone_in_this_format_too(
    ask: Any, report: SimpleNamespace, settle: Any
) -> None:
    report.article.unpublish()
    settle()

    answer = ask(report.article)

    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["reason"] == "unpublished"
    assert "translation-pl" not in named(ask(report.english).json())


def test_an_answer_costs_no_more_than_any(ask: Any, report: SimpleNamespace) -> None:
    ask(report.article)  # what a process asks once
    with CaptureQueriesContext(connection) as captured:
        assert ask(report.article).status_code == 200
    assert len(captured) <= MOST
