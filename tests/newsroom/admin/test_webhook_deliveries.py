"""The log of deliveries, test events, and sending again."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from newsroom.models import DeliveryState, WebhookDelivery
from tests.editor import Editor
from tests.factories import make_article, make_section
from tests.newsroom.delivery.receiver import Answer, Receiver

from .webhooks import ADDRESS, colleague, make_delivery, make_webhook

Settle = Callable[[], None]
LOG = f"{ADDRESS}deliveries/"
NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


def words(answer: Any, selector: str = "main") -> str:
    found = BeautifulSoup(answer.content, "html.parser").select_one(selector)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def rows(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LOG}{query}")
    assert answer.status_code == 200
    table = BeautifulSoup(answer.content, "html.parser").select_one("table.listing")
    found = table.select("tbody tr") if table else []
    return [" ".join(row.get_text(" ").split()) for row in found]


def titles(client: Client, query: str = "") -> list[str]:
    page = BeautifulSoup(client.get(f"{LOG}{query}").content, "html.parser")
    return [link.get_text(strip=True) for link in page.select("td.title .title-wrapper a")]


# Test events


def test_a_test_event_tells_at_once_that_it_was_taken(
    editor: Editor, section: Page, receiver: Receiver
) -> None:
    receiver.answer = lambda received: Answer(202, body=b"Thank you")
    endpoint = make_webhook(url=receiver.url)
    answer = editor.client.post(f"{ADDRESS}{endpoint.pk}/test/", follow=True)
    said = words(answer)
    assert "The receiver took the test event: status 202" in answer.content.decode()
    assert "Test event" in said
    assert "Thank you" in said
    assert receiver.events[0]["type"] == "test"
    delivery = WebhookDelivery.objects.get()
    assert str(delivery.event) == receiver.received[0].id
    assert answer.redirect_chain == [(f"{LOG}{delivery.pk}/", 302)]


def test_a_test_event_tells_at_once_why_it_was_refused(
    editor: Editor, section: Page, receiver: Receiver
) -> None:
    receiver.answer = lambda received: Answer(401, body=b"<b>wrong</b> signature")
    endpoint = make_webhook(url=receiver.url)
    answer = editor.client.post(f"{ADDRESS}{endpoint.pk}/test/", follow=True)
    assert "The receiver refused the test event: status 401" in answer.content.decode()
    assert "&lt;b&gt;wrong&lt;/b&gt; signature" in answer.content.decode()
    assert "failed" in words(answer, "dl")


def test_a_test_event_tells_at_once_why_there_is_no_answer(editor: Editor, section: Page) -> None:
    endpoint = make_webhook(url="https://10.0.0.1/")
    answer = editor.client.post(f"{ADDRESS}{endpoint.pk}/test/", follow=True)
    told = "The test event did not arrive: 10.0.0.1 is not a public address."
    assert told in answer.content.decode()
    # Nobody has missed any news by it.
    assert "Given up nothing" in words(editor.client.get(f"{ADDRESS}inspect/{endpoint.pk}/"))


# The log


def test_the_log_tells_what_happened_to_each_event(
    editor: Editor, section: Page, settle: Settle
) -> None:
    article = make_article(section, "Otwarto czytelnię")
    settle()
    delivery = make_delivery(
        make_webhook(),
        article,
        "due",
        attempts=3,
        attempted=NOON - timedelta(minutes=2),
        status=503,
        answer="\nOverloaded\nCome again",
        seconds=1.5,
        not_before=NOON + timedelta(minutes=8),
    )

    [row] = rows(editor.client)

    for told in (
        "Otwarto czytelnię",
        "published or changed",
        "polski",
        str(delivery.event),
        "Tygodnik powiatu",
        "waiting",
        "3 attempts",
        "next attempt",
        "503",
        "1.50 s",
        "Overloaded",
    ):
        assert told in row, told
    assert "Come again" not in row
    detail = words(editor.client.get(f"{LOG}{delivery.pk}/"))
    assert "Overloaded Come again" in detail
    assert str(delivery.event) in detail
    assert "Attempts 3" in detail


def test_the_title_leads_to_the_page_for_who_may_edit_it(
    editor: Editor, section: Page, settle: Settle, django_user_model: Any, homes: dict[str, Any]
) -> None:
    article = make_article(section)
    settle()
    delivery = make_delivery(make_webhook(), article)
    link = f"/admin/pages/{article.pk}/edit/"
    stranger = colleague(django_user_model, "view", name="stranger")
    for path in ("", f"{delivery.pk}/"):
        assert link in editor.client.get(f"{LOG}{path}").content.decode()
        assert link not in stranger.get(f"{LOG}{path}").content.decode()
    GroupPagePermission.objects.create(
        group=Group.objects.get(name="stranger"),
        page=homes["pl"],
        permission=Permission.objects.get(codename="change_page"),
    )
    assert link in stranger.get(LOG).content.decode()


def test_the_title_of_a_draft_is_not_told_to_who_may_not_see_it(
    editor: Editor, section: Page, settle: Settle, django_user_model: Any
) -> None:
    article = make_article(section, "Otwarto czytelnię")
    settle()
    editor.publish(article, title="Tajny tytuł")
    editor.unpublish(article)
    settle()
    make_delivery(make_webhook(), article)
    assert titles(editor.client) == ["Tajny tytuł"]
    stranger = colleague(django_user_model, "view")
    assert titles(stranger) == ["An item that is no longer public"]
    assert "withdrawn" in rows(stranger)[0]


def test_the_log_is_filtered_and_the_newest_stands_first(
    editor: Editor, section: Page, settle: Settle, clock: Any
) -> None:
    old, new = make_article(section, "Dawny"), make_article(section, "Nowy")
    settle()
    first, second = make_webhook("Pierwszy"), make_webhook("Drugi")
    make_delivery(first, old, "dead", error="No route")
    clock.shift(timedelta(days=2))
    make_delivery(first, new, "due")
    make_delivery(second, new)
    clock.shift(timedelta(minutes=1))
    make_delivery(second, state="dead")

    assert titles(editor.client) == ["Test event", "Nowy", "Nowy", "Dawny"]
    assert titles(editor.client, f"?endpoint={first.pk}") == ["Nowy", "Dawny"]
    # A test that failed is not given up: it is never tried again.
    assert titles(editor.client, "?state=dead") == ["Dawny"]
    assert titles(editor.client, "?state=due") == ["Nowy"]
    assert titles(editor.client, "?event=test") == ["Test event"]
    assert titles(editor.client, "?event=put") == ["Nowy", "Nowy", "Dawny"]
    assert titles(editor.client, "?event=withdrawn") == []
    assert titles(editor.client, "?created_to=2026-05-04") == ["Dawny"]
    assert titles(editor.client, "?created_from=2026-05-05&state=delivered") == ["Nowy"]
    assert "failed" in rows(editor.client, "?event=test")[0]


def test_the_log_has_pages_and_asks_as_much_for_fifty_as_for_one(
    editor: Editor, section: Page, settle: Settle
) -> None:
    articles = [make_article(section, f"Tekst {number}") for number in range(3)]
    settle()
    endpoint = make_webhook()
    make_delivery(endpoint, articles[0])

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            editor.client.get(f"{LOG}?state=delivered")
        return len(found)

    queries()
    first = queries()
    for number in range(55):
        make_delivery(make_webhook(f"Portal {number}"), articles[number % 3])
    assert queries() == first
    assert len(rows(editor.client)) == 50
    assert len(rows(editor.client, "?p=2")) == 6


# Sending again


def test_one_event_is_sent_again_under_its_id(
    editor: Editor, section: Page, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    delivery = make_delivery(make_webhook(), article, "dead", attempts=10, status=500)
    editor.post(f"webhooks/deliveries/{delivery.pk}/resend/")
    again = WebhookDelivery.objects.get()
    assert (again.event, again.state) == (delivery.event, DeliveryState.DUE)
    assert again.not_before == NOON
    assert again.attempts == 0
    entry = ModelLogEntry.objects.get()
    assert entry.action == "newsroom.webhook.resend"
    assert str(delivery.event) in entry.message


def test_a_test_event_is_not_sent_again(editor: Editor, section: Page) -> None:
    delivery = make_delivery(make_webhook(), state="dead")
    editor.client.post(f"{LOG}{delivery.pk}/resend/")
    assert WebhookDelivery.objects.get().state == DeliveryState.DEAD
    assert "Send another test event" in words(editor.client.get(f"{LOG}{delivery.pk}/"))


def test_all_since_a_moment_is_sent_again_and_counted(
    editor: Editor, section: Page, settle: Settle, clock: Any
) -> None:
    before = make_article(section, "Przed")
    settle()
    clock.shift(timedelta(hours=1))
    articles = [make_article(section, f"Po {number}") for number in range(3)]
    settle()
    endpoint = make_webhook()
    make_delivery(endpoint, before)
    make_delivery(endpoint, articles[0])
    make_delivery(endpoint, articles[1], "dead")
    since = timezone.localtime(NOON + timedelta(minutes=30)).strftime("%Y-%m-%d %H:%M")

    answer = editor.client.post(f"{ADDRESS}{endpoint.pk}/resend/", {"since": since}, follow=True)

    assert "3 events since" in answer.content.decode()
    due = WebhookDelivery.objects.filter(state="due").values_list(
        "change__item__page_id", flat=True
    )
    assert sorted(due) == sorted(article.pk for article in articles)
    entry = ModelLogEntry.objects.get()
    assert entry.action == "newsroom.webhook.resend_since"
    assert "3 events since" in entry.message


def test_sending_again_says_when_there_was_nothing(editor: Editor, section: Page) -> None:
    endpoint = make_webhook()
    answer = editor.client.post(
        f"{ADDRESS}{endpoint.pk}/resend/", {"since": "2026-05-04 09:00"}, follow=True
    )
    assert "There was nothing since" in answer.content.decode()
    assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2026-05-04 23:00", "This moment is still to come."),
        ("yesterday", "Enter a valid date/time."),
        ("", "This field is required."),
    ],
)
def test_a_moment_that_makes_no_sense_is_refused(
    editor: Editor, section: Page, since: str, said: str
) -> None:
    endpoint = make_webhook()
    answer = editor.client.post(f"{ADDRESS}{endpoint.pk}/resend/", {"since": since})
    assert said in words(answer)
