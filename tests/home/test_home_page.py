"""The first page of a language."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from home.models import InfoPage
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_project,
    make_section,
    publish,
    translate,
)
from tests.newsroom.web.reading import read

Settle = Callable[[], None]

pytestmark = pytest.mark.django_db


def card(title: str, *, image: Any = None, **target: Any) -> dict[str, Any]:
    value = {"title": title, "text": "", "page": None, "url": None, **target}
    value["image"] = image or {"image": None, "alt_text": None, "decorative": None}
    return {"type": "card", "value": value, "id": str(uuid.uuid4())}


def test_the_first_page_shows_the_newest_of_everything(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    home = homes["pl"]
    section = make_section(home)
    for number in (1, 2, 3):
        make_article(section, f"Wiadomość {number}")
    make_project(home, "Nowe drogi")
    make_gallery(home, "Dożynki", alts=["Wieniec"])
    home.news_count = 2
    publish(home)
    settle()

    answer = read(client, "/pl/")

    assert answer.cards == ["Wiadomość 3", "Wiadomość 2", "Nowe drogi", "Dożynki"]
    assert answer.alternates == {"pl": "/pl/", "en": "/en/", "uk": "/uk/", "x-default": "/pl/"}
    assert read(client, "/en/").cards == []


def test_a_count_of_zero_shows_none(client: Client, homes: dict[str, Any], settle: Settle) -> None:
    make_article(make_section(homes["pl"]), "Wiadomość")
    homes["pl"].news_count = 0
    publish(homes["pl"])
    settle()

    assert read(client, "/pl/").cards == []


def test_cards_lead_to_pages_in_the_language_and_to_other_sites(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    home = homes["pl"]
    target = make_project(home, "Nowe drogi")
    draft = make_project(home, "Tajny projekt")
    draft.unpublish()
    home.promo_cards = json.dumps(
        [
            card("Projekt", page=target.pk),
            card("Mapa", url="https://example.org/mapa"),
            card("Nic", page=draft.pk),
        ]
    )
    home = publish(home)
    translate(target, "en", title="New roads")
    translate(home, "en")
    settle()

    def links(path: str) -> list[str]:
        return [str(url) for url in read(client, path).all("//aside//h3/a/@href")]

    assert links("/pl/") == ["http://localhost/pl/nowe-drogi/", "https://example.org/mapa"]
    english = target.get_translations().get(locale__language_code="en")
    assert links("/en/") == [english.full_url, "https://example.org/mapa"]
    assert english.full_url.startswith("http://localhost/en/")


def test_a_card_s_image_has_an_alternative_text(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    home = homes["pl"]
    image = {"image": make_image().pk, "alt_text": "Mapa regionu", "decorative": False}
    home.promo_cards = json.dumps([card("Mapa", url="https://example.org/", image=image)])
    publish(home)
    settle()

    assert read(client, "/pl/").all("//aside//img/@alt") == ["Mapa regionu"]


def test_a_card_s_image_without_alternative_text_blocks_publishing(homes: dict[str, Any]) -> None:
    home = homes["pl"]
    image = {"image": make_image().pk, "alt_text": "", "decorative": False}
    home.promo_cards = json.dumps([card("Mapa", url="https://example.org/", image=image)])

    with pytest.raises(ValidationError):
        publish(home)


def test_menus_name_only_what_is_public(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    make_section(homes["pl"], "Aktualności")
    make_section(homes["pl"], "Dział roboczy").unpublish()
    make_project(homes["pl"], "W menu", show_in_menus=True)
    make_project(homes["pl"], "Poza menu")
    settle()

    answer = read(client, "/pl/")

    menu = [a.text for a in answer.all("//nav[contains(@class,'site-menu')]//a")]
    assert menu[:2] == ["Aktualności", "W menu"]
    assert "Poza menu" not in menu
    assert "Dział roboczy" not in answer.words
    current = read(client, "/pl/aktualnosci/").all(
        "//nav[contains(@class,'site-menu')]//a[@aria-current]"
    )
    assert [a.text for a in current] == ["Aktualności"]


def test_the_footer_links_the_accessibility_statement_in_every_language(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    page = InfoPage(
        title="Deklaracja dostępności", locale=homes["pl"].locale, live=False, in_footer=True
    )
    homes["pl"].add_child(instance=page)
    page = publish(page)
    translate(page, "en", title="Accessibility statement")
    settle()

    def footer(path: str) -> list[tuple[str, str | None]]:
        links = read(client, path).all("//footer[@class='site-footer']//a")
        return [(a.text, a.get("lang")) for a in links if "/feeds/" not in a.get("href")]

    assert footer("/pl/") == [("Deklaracja dostępności", None)]
    assert footer("/en/") == [("Accessibility statement", None)]
    assert footer("/uk/projects/") == [("Deklaracja dostępności", "pl")]
    for translation in page.get_translations(inclusive=True):
        translation.unpublish()
    assert footer("/pl/") == []


def test_a_page_that_is_not_there_answers_in_the_language_of_its_address(
    client: Client, homes: dict[str, Any]
) -> None:
    answer = read(client, "/uk/nema/")

    assert answer.status == 404
    assert answer.language == "uk"
    assert answer.all("//main//a/@href") == ["http://localhost/uk/"]
    assert answer.text("//h1")
