"""A webhook's secret is shown once, when it is made."""

from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from newsroom.models import WebhookDelivery, WebhookEndpoint
from tests.editor import Editor
from tests.factories import make_section
from tests.newsroom.delivery.receiver import Receiver
from tests.shared import shared

from .webhooks import ADDRESS, make_webhook

# All pages about a webhook, and those that show what has happened.
PAGES = [
    "/admin/",
    ADDRESS,
    f"{ADDRESS}results/",
    ADDRESS + "edit/{pk}/",
    ADDRESS + "inspect/{pk}/",
    ADDRESS + "history/{pk}/",
    ADDRESS + "delete/{pk}/",
    ADDRESS + "{pk}/secret/",
    ADDRESS + "{pk}/resend/",
    f"{ADDRESS}deliveries/",
    ADDRESS + "deliveries/?endpoint={pk}",
    "/admin/reports/site-history/",
]


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


def shown(answer: Any) -> str:
    """The secret that a page shows to be copied."""
    field = BeautifulSoup(answer.content, "html.parser").select_one("#webhook-secret")
    assert field is not None
    return str(field["value"])


def rotate(editor: Editor, endpoint: WebhookEndpoint, **fields: str) -> Any:
    form = editor.form(f"webhooks/{endpoint.pk}/secret/") | fields
    return editor.post(f"webhooks/{endpoint.pk}/secret/", form, expected=200)


def assert_nowhere(editor: Editor, endpoint: WebhookEndpoint, *secrets: str) -> None:
    for path in (page.format(pk=endpoint.pk) for page in PAGES):
        answer = editor.client.get(path)
        assert answer.status_code == 200, path
        assert not any(secret in answer.content.decode() for secret in secrets), path
    kept = [str(entry.data) + entry.label for entry in ModelLogEntry.objects.all()]
    kept += [str(dict(editor.client.session)), str(editor.client.cookies)]
    assert not any(secret in text for secret in secrets for text in kept)


def test_a_new_webhook_shows_its_secret_once_on_a_page_that_nobody_stores(
    editor: Editor, section: Page
) -> None:
    form = {"name": "Portal", "url": "https://partner.example.org/", "active": "on"}
    answer = editor.post("webhooks/new/", form, expected=200)

    endpoint = WebhookEndpoint.objects.get()
    assert shown(answer) == endpoint.secret
    assert endpoint.secret.startswith("whsec_")
    assert answer.content.decode().count(endpoint.secret) == 1
    assert "no-store" in answer["Cache-Control"]
    assert endpoint.secret not in str(answer.headers)
    assert_nowhere(editor, endpoint, endpoint.secret)


def test_a_replaced_secret_is_shown_once_and_the_former_one_signs_for_a_day(
    editor: Editor, section: Page
) -> None:
    endpoint = make_webhook()
    former = endpoint.secret

    answer = rotate(editor, endpoint)

    endpoint.refresh_from_db()
    assert shown(answer) == endpoint.secret != former
    assert former not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert endpoint.secrets() == [endpoint.secret, former]
    assert endpoint.former_until is not None
    left = endpoint.former_until - timezone.now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    entry = ModelLogEntry.objects.get()
    assert entry.action == "newsroom.webhook.rotate"
    assert entry.user.get_username() == "editor"
    assert_nowhere(editor, endpoint, endpoint.secret, former)


def test_loading_the_page_with_the_secret_again_does_not_replace_it_again(
    editor: Editor, section: Page
) -> None:
    endpoint = make_webhook()
    form = editor.form(f"webhooks/{endpoint.pk}/secret/")
    editor.post(f"webhooks/{endpoint.pk}/secret/", form, expected=200)
    before = WebhookEndpoint.objects.values().get()

    editor.post(f"webhooks/{endpoint.pk}/secret/", form, expected=302)

    assert WebhookEndpoint.objects.values().get() == before
    page = editor.client.get(f"{ADDRESS}{endpoint.pk}/secret/").content.decode()
    assert "Nothing was done" in page
    # Whoever goes on knows what it ends.
    assert "ends at once if you go on" in page
    rotate(editor, endpoint)
    endpoint.refresh_from_db()
    assert endpoint.former_secret == before["secret"]


def test_a_test_event_is_signed_with_the_secret_that_was_shown(
    editor: Editor, section: Page, receiver: Receiver
) -> None:
    endpoint = make_webhook(url=receiver.url)
    secret = shown(rotate(editor, endpoint))
    editor.post(f"webhooks/{endpoint.pk}/test/")
    [received] = receiver.received
    assert received.verified(secret)["type"] == "test"
    delivery = WebhookDelivery.objects.get()
    said = editor.client.get(f"{ADDRESS}deliveries/{delivery.pk}/").content.decode()
    assert secret not in said
