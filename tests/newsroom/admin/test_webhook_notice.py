"""The notice on the admin's home page that partners are not told of the news."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from newsroom.delivery.webhooks import resend
from tests.editor import Editor
from tests.factories import make_article, make_section
from tests.shared import shared

from .webhooks import ADDRESS, colleague, make_delivery, make_webhook

Settle = Callable[[], None]
LOG = f"{ADDRESS}deliveries/"


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


@shared
def articles(section: Page, settle: Settle) -> list[Page]:
    found = [make_article(section, f"Tekst {number}") for number in range(3)]
    settle()
    return list(found)


def notice(client: Client) -> str:
    """What the panel says, or nothing."""
    found = BeautifulSoup(client.get("/admin/").content, "html.parser")
    section = found.select_one("#newsroom-webhooks-content")
    return " ".join(section.get_text(" ").split()) if section else ""


def test_while_all_webhooks_work_there_is_no_notice(editor: Editor, articles: list[Page]) -> None:
    endpoint = make_webhook(failures=1)
    make_delivery(endpoint, articles[0])
    make_delivery(endpoint, articles[1], "due")
    make_delivery(endpoint, state="dead")  # a test
    make_webhook("Switched off by hand", active=False)
    assert notice(editor.client) == ""


def test_what_is_given_up_is_told_until_somebody_looks_at_it(
    editor: Editor, articles: list[Page], django_user_model: Any
) -> None:
    endpoint, colleagues = make_webhook(), colleague(django_user_model, "change")
    make_delivery(endpoint, articles[0], "dead")
    make_delivery(endpoint, articles[1], "dead")
    assert notice(editor.client).startswith("2 deliveries have been given up since you last looked")

    page = BeautifulSoup(editor.client.get("/admin/").content, "html.parser")
    link = page.select_one("#newsroom-webhooks-content a")
    assert link is not None
    assert editor.client.get(str(link["href"])).status_code == 200

    assert notice(editor.client) == ""
    # Somebody else has not looked yet.
    assert notice(colleagues).startswith("2 deliveries")
    make_delivery(endpoint, articles[2], "dead")
    assert notice(editor.client).startswith("1 delivery has been given up")


@pytest.mark.parametrize("query", ["?state=due", "?endpoint={pk}", "?event=test"])
def test_looking_at_something_else_leaves_the_notice(
    editor: Editor, articles: list[Page], query: str
) -> None:
    endpoint = make_webhook()
    make_delivery(endpoint, articles[0], "dead")
    editor.client.get(LOG + query.format(pk=endpoint.pk))
    assert notice(editor.client) != ""
    editor.client.get(LOG)
    assert notice(editor.client) == ""


def test_what_is_sent_again_is_no_longer_given_up(editor: Editor, articles: list[Page]) -> None:
    delivery = make_delivery(make_webhook(), articles[0], "dead")
    resend(delivery)
    assert notice(editor.client) == ""


def test_paused_and_switched_off_webhooks_are_named_with_a_link(
    editor: Editor, section: Page
) -> None:
    now = timezone.now()
    paused = make_webhook("Paused", failures=5, paused_until=now + timedelta(minutes=2))
    make_webhook("Over", failures=5, paused_until=now - timedelta(minutes=2))
    make_webhook("Gone", active=False, switched_off=now, switched_off_because="It said 410.")
    said = notice(editor.client)
    assert "Paused : paused after failures, tried again on" in said
    assert "Gone : switched off by the receiver, since" in said
    assert "It said 410." in said
    assert "Over" not in said
    assert f"{ADDRESS}inspect/{paused.pk}/" in editor.client.get("/admin/").content.decode()


def test_only_who_may_change_webhooks_is_told(
    section: Page, articles: list[Page], django_user_model: Any
) -> None:
    make_delivery(make_webhook(), articles[0], "dead")
    assert notice(colleague(django_user_model, "view", "add", "delete", name="others")) == ""
    assert notice(colleague(django_user_model, "change", name="keepers")) != ""
