"""Somebody adds a webhook by keyboard, takes its secret, tries it, and sends an event again."""

import re
import ssl
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import violations
from tests.browser.conftest import Served
from tests.newsroom.delivery.receiver import Answer, Received, Receiver

from .admin import hire, log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.tab(locale="en-GB", permissions=["clipboard-read", "clipboard-write"]),
]

KEEPER, TITLE = "lacznik", "Kładka nad torami jest otwarta"
PUBLISH = f"""
from newsroom.models import ArticlePage, NewsIndexPage
sections = NewsIndexPage.objects.filter(locale__language_code="pl", live=True)
section = sections.order_by("path").first()
article = ArticlePage(title="{TITLE}", locale=section.locale, live=False)
section.add_child(instance=article)
article.save_revision().publish()
"""


@pytest.fixture
def receiver(served: Served) -> Iterator[Receiver]:
    """Give a partner's server with a certificate that the site trusts."""
    server = Receiver()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with server:
        yield server


def test_a_webhook_from_its_making_to_an_event_that_is_sent_again(
    served: Served, page: Page, receiver: Receiver, axe: str
) -> None:
    hire(served, KEEPER)
    log_in(page, KEEPER, KEEPER)
    page.goto("/admin/webhooks/")
    assert violations(page, axe, "main") == []
    page.get_by_role("link", name="Add webhook").first.press("Enter")
    page.wait_for_url("**/webhooks/new/")
    assert violations(page, axe, "main") == []
    fill_in(page, receiver)

    secret = take_secret(page, axe)

    assert violations(page, axe, "main") == []
    try_it(page, receiver, secret, axe)
    served.manage("shell", "--no-imports", "--command", PUBLISH)
    served.manage("run_worker", "--once")
    [event] = told_of_the_article(receiver)
    assert event.verified(secret)
    send_again(page, axe)
    served.manage("run_worker", "--once")
    assert [one.id for one in told_of_the_article(receiver)] == [event.id, event.id]


def told_of_the_article(receiver: Receiver) -> list[Received]:
    """What arrived about it; the worker may have had more to tell of."""
    told = [one for one in receiver.received if one.event["type"] == "item.put"]
    return [one for one in told if one.data["item"]["title"] == TITLE]


def fill_in(page: Page, receiver: Receiver) -> None:
    """With the keyboard alone: each field is the next one of the form."""
    page.locator("#id_name").focus()
    page.keyboard.type("Portal partnera")
    tab_to(page, "#id_url")
    page.keyboard.type(f"https://127.0.0.1:{receiver.server_port}/news")
    tab_to(page, "#id_active")
    expect(page.locator("#id_active")).to_be_checked()
    tab_to(page, "#id_kinds_0")
    page.keyboard.press("Space")
    tab_to(page, "#id_languages_0")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Create").press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press the Tab key until the field is reached; before that there are only other fields."""
    field = page.locator(selector)
    for _ in range(8):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            return
    pytest.fail(f"The Tab key does not lead to {selector}")


def take_secret(page: Page, axe: str) -> str:
    """Copy the secret; afterwards no page has it, not even this one loaded again."""
    field = page.get_by_label("Secret")
    expect(field).to_have_value(re.compile(r"whsec_\S{40,}"))
    assert violations(page, axe, "main") == []
    secret = field.input_value()
    page.get_by_role("button", name="Copy the secret").press("Enter")
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    page.reload()
    expect(page.get_by_role("heading", name="Portal partnera").last).to_be_visible()
    assert secret not in page.content()
    page.go_back()
    assert secret not in page.content()
    page.go_forward()
    return secret


def try_it(page: Page, receiver: Receiver, secret: str, axe: str) -> None:
    """Send a test event: once refused, once taken."""
    address = page.url
    receiver.answer = lambda received: Answer(403, body=b"Not yet")
    page.get_by_role("button", name="Send a test event").press("Enter")
    expect(page.get_by_text("The receiver refused the test event: status 403")).to_be_visible()
    expect(page.get_by_text("Not yet")).to_be_visible()
    receiver.answer = lambda received: Answer()
    page.get_by_role("button", name="Send another test event").press("Enter")
    expect(page.get_by_text("The receiver took the test event: status 200")).to_be_visible()
    assert violations(page, axe, "main .nice-padding") == []
    assert receiver.received[-1].verified(secret)["type"] == "test"
    page.goto(address)
    for link in ("New secret…", "Send again since…"):
        page.get_by_role("link", name=link).press("Enter")
        page.wait_for_url(lambda url: url != address)
        assert violations(page, axe, "main") == []
        page.goto(address)
    page.goto(address.replace("inspect", "delete"))
    # Below it is Wagtail's own button.
    assert violations(page, axe, "#what-goes") == []


def send_again(page: Page, axe: str) -> None:
    """Find the event in the log, open it, and send it again."""
    page.goto("/admin/webhooks/deliveries/")
    assert violations(page, axe, "main") == []
    row = page.get_by_role("row").filter(has_text=TITLE)
    expect(row).to_contain_text("delivered")
    row.get_by_role("link", name=TITLE, exact=True).press("Enter")
    page.wait_for_url("**/deliveries/*/")
    assert violations(page, axe, "main") == []
    page.get_by_role("button", name="Send again").press("Enter")
    expect(page.get_by_text("The event is sent again, under the same id.")).to_be_visible()
