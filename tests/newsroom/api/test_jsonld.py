"""An article as schema.org NewsArticle, in the API and in the head of its web page."""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from galleries.models import Licence
from newsroom.api.licences import terms_of, words_for
from newsroom.models import ArticlePage, ArticlePhoto, ProjectPage
from tests.factories import make_article, make_section, publish, translate
from tests.newsroom.web.reading import read
from tests.shared import shared

from .report import make_report
from .test_openapi import validator

MOST = 3  # the Site and the state of the wire, the article, its project


@shared
def report(homes: dict[str, Any], settle: Any) -> SimpleNamespace:
    """Give an article with everything, settled."""
    found = make_report(homes["pl"])
    settle()
    return found


@pytest.fixture
def ask(client: Client, uid: Any) -> Any:
    """Give the answer for a page: ``ask(page)``."""
    return lambda page, **query: client.get(
        f"/api/news/v1/articles/{uid(page)}/", {"format": "jsonld", **query}
    )


def test_an_article_is_a_news_article(ask: Any, report: SimpleNamespace, uid: Any) -> None:
    answer = ask(report.article)
    data = answer.json()

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/ld+json"
    assert answer["Content-Language"] == "pl"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "NewsArticle"
    assert data["@id"] == data["url"] == data["mainEntityOfPage"]
    assert data["url"].startswith("http://localhost/pl/aktualnosci/")
    assert data["identifier"] == f"urn:uuid:{uid(report.article)}"
    assert data["headline"] == "Otwarto „nową” bibliotekę <b>&"
    assert data["description"] == "Wstęp jest bezpłatny."
    assert data["inLanguage"] == "pl"
    assert data["datePublished"] == "2024-05-10T08:00:00Z"
    assert data["dateModified"] == "2024-05-12T09:30:00Z"
    assert data["author"] == [{"name": "Biuro Prasowe"}, {"name": "Anna Przykład"}]
    assert data["publisher"] == {"@type": "Organization", "name": "Urząd"}
    assert data["articleSection"] == "Aktualności"
    assert data["keywords"] == ["Czytanie"]
    assert data["temporalCoverage"] == "2024-05-11/2024-05-12"
    assert data["isAccessibleForFree"] is True
    assert data["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Podaliśmy złą godzinę.",
            "datePublished": "2024-05-12T09:30:00Z",
        }
    ]


