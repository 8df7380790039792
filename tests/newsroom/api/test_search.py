"""What readers find, and what they are told of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsroom.models import NewsIndexPage, WireItem
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)
from tests.shared import shared

from .test_openapi import description, validator  # noqa: F401 - a fixture
from .test_parameters import HOSTILE, RAW

SEARCH = "/api/news/v1/search/"
SUGGEST = "/api/news/v1/suggest/"

pytestmark = pytest.mark.django_db


@shared
def section(homes: dict[str, Any]) -> NewsIndexPage:
    return make_section(homes["pl"])


def found(client: Client, text: str, **parameters: str) -> dict[str, Any]:
    response = client.get(SEARCH, {"q": text, **parameters})
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


def titles(client: Client, text: str, **parameters: str) -> list[str]:
    return [item["title"] for item in found(client, text, **parameters)["items"]]


def body(*paragraphs: str) -> list[tuple[str, str]]:
    return [("rich_text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))]


@shared
def library(section: NewsIndexPage, settle: Callable[[], None]) -> SimpleNamespace:
    """Give what is told of in every place that an item has."""
    tag = make_tag("Dostępność", en="Accessibility")
    project = make_project(section.get_parent(), "Zielone przystanki")
    meeting = make_article(
        section,
        "Spotkanie w Kielcach",
        lead="Rozmawiano o ekonomii społecznej.",
        alts=["Uczestnicy przy okrągłym stole"],
        tags=[tag],
        project=project,
        publication_date=datetime(2024, 3, 1, tzinfo=UTC),
        body=body(
            "Przedsiębiorstwa społeczne województwa <b>święto</b>krzyskiego.", "Drugi akapit."
        ),
    )
    other = make_article(
        section,
        "Remont mostu",
        publication_date=datetime(2025, 5, 1, tzinfo=UTC),
        body=body("Mieszkańcy zapraszani są na spotkania. Ekonomia w kosztorysie."),
    )
    gallery = make_gallery(section, "Wiosna w obiektywie", alts=["Żurawie nad rozlewiskiem"])
    english = translate(meeting, "en", title="A meeting in Kielce", lead="On the social economy.")
    settle()
    return SimpleNamespace(
        meeting=meeting,
        other=other,
        gallery=gallery,
        english=english,
        project=project,
        tag=tag,
        section=section,
    )


def test_words_are_found_in_any_form_wherever_they_stand(
    client: Client, library: SimpleNamespace
) -> None:
    for text in (
        "spotkaniem kielce",
        "SPOTKANIA W KIELCACH",
        "ekonomia społeczna",
        "ekonomiom spolecznym",
        "swietokrzyskie",
        "przedsiębiorstwo społeczne",
        "uczestnikowi stołami",  # an alternative text
        "dostępnością",  # a tag
        "zielony przystanek",  # the project
        "„ekonomii społecznej”",
        "świętokrzyskiemu spotkaniu",
        "spotk* kielc*",
    ):
        assert titles(client, text, kind="article") == ["Spotkanie w Kielcach"], text


def test_all_words_must_be_there_and_none_that_is_unwanted(
    client: Client, library: SimpleNamespace
) -> None:
    assert set(titles(client, "spotkanie")) == {"Spotkanie w Kielcach", "Remont mostu"}
    assert titles(client, "spotkanie mosty") == ["Remont mostu"]
    assert titles(client, "spotkanie -most") == ["Spotkanie w Kielcach"]
    assert titles(client, 'spotkanie -"zapraszani są"') == ["Spotkanie w Kielcach"]
    assert titles(client, "spotkanie rower") == []
    assert titles(client, "-most") == []


def test_a_phrase_stands_just_so(client: Client, library: SimpleNamespace) -> None:
    assert titles(client, '"ekonomii społecznej"') == ["Spotkanie w Kielcach"]
    assert titles(client, '"ekonomii spolecznej"') == ["Spotkanie w Kielcach"]
    assert titles(client, '"ekonomia społeczna"') == []
    assert titles(client, '"społecznej ekonomii"') == []
    # Not from the end of one paragraph to the beginning of the next.
    assert titles(client, '"świętokrzyskiego drugi"') == []


def test_a_hit_in_the_title_comes_first(client: Client, library: SimpleNamespace) -> None:
    assert titles(client, "spotkanie") == ["Spotkanie w Kielcach", "Remont mostu"]
    best, next_best = found(client, "spotkanie")["items"]
    assert best["score"] > next_best["score"] > 0


def test_a_phrase_in_the_title_comes_first(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    make_article(section, "Dzień otwarty w bibliotece")
    make_article(section, "Biblioteka zaprasza", body=body("Dzień otwarty! Jest dzień otwarty!"))
    make_article(section, "Otwarty w niedzielę, dzień po sobocie", body=body("Będzie cały dzień."))
    settle()

    assert titles(client, '"dzień otwarty"') == [
        "Dzień otwarty w bibliotece",
        "Biblioteka zaprasza",
    ]


def test_what_is_said_more_often_comes_first(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    filler = "Urząd zaprasza mieszkańców do udziału. "
    make_article(section, "Pierwszy", body=body(filler + "Kładka, przy kładce, za kładką, kładki."))
    make_article(section, "Drugi", body=body(filler * 2 + "Kładka."))
    settle()

    assert titles(client, "kładka") == ["Pierwszy", "Drugi"]


def test_what_is_found_is_marked_in_whatever_form(client: Client, library: SimpleNamespace) -> None:
    (item,) = found(client, "swietokrzyskie spotkanie")["items"]

    assert item["highlights"]["title"] == "<mark>Spotkanie</mark> w Kielcach"
    assert "<mark>świętokrzyskiego</mark>" in item["highlights"]["text"]
    (item,) = found(client, '"ekonomii społecznej"')["items"]
    assert "<mark>ekonomii społecznej</mark>" in item["highlights"]["text"]


def test_highlights_are_safe_html(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    make_article(
        section,
        "Tag <script>alert(1)</script> & most",
        body=body("Most &lt;img src=x onerror=alert(1)&gt; &amp; kładka"),
    )
    settle()
    (item,) = found(client, "most <script>")["items"]

    assert item["highlights"]["title"] == (
        "Tag &lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; "
        "&amp; <mark>most</mark>"
    )
    assert "<img" not in item["highlights"]["text"]
    assert "<mark>Most</mark> &lt;img" in item["highlights"]["text"]


def test_items_are_cards(client: Client, library: SimpleNamespace) -> None:
    (item,) = found(client, "kielce", kind="article")["items"]
    (card,) = client.get("/api/news/v1/articles/?order=published&limit=1").json()["items"]

    assert {name: item[name] for name in card} == card
    assert set(item) - set(card) == {"score", "highlights"}


def test_each_language_is_searched_by_its_own_words(
    client: Client, library: SimpleNamespace
) -> None:
    assert titles(client, "meetings", locale="en") == ["A meeting in Kielce"]
    assert titles(client, "meetings") == []
    assert titles(client, "spotkanie", locale="en") == []
    assert set(titles(client, "kielce", locale="all", kind="article")) == {
        "Spotkanie w Kielcach",
        "A meeting in Kielce",
    }


def test_what_is_not_translated_is_found_in_the_fallback_language(
    client: Client, library: SimpleNamespace
) -> None:
    answer = found(client, "spotkania", locale="en", fallback="pl")

    # The meeting is there in English, where it says nothing of it.
    assert [(item["title"], item["is_fallback"]) for item in answer["items"]] == [
        ("Remont mostu", True)
    ]


def test_results_are_narrowed_by_what_they_belong_to(
    client: Client, library: SimpleNamespace
) -> None:
    for parameters, expected in (
        ({"tag": "dostepnosc"}, ["Spotkanie w Kielcach"]),
        ({"tag_any": "dostepnosc"}, ["Spotkanie w Kielcach"]),
        ({"tag": "inny"}, []),
        ({"project": "zielone-przystanki"}, ["Spotkanie w Kielcach"]),
        ({"section": "aktualnosci"}, ["Spotkanie w Kielcach", "Remont mostu"]),
        ({"section": "inna"}, []),
        ({"kind": "gallery"}, []),
        ({"published_after": "2025-01-01T00:00:00Z"}, ["Remont mostu"]),
        ({"published_before": "2025-01-01T00:00:00Z"}, ["Spotkanie w Kielcach"]),
        ({"order": "-published"}, ["Remont mostu", "Spotkanie w Kielcach"]),
        ({"order": "published"}, ["Spotkanie w Kielcach", "Remont mostu"]),
    ):
        assert titles(client, "spotkanie", **parameters) == expected, parameters
    assert titles(client, "żuraw", kind="gallery") == ["Wiosna w obiektywie"]


def test_facets_count_what_was_found(client: Client, library: SimpleNamespace) -> None:
    answer = found(client, "kielce spotkanie")
    facets = answer["facets"]

    assert answer["count"] == 1
    assert [(tag["slug"], tag["label"], tag["count"]) for tag in facets["tags"]] == [
        ("dostepnosc", "Dostępność", 1)
    ]
    assert [(one["slug"], one["title"], one["count"]) for one in facets["sections"]] == [
        ("aktualnosci", "Aktualności", 1)
    ]
    assert facets["kinds"] == [{"kind": "article", "count": 1}]
    assert facets["years"] == [{"year": 2024, "count": 1}]
    # “kielce” is in both texts, “spotkanie” in one; a meeting has not been asked for.
    assert facets["languages"] == [{"locale": "pl", "count": 1}]
    both = found(client, "kielce", facets="true")["facets"]
    assert {one["locale"]: one["count"] for one in both["languages"]} == {"pl": 1, "en": 1}
    # A stop word of one language is a word in another.
    meeting = found(client, "a meeting kielce", locale="en")
    assert meeting["facets"]["languages"] == [{"locale": "en", "count": 1}]
    assert found(client, "no kielce")["facets"]["languages"] == [{"locale": "pl", "count": 1}]
    assert found(client, "kielce", facets="false")["facets"] is None


def test_pages_follow_each_other(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    for number in range(7):
        make_article(section, f"Zebranie {number}")
    settle()
    every = titles(client, "zebrania")
    assert len(every) == 7
    page = found(client, "zebrania", limit="3")
    pages = [page]
    while page["next"]:
        response = client.get(page["next"])
        page = response.json()
        pages.append(page)
    assert [len(page["items"]) for page in pages] == [3, 3, 1]
    assert [item["title"] for page in pages for item in page["items"]] == every
    assert {page["count"] for page in pages} == {7}
    cursor = pages[0]["next"].split("cursor=")[1]
    refused = client.get(f"{SEARCH}?q=inne&limit=3&cursor={cursor}")
    assert (refused.status_code, refused.json()["errors"][0]["param"]) == (400, "cursor")


def test_where_nothing_is_found_another_spelling_may_be_meant(
    client: Client, library: SimpleNamespace
) -> None:
    assert found(client, "spotaknie")["did_you_mean"] == "spotkanie"
    assert found(client, "ekonomi społecnzej")["did_you_mean"] in {
        "ekonomii społecznej",
        "ekonomia społecznej",
    }
    assert found(client, "Przedsiebiorstwq  kielce!")["did_you_mean"] == "przedsiębiorstwa  kielce!"
    # What is found is not put right, what resembles nothing neither.
    assert found(client, "spotkanie")["did_you_mean"] is None
    assert found(client, "hipopotam")["did_you_mean"] is None
    # Both words are known, only not together.
    assert found(client, "most społeczna")["did_you_mean"] is None


def test_a_withdrawn_word_is_never_meant(
    client: Client, library: SimpleNamespace, settle: Callable[[], None]
) -> None:
    assert found(client, "kosztorsyie")["did_you_mean"] == "kosztorysie"
    library.other.unpublish()
    assert found(client, "kosztorsyie")["did_you_mean"] is None
    settle()
    assert found(client, "kosztorsyie")["did_you_mean"] is None


def test_suggestions_complete_what_is_typed(client: Client, library: SimpleNamespace) -> None:
    def suggested(text: str, **parameters: str) -> dict[str, Any]:
        response = client.get(SUGGEST, {"q": text, **parameters})
        assert response.status_code == 200
        answer: dict[str, Any] = response.json()
        return answer

    assert suggested("rower spotk") == {"queries": [], "items": []}
    answer = suggested("kielce spot")
    assert answer["queries"] == ["kielce spotkanie"]
    (item,) = answer["items"]
    assert item["title_html"] == "<mark>Spotkanie</mark> w <mark>Kielcach</mark>"
    assert item["url"] == library.meeting.full_url
    assert suggested("SPOTKA")["items"][0]["title"] == "Spotkanie w Kielcach"
    assert suggested("swieto")["queries"] == ["świętokrzyskiego"]
    # The form in dictionaries, where it is written anywhere.
    assert suggested("ekonom")["queries"] == ["ekonomia"]
    assert suggested("meet", locale="en")["queries"] == ["meeting"]
    assert suggested("żur", kind="article")["items"] == []
    for nothing in ("", " ", "s", "hipop", "\x00", '"', "-spot"):
        assert suggested(nothing) == {"queries": [], "items": []}, nothing


def test_without_words_nothing_is_found(client: Client, library: SimpleNamespace) -> None:
    for text in ("", " ", '"', '""', "-", "*", "!?", "\x00", "- - -", "\u200b"):
        answer = found(client, text)
        assert (answer["items"], answer["count"], answer["next"]) == ([], 0, None)
    assert client.get(SEARCH).json()["items"] == []


HOSTILE_QUERIES = [
    *HOSTILE,
    '"' * 1000,
    "(" * 5000,
    "a AND",
    "NEAR(a b, 2)",
    "{title} : x",
    "title:x",
    "^spotkanie",
    "x OR y NOT z",
    "a" * 10_240,
    "spotkanie " * 1024,
    "-" * 300 + "x",
    "* * *",
    "'x' & 'y' | !z",
    "x <-> y",
    "x:*A",
    "\\",
    "spot\x00kanie",
    "\ud800",
    "\U0001f4f0\ufe0f",
    "ｓｐｏｔ",
    "İ" * 200,
    "ß" * 200,
    "o\u0308" * 200,
    "zaoszczednosci" * 50,
]


@pytest.mark.parametrize("url", [SEARCH, SUGGEST])
def test_any_text_is_legal(client: Client, library: SimpleNamespace, url: str) -> None:
    for text in HOSTILE_QUERIES:
        response = client.get(f"{url}?q={quote(text.encode(errors='surrogatepass'))}")
        assert response.status_code == 200, (text, response.content)
    for raw in RAW:
        assert client.get(f"{url}?q={raw}").status_code in {200, 400}, raw


@hypothesis_settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(st.sampled_from(" \"-*()+^:~{}<>&|!\\'\x00\x01ąłspotkß")))
def test_any_signs_are_legal(client: Client, library: SimpleNamespace, text: str) -> None:
    assert client.get(SEARCH, {"q": text, "locale": "all"}).status_code == 200
    assert client.get(SUGGEST, {"q": text}).status_code == 200


def test_other_parameters_are_refused_by_name(client: Client, library: SimpleNamespace) -> None:
    for name, value in (
        ("kind", "page"), ("order", "random"), ("facets", "1"), ("limit", "0"), ("fields", "full"),
        ("locale", "xx"), ("fallback", "xx"), ("cursor", "x"), ("tag", "\x00"),
    ):  # fmt: skip
        response = client.get(SEARCH, {"q": "most", name: value})
        assert response.status_code == 400, name
        assert response.json()["errors"][0]["param"] == name
    assert client.get(SUGGEST, {"q": "most", "locale": "all"}).status_code == 400


def test_what_has_expired_in_an_item_is_not_found_in_it_either(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    gallery = make_gallery(section, "Tajemniczy ogród", alts=["Furtka"])
    make_article(section, "Spacer", body=[("gallery", {"gallery": gallery})])
    gallery.expire_at = timezone.now() + timedelta(hours=1)
    publish(gallery)
    settle()
    assert set(titles(client, "tajemniczego ogrodu")) == {"Tajemniczy ogród", "Spacer"}
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert titles(client, "tajemniczego ogrodu") == []
        settle()
        assert titles(client, "tajemniczego ogrodu") == []
        assert titles(client, "spacerem") == ["Spacer"]


def test_an_answer_holds_as_long_as_the_first_item_it_counts(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    for number in range(3):
        article = make_article(section, f"Nabór {number}")
        if number == 0:
            article.expire_at = timezone.now() + timedelta(seconds=20)
            publish(article)
    settle()
    response = client.get(SEARCH, {"q": "nabory", "limit": "1", "order": "-published"})
    assert response.json()["count"] == 3
    seconds = int(response["Cache-Control"].split("max-age=")[1].split(",")[0])
    assert seconds <= 20


def test_the_answer_is_cached_like_a_list(client: Client, library: SimpleNamespace) -> None:
    response = client.get(SEARCH, {"q": "spotkanie", "limit": "1"})
    assert response["ETag"] and "public" in response["Cache-Control"]
    assert 'rel="next"' in response["Link"]
    assert "article-pl" in response["Surrogate-Key"]
    again = client.get(
        SEARCH, {"q": "spotkanie", "limit": "1"}, headers={"if-none-match": response["ETag"]}
    )
    assert again.status_code == 304


def test_a_search_costs_the_same_for_any_number_of_items(
    client: Client, section: NewsIndexPage, settle: Callable[[], None]
) -> None:
    tag = make_tag("Drogi")
    costs = []
    for number in (1, 30):
        for count in range(WireItem.objects.count(), number):
            make_article(section, f"Objazd {count}", tags=[tag])
        settle()
        client.get("/health/live")
        with CaptureQueriesContext(connection) as captured:
            assert found(client, "objazdem", limit="100")["count"] == number
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 6, captured.captured_queries


def test_answers_are_as_described(
    client: Client,
    library: SimpleNamespace,
    description: dict[str, Any],  # noqa: F811 - the fixture
) -> None:
    for parameters in ("q=kielce", "q=spotaknie", "q=kielce&locale=all&facets=false", ""):
        answer = client.get(f"{SEARCH}?{parameters}").json()
        validator(description, "SearchResult").validate(answer)
    validator(description, "Suggestions").validate(client.get(f"{SUGGEST}?q=spot").json())
