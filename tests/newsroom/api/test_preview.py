"""The preview link: a draft for whoever has it, in the shape of the published item."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page

from newsroom.models import ArticlePhoto, WireItem, uid_for
from tests.editor import Editor
from tests.factories import (
    add_photos,
    make_article,
    make_image,
    make_section,
    make_site_tree,
    submit_for_translation,
)
from tests.newsroom.previewing import preview_link, preview_token

PREVIEW = "/api/news/v1/preview/"
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
Settle = Callable[[], None]


@pytest.fixture
def now() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def draft(homes: dict[str, Any]) -> Page:
    return make_article(make_section(homes["pl"]), "Szkic", alts=["Nowa czytelnia"], live=False)


def api_url(page: Page, noun: str = "articles") -> str:
    return f"/api/news/v1/{noun}/{uid_for(page.translation_key, page.locale.language_code)}/"


@pytest.mark.parametrize(
    ("name", "noun"), [("library", "articles"), ("gallery", "galleries"), ("project", "projects")]
)
def test_a_draft_is_byte_for_byte_what_is_given_once_it_is_published(
    now: Any, newsroom: SimpleNamespace, editor: Editor, settle: Settle, name: str, noun: str
) -> None:
    page = getattr(newsroom, name)
    before = Client().get(api_url(page, noun))
    editor.save(page, title="Całkiem nowy tytuł", slug="calkiem-nowy", lead="Nowy wstęp.")
    settle()

    preview = Client().get(preview_link(editor, page))
    assert Client().get(api_url(page, noun)).content == before.content
    editor.publish(page)
    settle()
    live = Client().get(api_url(page, noun))

    assert preview.content == live.content != before.content
    assert preview.json()["former_urls"] == [before.json()["url"]]
    assert preview["Content-Type"] == live["Content-Type"]
    assert preview["Content-Language"] == live["Content-Language"] == "pl"


def test_a_draft_that_was_never_published_is_what_it_would_be_now(
    now: Any, draft: Page, editor: Editor, settle: Settle
) -> None:
    # The photo is public already, so that all its sizes are there.
    photo = draft.get_latest_revision_as_object().photos.first()
    make_article(draft.get_parent(), alts=["Czytelnia"], image=photo.image)
    settle()
    preview = Client().get(preview_link(editor, draft))
    draft.get_latest_revision().publish()
    settle()

    assert preview.content == Client().get(api_url(draft)).content
    assert preview.json()["published_at"] == "2026-05-04T09:30:00Z"
    assert preview.json()["url"] == "http://localhost/pl/aktualnosci/szkic/"
    assert preview.json()["lead_photo"]["alt"] == "Nowa czytelnia"


def test_a_draft_that_is_to_go_live_later_is_what_it_will_be_then(
    now: Any, draft: Page, editor: Editor, settle: Settle
) -> None:
    draft.go_live_at = NOW + timedelta(days=3)
    draft.save_revision(approved_go_live_at=draft.go_live_at).publish()

    preview = Client().get(preview_link(editor, draft))
    now.move_to(NOW + timedelta(days=3))
    settle()

    assert preview.json()["published_at"] == "2026-05-07T09:30:00Z"
    assert preview.content == Client().get(api_url(draft)).content


def test_the_link_gives_what_was_saved_last(draft: Page, editor: Editor) -> None:
    link = preview_link(editor, draft)
    assert Client().get(link).json()["title"] == "Szkic"

    editor.save(draft, title="Szkic poprawiony")

    assert Client().get(link).json()["title"] == "Szkic poprawiony"


def test_a_draft_of_a_translation(
    newsroom: SimpleNamespace, editor: Editor, settle: Settle
) -> None:
    submit_for_translation(newsroom.bridge, "en")
    translation = newsroom.bridge.get_translation(newsroom.homes["en"].locale)
    assert not translation.live

    preview = Client().get(preview_link(editor, translation))

    assert preview.json()["id"] == str(uid_for(translation.translation_key, "en"))
    assert preview.json()["locale"] == preview["Content-Language"] == "en"
    assert [item["locale"] for item in preview.json()["translations"]] == ["pl"]


def test_a_draft_in_a_restricted_section(homes: dict[str, Any], editor: Editor) -> None:
    section = make_section(homes["pl"], "Wewnętrzne")
    page = make_article(section, "Szkic", live=False)
    editor.restrict(section)

    preview = Client().get(preview_link(editor, page)).json()

    assert preview["title"] == "Szkic"
    # The section is not public, so nobody reads of it.
    assert preview["section"] is None


def test_what_a_draft_embeds_must_be_public(
    newsroom: SimpleNamespace, draft: Page, editor: Editor
) -> None:
    private = Collection.get_first_root_node().add_child(name="Prywatne")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    secret = make_image(collection=private)
    add_photos(draft, ArticlePhoto, ["Tajne"], image=secret)
    draft.project = newsroom.project
    newsroom.project.unpublish()
    draft.save_revision()

    preview = Client().get(preview_link(editor, draft)).json()

    assert (preview["photos"], preview["lead_photo"], preview["project"]) == ([], None, None)


def test_reading_a_draft_changes_nothing(draft: Page, editor: Editor) -> None:
    link = preview_link(editor, draft)

    with CaptureQueriesContext(connection) as queries:
        assert Client().get(link).status_code == 200

    assert {query["sql"].lstrip("(").split()[0] for query in queries} == {"SELECT"}
    assert not WireItem.objects.exists()


def test_nobody_keeps_an_answer_or_hands_its_address_on(draft: Page, editor: Editor) -> None:
    token = preview_token(editor, draft)

    for query, status in (
        ({"token": token}, 200),
        ({"token": f"{token}x"}, 403),
        ({}, 400),
        ({"token": token, "fields": "full"}, 400),
    ):
        response = Client().get(PREVIEW, query)
        assert response.status_code == status
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.has_header("ETag")
        assert not response.has_header("Last-Modified")


def test_every_origin_may_read_it(draft: Page, editor: Editor) -> None:
    link = preview_link(editor, draft)

    for response in (Client().get(link), Client().options(link)):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.has_header("Access-Control-Allow-Credentials")
    assert Client().head(link).status_code == 200
    assert Client().post(link).status_code == 405


def test_everybody_gets_the_same_answer(now: Any, draft: Page, editor: Editor) -> None:
    link = preview_link(editor, draft)
    plain = Client().get(link)

    for response in (
        editor.client.get(link),
        Client().get(link, headers={"accept-language": "uk"}),
    ):
        assert response.content == plain.content
        assert dict(response.headers) == dict(plain.headers)
        assert not response.cookies


def test_the_absolute_link_is_that_of_the_pages_site(homes: dict[str, Any], editor: Editor) -> None:
    other = make_site_tree("gmina.newsroom.test", slug="gmina")
    page = make_article(make_section(other["pl"], "Wieści"), "Szkic", live=False)

    link = preview_link(editor, page)

    assert link.startswith(f"http://gmina.newsroom.test{PREVIEW}?token=")
    response = Client().get(link, headers={"host": "gmina.newsroom.test"})
    assert response.json()["url"] == "http://gmina.newsroom.test/pl/wiesci/szkic/"


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("", "token"),
        ("?token=", "token"),
        ("?token=a&token=b", "token"),
        ("?token=%00", "token"),
        (f"?token={'a' * 201}", "token"),
        ("?token=a&page=1", "page"),
        ("?id=1", "id"),
    ],
)
def test_a_malformed_request_is_refused_by_name(
    homes: dict[str, Any], query: str, param: str
) -> None:
    response = Client().get(f"{PREVIEW}{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert param in [error["param"] for error in response.json()["errors"]]
