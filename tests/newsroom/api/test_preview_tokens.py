"""What the token of a preview link is good for, and that nothing else is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.test import Client
from wagtail.models import Page, Site

from tests.editor import Editor
from tests.factories import make_article, make_section, make_site_tree
from tests.newsroom.previewing import preview_token

PREVIEW = "/api/news/v1/preview/"
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def draft(homes: dict[str, Any]) -> Page:
    """Give an article that was never published."""
    return make_article(make_section(homes["pl"]), "Szkic", live=False)


def read(client: Client, token: str, **extra: Any) -> Any:
    return client.get(PREVIEW, {"token": token}, **extra)


def test_a_link_is_good_for_an_hour(homes: dict[str, Any], editor: Editor) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        draft = make_article(make_section(homes["pl"]), "Szkic", live=False)
        token = preview_token(editor, draft)

        clock.move_to(NOW + timedelta(hours=1))
        assert read(Client(), token).status_code == 200
        clock.move_to(NOW + timedelta(hours=1, seconds=1))
        assert_is_refused(read(Client(), token))


def test_a_token_says_nothing_but_what_it_is_for(draft: Page, editor: Editor) -> None:
    payload = preview_token(editor, draft).split(":")[0]

    site = Site.objects.get(hostname="localhost")
    assert json.loads(signing.b64_decode(payload.encode())) == {"page": draft.pk, "site": site.pk}


def tampered(token: str, page: Page) -> str:
    return token[:-1] + ("A" if token[-1] != "A" else "B")


def cut_off(token: str, page: Page) -> str:
    return token[:-5]


def made_up(token: str, page: Page) -> str:
    return "żółw"


def for_another_page(token: str, page: Page) -> str:
    other = make_article(page.get_parent().specific, "Inny szkic", live=False)
    payload = {"page": other.pk, "site": Site.objects.get(hostname="localhost").pk}
    forged = signing.b64_encode(json.dumps(payload, separators=(",", ":")).encode()).decode()
    return ":".join([forged, *token.split(":")[1:]])


def for_another_purpose(token: str, page: Page) -> str:
    payload = signing.loads(token, salt="newsroom.api.preview")
    return signing.dumps(payload, salt="newsroom.api.another")


def with_another_key(token: str, page: Page) -> str:
    payload = signing.loads(token, salt="newsroom.api.preview")
    return signing.dumps(payload, key="another key", salt="newsroom.api.preview")


def of_a_deleted_page(token: str, page: Page) -> str:
    page.delete()
    return token


def of_a_page_moved_to_another_site(token: str, page: Page) -> str:
    homes = make_site_tree("gmina.newsroom.test", slug="gmina")
    page.move(make_section(homes["pl"], "Wieści"), pos="last-child")
    return token


def of_a_page_that_is_in_no_site_any_more(token: str, page: Page) -> str:
    page.move(make_section(Page.get_first_root_node(), "Bezdomne"), pos="last-child")
    return token


FORGERIES = [
    tampered,
    cut_off,
    made_up,
    for_another_page,
    for_another_purpose,
    with_another_key,
    of_a_deleted_page,
    of_a_page_moved_to_another_site,
    of_a_page_that_is_in_no_site_any_more,
]


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_a_token_that_is_not_good_is_refused(
    draft: Page, editor: Editor, forge: Callable[[str, Page], str]
) -> None:
    token = preview_token(editor, draft)
    assert read(Client(), token).status_code == 200

    assert_is_refused(read(Client(), forge(token, draft)))


def test_a_token_is_not_good_at_another_site(draft: Page, editor: Editor) -> None:
    make_site_tree("gmina.newsroom.test", slug="gmina")
    token = preview_token(editor, draft)

    assert_is_refused(read(Client(), token, headers={"host": "gmina.newsroom.test"}))


def assert_is_refused(response: Any) -> None:
    """One and the same answer, whatever is wrong."""
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": (
            "This preview link is not valid, or it has expired. Ask the editors for a new one."
        ),
    }
