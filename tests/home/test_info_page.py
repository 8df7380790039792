"""Information pages: in the tree, not on the wire, and shown by the same rules."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from home.models import InfoPage
from tests.factories import make_image, make_project, publish, translate
from tests.newsroom.web.reading import Answer, read

Settle = Callable[[], None]

pytestmark = pytest.mark.django_db


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def image_block(image: Any, alt: str) -> dict[str, Any]:
    value = {"image": image.pk, "alt_text": alt, "decorative": False}
    return block("image", {"image": value, "caption": "", "credit": ""})


def make_info(home: Any, *blocks: dict[str, Any], **fields: Any) -> InfoPage:
    page = InfoPage(
        title="O nas", locale=home.locale, live=False, body=json.dumps(blocks), **fields
    )
    home.add_child(instance=page)
    return publish(page)


def test_an_information_page_is_shown_in_every_language(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    page = make_info(
        homes["pl"],
        block("rich_text", "<p>Pracujemy od poniedziałku do piątku.</p>"),
        image_block(make_image(), "Budynek urzędu"),
        lead="Kim jesteśmy.",
    )
    settle()
    translate(page, "en", title="About us", slug="about-us")
    translate(page, "uk", title="Про нас", slug="pro-nas")
    settle()

    polish, english = read(client, "/pl/o-nas/"), read(client, "/en/about-us/")

    assert (polish.status, polish.language) == (200, "pl")
    assert (english.status, english.language) == (200, "en")
    assert english.text("//h1") == "About us"
    assert polish.all("//main//img/@alt") == ["Budynek urzędu"]
    assert english.all("//main//img/@alt") == ["Budynek urzędu en"]
    paths = {"pl": "/pl/o-nas/", "en": "/en/about-us/", "uk": "/uk/pro-nas/"}
    assert polish.alternates == paths | {"x-default": "/pl/o-nas/"}
    assert polish.switcher == english.switcher == paths
    assert polish.canonical == "http://localhost/pl/o-nas/"


def test_links_to_what_is_not_public_lose_their_address(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    project = make_project(homes["pl"], "Nowe drogi")
    project.unpublish()
    link = f'<p>Zobacz <a linktype="page" id="{project.pk}">projekt</a>.</p>'
    make_info(homes["pl"], block("rich_text", link))
    settle()

    answer = read(client, "/pl/o-nas/")

    assert "Zobacz projekt." in answer.words
    assert "nowe-drogi" not in answer.response.content.decode()


def test_an_image_that_is_not_public_is_left_out(
    client: Client, homes: dict[str, Any], settle: Settle
) -> None:
    closed = Collection.get_first_root_node().add_child(name="Zamknięte")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    make_info(homes["pl"], image_block(make_image(collection=closed), "Tajny plan"))
    settle()

    answer = read(client, "/pl/o-nas/")

    assert answer.status == 200
    assert not answer.all("//main//img")
    assert "Tajny plan" not in answer.response.content.decode()


def test_an_image_without_alternative_text_blocks_publishing(homes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_info(homes["pl"], image_block(make_image(), ""))


def test_an_alias_shows_its_source(client: Client, homes: dict[str, Any], settle: Settle) -> None:
    page = make_info(homes["pl"], block("rich_text", "<p>Pracujemy.</p>"))
    alias = page.copy_for_translation(homes["en"].locale, alias=True)
    settle()

    answer = read(client, alias.full_url)

    assert answer.status == 200
    assert answer.language == "pl"
    assert answer.canonical == "http://localhost/pl/o-nas/"
    assert "Pracujemy." in answer.words


def test_a_preview_shows_the_draft(admin_client: Client, homes: dict[str, Any]) -> None:
    page = make_info(homes["pl"], block("rich_text", "<p>Stary tekst.</p>"))
    page.body = json.dumps([block("rich_text", "<p>Nowy tekst.</p>")])
    page.save_revision()

    preview = Answer(admin_client.get(f"/admin/pages/{page.pk}/view_draft/"))

    assert "Nowy tekst." in preview.words
    assert "Stary tekst." not in preview.words