def test_photos_say_what_they_show_whose_they_are_and_on_what_terms(
    ask: Any, report: SimpleNamespace
) -> None:
    facade, shelves, decoration, plan = ask(report.article).json()["image"]

    assert facade["@type"] == "ImageObject"
    assert facade["contentUrl"].startswith("http://localhost/media/")
    assert (facade["width"], facade["height"]) == (1280, 853)
    assert facade["encodingFormat"] == "image/jpeg"
    assert facade["caption"] == "Wejście"
    assert facade["description"] == "Fasada ze szkła"
    assert facade["accessibilityFeature"] == ["alternativeText"]
    assert facade["creditText"] == "fot. A. Nowak"
    assert facade["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "representativeOfPage" not in facade
    # No address says these terms.
    assert shelves["description"] == "Regały" and "license" not in shelves
    assert shelves["representativeOfPage"] is True
    assert not {"description", "accessibilityFeature", "caption"} & decoration.keys()
    assert (plan["description"], plan["caption"]) == ("Plan sali", "Parter")


def test_a_lent_alternative_text_says_its_language(
    ask: Any, report: SimpleNamespace, settle: Any
) -> None:
    ArticlePhoto.objects.filter(page=report.english).update(alt_text="")
    publish(report.section)
    report.english.save(clean=False)
    settle()

    descriptions = [image.get("description") for image in ask(report.english).json()["image"]]

    assert descriptions == [
        {"@value": "Fasada ze szkła", "@language": "pl"},
        {"@value": "Regały", "@language": "pl"},
        None,
        "Plan sali en",
    ]


def test_the_original_names_its_translations_and_a_translation_its_original(
    ask: Any, report: SimpleNamespace
) -> None:
    original = ask(report.article).json()
    english = ask(report.english).json()

    assert [work["inLanguage"] for work in original["workTranslation"]] == ["en", "uk"]
    assert original["workTranslation"][0] == {
        "@type": "NewsArticle",
        "@id": english["url"],
        "url": english["url"],
        "headline": "A new library",
        "inLanguage": "en",
    }
    assert "translationOfWork" not in original
    assert english["translationOfWork"]["url"] == original["url"]
    assert english["translationOfWork"]["inLanguage"] == "pl"
    assert "workTranslation" not in english


def test_without_a_version_in_the_default_language_the_next_one_is_the_original(
    ask: Any, report: SimpleNamespace, settle: Any
) -> None:
    report.article.unpublish()
    settle()

    assert ask(report.english).json()["workTranslation"][0]["inLanguage"] == "uk"
    assert ask(report.ukrainian).json()["translationOfWork"]["inLanguage"] == "en"
    answer = ask(report.article)
    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"


def test_funding_is_told_from_the_projects_own_page(ask: Any, report: SimpleNamespace) -> None:
    (grant,) = ask(report.article).json()["funding"]

    assert grant == {
        "@type": "MonetaryGrant",
        "name": "Budowa biblioteki powiatowej w Lipowej",
        "identifier": "FEPL.05.01-0012/24",
        "url": "http://localhost/pl/nowa-biblioteka/",
        "funder": {"@type": "Organization", "name": "Europejski Fundusz Rozwoju Regionalnego"},
        "sponsor": {"@type": "FundingScheme", "name": "Fundusze Europejskie dla Lipowej"},
        "amount": {"@type": "MonetaryAmount", "value": "1200000.00", "currency": "PLN"},
        "fundedItem": {
            "@type": "Project",
            "@id": "http://localhost/pl/nowa-biblioteka/",
            "url": "http://localhost/pl/nowa-biblioteka/",
            "name": "Nowa biblioteka",
            "alternateName": "Budowa biblioteki powiatowej w Lipowej",
            "identifier": "FEPL.05.01-0012/24",
        },
    }


def test_a_project_that_is_not_public_is_not_told_of(
    ask: Any, report: SimpleNamespace, settle: Any
) -> None:
    report.project.unpublish()
    # The article has not been composed anew yet.
    hidden = ask(report.article).json()
    settle()
    gone = ask(report.article).json()

    assert "funding" not in hidden
    assert "funding" not in gone
    assert "FEPL" not in json.dumps(gone)


def test_an_answer_is_not_kept_longer_than_the_project_it_tells_of(
    ask: Any, report: SimpleNamespace, settle: Any
) -> None:
    report.project.expire_at = timezone.now() + timedelta(seconds=20)
    publish(report.project)
    settle()

    seconds = int(ask(report.article)["Cache-Control"].split("max-age=")[1].split(",")[0])

    assert seconds <= 20


def test_a_changed_project_changes_the_next_answer(
    ask: Any, report: SimpleNamespace, settle: Any, client: Client
) -> None:
    before = ask(report.article)
    page = ProjectPage.objects.get(pk=report.project.pk)
    page.fund = "Fundusz Spójności"
    publish(page)
    settle()

    after = ask(report.article)

    assert after.json()["funding"][0]["funder"]["name"] == "Fundusz Spójności"
    assert before.json()["funding"] != after.json()["funding"]


def test_a_reader_who_knows_an_older_project_is_not_told_that_nothing_has_changed(
    client: Client, ask: Any, report: SimpleNamespace, settle: Any, uid: Any
) -> None:
    url = f"/api/news/v1/articles/{uid(report.article)}/?format=jsonld"
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304

    page = ProjectPage.objects.get(pk=report.project.pk)
    page.fund = "Fundusz Spójności"
    publish(page)
    settle()

    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_the_publisher_is_the_site_as_it_is_named_now(
    ask: Any, newsroom: SimpleNamespace, settings: Any
) -> None:
    assert ask(newsroom.bridge).json()["publisher"]["name"] == "Urząd"

    Site.objects.update(site_name="Powiat")
    assert ask(newsroom.bridge).json()["publisher"]["name"] == "Powiat"
    ninjs = ask(newsroom.bridge, format="ninjs").json()
    assert ninjs["infosources"] == [{"name": "Powiat"}]

    settings.NEWSROOM_PUBLISHER = "Starostwo Powiatowe"
    assert ask(newsroom.bridge).json()["publisher"]["name"] == "Starostwo Powiatowe"


def test_the_text_is_plain(ask: Any, report: SimpleNamespace) -> None:
    assert ask(report.article).json()["articleBody"] == (
        "Co nowego\n\n"
        "Czytelnia ma sto miejsc & taras.\nWstęp: telefon\n\n"
        "książki\nmapy\n\n"
        "Czekaliśmy lata.\n\n"
        "Dyrektor\n\n"
        "Kiedy czynne\n\n"
        "Dzień\tGodziny\nPoniedziałek\t9–17\n\n"
        "Galeria\n\n"
        "Zapisz się"
    )


def test_what_is_not_known_is_left_out(ask: Any, homes: dict[str, Any], settle: Any) -> None:
    article = make_article(make_section(homes["pl"]), "Krótko")
    settle()

    data = ask(article).json()

    assert set(data) == {
        "@context",
        "@type",
        "@id",
        "url",
        "mainEntityOfPage",
        "identifier",
        "headline",
        "inLanguage",
        "datePublished",
        "dateModified",
        "publisher",
        "articleSection",
        "isAccessibleForFree",
    }


def test_an_event_of_one_day_is_a_day(ask: Any, report: SimpleNamespace, settle: Any) -> None:
    page = ArticlePage.objects.get(pk=report.article.pk)
    page.event_end = None
    publish(page)
    settle()

    assert ask(report.article).json()["temporalCoverage"] == "2024-05-11"


def test_answers_are_as_described(
    client: Client, ask: Any, report: SimpleNamespace, newsroom: SimpleNamespace
) -> None:
    described = validator(client.get("/api/news/v1/openapi.json").json(), "NewsArticle")

    pages = [report.article, report.english, report.ukrainian, newsroom.library, newsroom.bridge]
    for page in pages:
        described.validate(ask(page).json())
    wrong = ask(report.article).json() | {"headline": None}
    assert not described.is_valid(wrong)


def test_another_format_is_refused_by_name(ask: Any, report: SimpleNamespace) -> None:
    for value in ("xml", "", "JSONLD", "json\x00"):
        answer = ask(report.article, format=value)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert [error["param"] for error in answer.json()["errors"]] == ["format"]


def test_json_is_the_format_that_is_meant_without_one(
    client: Client, report: SimpleNamespace, uid: Any
) -> None:
    url = f"/api/news/v1/articles/{uid(report.article)}/"

    assert client.get(url).json() == client.get(f"{url}?format=json").json()


def test_only_articles_have_formats(
    client: Client, report: SimpleNamespace, newsroom: SimpleNamespace, uid: Any
) -> None:
    for url in (
        f"/api/news/v1/projects/{uid(report.project)}/",
        f"/api/news/v1/galleries/{uid(newsroom.gallery)}/",
        "/api/news/v1/articles/",
    ):
        assert client.get(f"{url}?format=jsonld").status_code == 400


def test_what_never_was_public_is_not_there_in_any_format(
    ask: Any, homes: dict[str, Any], settle: Any
) -> None:
    draft = make_article(make_section(homes["pl"]), "Szkic", live=False)
    settle()

    assert ask(draft).status_code == 404


def test_an_answer_costs_one_query_more_where_there_is_a_project(
    ask: Any, report: SimpleNamespace, newsroom: SimpleNamespace
) -> None:
    def queries(page: Any) -> int:
        ask(page)  # what a process asks once
        with CaptureQueriesContext(connection) as captured:
            assert ask(page).status_code == 200
        return len(captured)

    assert queries(report.article) <= MOST
    assert queries(newsroom.bridge) <= MOST - 1


def test_web_pages_say_the_same_of_themselves_but_the_text(
    client: Client, ask: Any, report: SimpleNamespace
) -> None:
    for page in (report.article, report.english):
        data = ask(page).json()
        assert data.pop("articleBody")
        data.pop("publisher")  # a web page names it in its language
        on_page = read(client, data["url"].removeprefix("http://localhost")).json_ld
        assert on_page.pop("publisher")["name"]
        assert on_page == data


def test_every_licence_with_public_terms_has_their_address() -> None:
    public = [name for name in Licence.values if name and not name.startswith("LicenseRef-")]

    assert public and all(terms_of(name).startswith("https://") for name in public)
    assert terms_of("") == terms_of("LicenseRef-press") == terms_of("Unheard-of-1.0") == ""
    assert words_for("CC0-1.0", "en") == "Creative Commons Zero (CC0)"
    assert words_for("", "en") == ""
    assert words_for("Unheard-of-1.0", "en") == "Unheard-of-1.0"


def test_a_hostile_text_does_no_harm(ask: Any, homes: dict[str, Any], settle: Any) -> None:
    title = 'Uwaga "</script><script>alert(1)</script>'
    article = make_article(make_section(homes["pl"]), title, slug="uwaga")
    english = translate(article, "en")
    settle()

    assert ask(article).json()["headline"] == title
    assert ask(english).json()["translationOfWork"]["headline"] == title
