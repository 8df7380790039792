"""Every page type, in every language."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from newsroom.models import ArticlePage, ArticlePhoto, Correction, ProjectPage
from tests.factories import (
    add_photos,
    make_article,
    make_gallery,
    make_image,
    make_section,
    make_tag,
    picture,
    publish,
    translate,
)
from tests.shared import shared

from .reading import Answer, read

Settle = Callable[[], None]
LANGUAGES = ("pl", "en", "uk")

pytestmark = pytest.mark.django_db


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


@shared
def site(homes: dict[str, Any], settle: Settle) -> dict[str, Any]:
    """Give one page of each type with its addresses in Polish, English and Ukrainian."""
    home = homes["pl"]
    project = ProjectPage(
        title="Zielona dolina",
        locale=home.locale,
        live=False,
        official_title="Zielona dolina – rozwój terenów zielonych",
        programming_period="2021-2027",
        partners="Gmina Lipowa\nFundacja Drzewo",
        start=date(2024, 1, 1),
        total_value="1234567.80",
        status="ongoing",
        aims="<p>Więcej cienia.</p>",
    )
    home.add_child(instance=project)
    pages: dict[str, Any] = {
        "section": make_section(home),
        "project": publish(project),
        "gallery": make_gallery(home, alts=["Wieniec z kłosów", "Kapela na rynku"]),
    }
    pages["article"] = make_article(
        pages["section"],
        alts=["Budynek biblioteki", "Regały z książkami"],
        lead="Wstęp jest bezpłatny.",
        byline="Biuro Prasowe, Anna Przykład",
        project=pages["project"],
        tags=[make_tag("Biblioteki", en="Libraries")],
    )
    for page in list(pages.values()):
        for code in ("en", "uk"):
            translate(page, code)
    settle()
    return pages


@shared
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def address(page: Any, code: str) -> str:
    return str(page.get_translations(inclusive=True).get(locale__language_code=code).full_url)


def test_every_page_type_says_which_language_it_is_in(client: Client, site: dict[str, Any]) -> None:
    for kind, page in site.items():
        addresses = {code: address(page, code) for code in LANGUAGES}
        paths = {code: url.removeprefix("http://localhost") for code, url in addresses.items()}
        for code, url in addresses.items():
            answer = read(client, url)

            assert answer.status == 200, (kind, code)
            assert answer.language == code
            assert answer.canonical == url
            assert answer.alternates == paths | {"x-default": paths["pl"]}
            assert answer.switcher == paths
            assert answer.all("//nav[@class='languages']//a[@aria-current]/@hreflang") == [code]
            assert len(answer.all("//h1")) == 1
            feeds = answer.all("//head/link[@rel='alternate'][@type]/@href")
            assert f"http://localhost/feeds/{code}/news.rss" in feeds
            assert all(f"/feeds/{code}/" in feed for feed in feeds)


def test_photos_carry_their_own_alternative_texts(client: Client, site: dict[str, Any]) -> None:
    article = read(client, address(site["article"], "en"))
    gallery = read(client, address(site["gallery"], "pl"))

    assert article.all("//main//picture//img/@alt") == [
        "Budynek biblioteki en",
        "Regały z książkami en",
    ]
    assert gallery.all("//main//picture//img/@alt") == ["Wieniec z kłosów", "Kapela na rynku"]


def test_a_photo_comes_in_two_formats_and_several_widths(
    client: Client, section: Any, settle: Settle
) -> None:
    image = make_image(file=picture(size=(1000, 700)))
    page = make_article(section, "Duże zdjęcie", alts=["Most"], image=image)
    settle()

    answer = read(client, address(page, "pl"))

    (webp,) = answer.all("//main//picture/source[@type='image/webp']/@srcset")
    (jpeg,) = answer.all("//main//picture//img/@srcset")
    for candidates in (webp, jpeg):
        widths = [candidate.split()[1] for candidate in candidates.split(", ")]
        assert widths == ["320w", "640w", "960w", "1000w"]
    assert answer.all("//main//figure//a/@href")[0].endswith(".jpg")
    (img,) = answer.all("//main//picture//img")
    assert int(img.get("width")) > int(img.get("height")) > 0


def test_a_decorative_photo_is_empty_to_screen_readers_but_its_link_has_a_name(
    client: Client, section: Any, settle: Settle
) -> None:
    page = make_article(section, "Ozdoba", live=False)
    page.photos.add(ArticlePhoto(image=make_image(), decorative=True, locale=page.locale))
    publish(page)
    settle()

    answer = read(client, address(page, "pl"))

    assert answer.all("//main//picture//img/@alt") == [""]
    assert answer.text("//main//figure/a")


def test_an_article_describes_itself_to_search_engines(
    client: Client, site: dict[str, Any]
) -> None:
    url = address(site["article"], "en")

    data = read(client, url).json_ld

    assert data["@type"] == "NewsArticle"
    assert data["@context"] == "https://schema.org"
    assert data["url"] == url
    assert data["headline"] == "Otwarto nową bibliotekę en"
    assert data["inLanguage"] == "en"
    assert data["keywords"] == ["Libraries"]
    assert data["author"] == [{"name": "Biuro Prasowe"}, {"name": "Anna Przykład en"}]
    assert data["publisher"] == {"@type": "Organization", "name": "Urząd"}
    assert datetime.fromisoformat(data["datePublished"]).utcoffset() == timedelta(0)
    assert len(data["image"]) == 2
    assert "correction" not in data


def test_no_text_ends_the_script_element_of_the_metadata(
    client: Client, section: Any, settle: Settle
) -> None:
    title = "Uwaga: </script><script>alert(1)</script> & <!-- koniec"
    page = make_article(section, title, slug="uwaga")
    settle()

    answer = read(client, address(page, "pl"))

    assert answer.json_ld["headline"] == title
    assert not [script for script in answer.all("//script") if "alert" in (script.text or "")[:6]]
    assert answer.text("//h1") == title


def test_social_networks_get_the_lead_photo_and_its_alternative_text(
    client: Client, site: dict[str, Any]
) -> None:
    answer = read(client, address(site["article"], "pl"))

    assert answer.meta("og:type") == ["article"]
    assert answer.meta("og:title") == ["Otwarto nową bibliotekę"]
    assert answer.meta("og:description") == ["Wstęp jest bezpłatny."]
    assert answer.meta("og:image:alt") == ["Budynek biblioteki"]
    assert answer.meta("og:image")[0].startswith("http://localhost/media/")
    assert answer.meta("og:locale") == ["pl"]
    assert answer.meta("og:locale:alternate") == ["en", "uk"]


def test_a_correction_stands_before_the_text(client: Client, section: Any, settle: Settle) -> None:
    page = make_article(section)
    page.body = json.dumps([block("rich_text", "<p>Biblioteka jest czynna od dziewiątej.</p>")])
    page.corrections.add(Correction(text="Podaliśmy złą godzinę.", locale=page.locale))
    publish(page)
    settle()

    answer = read(client, address(page, "pl"))

    assert answer.words.index("Podaliśmy złą godzinę.") < answer.words.index("od dziewiątej")
    assert answer.json_ld["correction"][0]["text"] == "Podaliśmy złą godzinę."


def test_every_block_of_a_body_is_shown(
    client: Client, site: dict[str, Any], settle: Settle
) -> None:
    table = {
        "data": [["Gmina", "Drzewa"], ["Lipowa", "4000"]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_caption": "Plan",
    }
    image = {"image": make_image().pk, "alt_text": "Rzeka z mostu", "decorative": False}
    page = ArticlePage(title="Wszystko", locale=site["section"].locale, live=False)
    page.body = json.dumps(
        [
            block("rich_text", "<p>Zdanie.</p><h3>Wcześnie</h3>"),
            block("heading", "Dalej"),
            block("rich_text", "<h3>Niżej</h3>"),
            block("image", {"image": image, "caption": "Jesień", "credit": "A. Przykład"}),
            block("gallery", {"gallery": site["gallery"].pk}),
            block("quote", {"text": "Ważny dzień.", "attribution": "Dyrektorka"}),
            block("table", table),
            block("embed", "https://video.example.org/7"),
            block(
                "call_to_action", {"text": "Zapisy", "page": None, "url": "https://example.org/z"}
            ),
        ]
    )
    site["section"].add_child(instance=page)
    publish(page)
    settle()

    answer = read(client, address(page, "pl"))

    levels = [
        (heading.tag, heading.text)
        for heading in answer.all("//div[@class='body']//*[self::h2 or self::h3]")
    ]
    assert levels == [("h2", "Wcześnie"), ("h2", "Dalej"), ("h3", "Niżej")]
    assert "Rzeka z mostu" in answer.all("//main//img/@alt")
    assert address(site["gallery"], "pl") in answer.all("//main//a/@href")
    assert answer.text("//blockquote") == "Ważny dzień."
    assert [(th.text, th.get("scope")) for th in answer.all("//th")] == [
        ("Gmina", "col"),
        ("Drzewa", "col"),
        ("Lipowa", "row"),
    ]
    assert answer.text("//caption") == "Plan"
    assert "https://video.example.org/7" in answer.all("//main//a/@href")
    assert not answer.all("//iframe")
    assert "https://example.org/z" in answer.all("//main//a[@class='button']/@href")


def test_a_project_shows_its_facts_and_its_news(client: Client, site: dict[str, Any]) -> None:
    answer = read(client, address(site["project"], "pl"))

    with translation.override("pl"):
        facts = {
            row.xpath("string(dt)"): [dd.text_content().strip() for dd in row.xpath("dd")]
            for row in answer.all("//dl/div")
        }
    values = list(facts.values())
    assert ["Zielona dolina – rozwój terenów zielonych"] in values
    assert ["Gmina Lipowa", "Fundacja Drzewo"] in values
    assert ["1 234 567,80 PLN"] in [
        [text.replace("\N{NO-BREAK SPACE}", " ") for text in row] for row in values
    ]
    assert ["1 stycznia 2024"] in values
    assert "" not in facts
    assert answer.cards == ["Otwarto nową bibliotekę"]


def test_pages_need_no_script(client: Client, site: dict[str, Any]) -> None:
    for kind in site:
        answer = read(client, address(site[kind], "pl"))
        # Those of a project may add something; none stands in the page, and none holds it up.
        scripts = answer.all("//script[not(@type='application/ld+json')]")
        assert all(script.get("src") and "defer" in script.attrib for script in scripts)
        assert not answer.all("//@*[starts-with(name(), 'on')]")


def test_pages_can_be_cached_for_everybody(client: Client, section: Any, settle: Settle) -> None:
    page = make_article(section)
    settle()

    response = client.get(address(page, "pl").removeprefix("http://localhost"))

    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_a_preview_shows_the_draft_as_readers_would_see_it(
    client: Client, site: dict[str, Any], admin_client: Client
) -> None:
    page = ArticlePage.objects.get(pk=site["article"].pk)
    page.title = "Nowy tytuł"
    page.lead = "Nowy lid."
    page.save_revision()

    preview = Answer(admin_client.get(f"/admin/pages/{page.pk}/view_draft/"))
    live = read(client, address(site["article"], "pl"))

    assert preview.text("//h1") == "Nowy tytuł"
    assert "Nowy lid." in preview.words
    assert preview.all("//main//img/@alt") == live.all("//main//img/@alt")
    assert preview.all("//meta[@name='robots']/@content") == ["noindex"]
    assert live.text("//h1") == "Otwarto nową bibliotekę"


def test_the_language_switcher_leads_to_a_first_page_where_there_is_no_translation(
    client: Client, section: Any, settle: Settle
) -> None:
    page = make_article(section, "Tylko po polsku")
    settle()

    answer = read(client, address(page, "pl"))

    assert answer.switcher["pl"] == "/pl/aktualnosci/tylko-po-polsku/"
    assert answer.switcher["en"] == "/en/"
    assert not answer.alternates


def test_photos_added_to_a_page_do_not_name_other_peoples_files(
    client: Client, section: Any, settle: Settle
) -> None:
    page = make_article(section, "Zdjęcia", live=False)
    add_photos(page, ArticlePhoto, ["Pierwsze", "Drugie"])
    publish(page)
    settle()

    links = read(client, address(page, "pl")).all("//main//figure/a/@href")

    assert len(set(links)) == 2
    assert not [link for link in links if "original_images" in link]
