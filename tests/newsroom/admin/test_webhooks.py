"""The list of webhooks, their pages and their form."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Site

from newsroom.models import WebhookDelivery, WebhookEndpoint, WireSequence
from tests.editor import Editor
from tests.factories import make_article, make_section, make_site_tree, translate
from tests.shared import shared

from .webhooks import ADDRESS, colleague, make_delivery, make_webhook

Settle = Callable[[], None]


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


def words(answer: Any, selector: str = "main") -> str:
    found = BeautifulSoup(answer.content, "html.parser").select_one(selector)
    assert found is not None
    return " ".join(found.get_text(" ").split())


def rows(client: Client) -> list[list[str]]:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    table = BeautifulSoup(answer.content, "html.parser").select_one("table.listing")
    found = table.select("tbody tr") if table else []
    return [[" ".join(cell.get_text(" ").split()) for cell in row("td")] for row in found]


def state(client: Client) -> str:
    return rows(client)[0][3]


def fields(**changes: Any) -> dict[str, Any]:
    """What somebody fills in for a new webhook."""
    return {"name": "Portal", "url": "https://partner.example.org/news", "active": "on"} | changes


# The list


def test_the_list_says_where_a_webhook_is_what_it_wants_and_how_it_does(
    editor: Editor, section: Page, settle: Settle
) -> None:
    article, other = make_article(section), make_article(section, "Drugi")
    settle()
    endpoint = make_webhook(
        kinds=["article", "gallery"],
        languages=["pl"],
        sections=[str(section.translation_key)],
        succeeded=1,
    )
    make_delivery(endpoint, article)
    make_delivery(endpoint, other, "due")
    make_delivery(endpoint, state="dead")  # a test

    [row] = rows(editor.client)

    assert row[0].startswith("Tygodnik powiatu")
    assert row[1] == "https://partner.example.org/news"
    assert row[2] == "Kinds: Article, Gallery Languages: polski Sections: Aktualności"
    assert row[3] == "works"
    assert "ago" in row[4] or "now" in row[4].lower()
    assert row[5] == "1 Waiting: Tygodnik powiatu"
    assert row[6] == "0"


def test_a_webhook_without_wishes_is_told_of_everything(editor: Editor, section: Page) -> None:
    make_webhook()
    assert rows(editor.client)[0][2] == "everything"


def test_each_state_is_said_in_words(editor: Editor, section: Page) -> None:
    endpoint = make_webhook()
    now = timezone.now()
    assert state(editor.client) == "nothing sent yet"

    def become(**values: Any) -> str:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**values)
        return state(editor.client)

    assert become(succeeded=3) == "works"
    assert become(failures=2) == "the last attempt failed 2 failures in a row"
    paused = become(failures=6, paused_until=now + timedelta(minutes=10))
    assert paused.startswith("paused after failures tried again on ")
    assert paused.endswith("6 failures in a row")
    assert become(paused_until=now - timedelta(seconds=1)).startswith("the last attempt failed")
    gone = become(active=False, switched_off=now, switched_off_because="It answered 410.")
    assert gone.startswith("switched off by the receiver since ")
    assert gone.endswith("It answered 410.")
    assert become(switched_off=None, switched_off_because="") == "switched off"


def test_the_list_asks_as_much_for_ten_webhooks_as_for_one(
    editor: Editor, section: Page, settle: Settle
) -> None:
    article = make_article(section)
    settle()

    def add(number: int) -> None:
        sections = [str(make_section(section.get_parent(), f"Dział {number}").translation_key)]
        make_delivery(make_webhook(f"Portal {number}", sections=sections), article, "dead")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            editor.client.get(ADDRESS)
        return len(found)

    add(0)
    editor.client.get(ADDRESS)
    first = queries()
    for number in range(1, 10):
        add(number)
    assert queries() == first
    assert len(rows(editor.client)) == 10


def test_the_site_is_named_where_there_are_several(editor: Editor, section: Page) -> None:
    make_webhook()
    assert len(rows(editor.client)[0]) == 7
    make_site_tree("second.newsroom.test", "drugi")
    assert "Urząd" in rows(editor.client)[0][2]


# The form


def test_a_new_webhook_is_told_of_what_happens_from_now_on(
    editor: Editor, section: Page, settle: Settle
) -> None:
    make_article(section)
    settle()
    newest = WireSequence.objects.get().value
    assert newest > 0

    editor.post(
        "webhooks/new/",
        fields(kinds=["article"], languages=["en", "pl"], sections=[section.translation_key]),
        expected=200,
    )

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.name, endpoint.url) == ("Portal", "https://partner.example.org/news")
    assert endpoint.site == Site.objects.get()
    assert endpoint.kinds == ["article"]
    assert endpoint.languages == ["en", "pl"]
    assert endpoint.sections == [str(section.translation_key)]
    assert WebhookEndpoint.objects.get().active
    assert endpoint.position == newest
    assert ModelLogEntry.objects.get(action="wagtail.create").label == "Portal"


def test_a_webhook_can_be_made_switched_off(editor: Editor, section: Page) -> None:
    assert editor.form("webhooks/new/")["active"] == ["on"]
    form = fields()
    del form["active"]
    editor.post("webhooks/new/", form, expected=200)
    assert not WebhookEndpoint.objects.get().active


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://partner.example.org/", "must start with https"),
        ("https://name:word@partner.example.org/", "user name or a password"),
        ("https://partner.example.org:22/", "Port 22 is not allowed"),
        ("https://127.0.0.1/", "not a public address"),
        ("", "required"),
    ],
)
def test_an_address_that_may_not_be_called_is_refused_with_the_reason(
    editor: Editor, section: Page, url: str, said: str
) -> None:
    answer = editor.client.post(f"{ADDRESS}new/", fields(url=url))
    assert said in words(answer)
    assert not WebhookEndpoint.objects.exists()


@pytest.mark.parametrize("field", ["kinds", "languages", "sections"])
def test_wishes_that_nobody_offered_are_refused(editor: Editor, section: Page, field: str) -> None:
    answer = editor.client.post(f"{ADDRESS}new/", fields(**{field: [str(uuid4())]}))
    assert "is not one of the available choices" in words(answer)
    assert not WebhookEndpoint.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_webhook(editor: Editor, section: Page) -> None:
    editor.post("webhooks/new/", fields(), expected=200)
    answer = editor.client.post(f"{ADDRESS}new/", fields(name="portal"))
    assert "There is a webhook of this name already." in words(answer)
    assert WebhookEndpoint.objects.count() == 1


def test_a_section_is_offered_once_for_all_languages_under_its_title_in_the_default_one(
    editor: Editor, homes: dict[str, Any], section: Page
) -> None:
    translate(section, "en", title="News")
    make_section(homes["pl"], "Szkice").unpublish()
    page = BeautifulSoup(editor.client.get(f"{ADDRESS}new/").content, "html.parser")
    boxes = page.select("input[name=sections]")
    labels = [box.find_parent("label") for box in boxes]
    assert [box["value"] for box in boxes] == [str(section.translation_key)]
    assert [label.get_text(strip=True) for label in labels if label] == ["Aktualności"]


def test_sections_of_another_site_are_refused(editor: Editor, section: Page) -> None:
    others = make_section(make_site_tree("second.newsroom.test", "drugi")["pl"], "Obce")
    first, second = Site.objects.order_by("-is_default_site")
    form = fields(site=first.pk, sections=[others.translation_key])

    answer = editor.client.post(f"{ADDRESS}new/", form)

    assert "choose sections of that Site" in words(answer)
    editor.post("webhooks/new/", form | {"site": second.pk}, expected=200)
    assert WebhookEndpoint.objects.get().site == second


def test_a_section_that_is_gone_stays_chosen_since_none_would_mean_all(
    editor: Editor, section: Page
) -> None:
    endpoint = make_webhook(sections=[str(section.translation_key)], languages=["de"])
    section.delete()
    form = editor.form(f"webhooks/edit/{endpoint.pk}/")

    assert form["sections"] == [str(section.translation_key)]
    editor.post(f"webhooks/edit/{endpoint.pk}/", form | {"name": "Nowa nazwa"})

    endpoint.refresh_from_db()
    assert endpoint.name == "Nowa nazwa"
    assert endpoint.sections == [str(section.translation_key)]
    assert endpoint.languages == ["de"]
    assert "a section that is no longer there" in rows(editor.client)[0][2]


def test_saving_the_form_leaves_alone_what_the_worker_wrote_meanwhile(
    editor: Editor, section: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = make_webhook(kinds=["article"])
    form = editor.form(f"webhooks/edit/{endpoint.pk}/")
    full_clean = WebhookEndpoint.full_clean

    def clean_while_the_worker_writes(self: WebhookEndpoint, *args: Any, **kwargs: Any) -> None:
        WebhookEndpoint.objects.update(position=41, failures=3, succeeded=7)
        full_clean(self, *args, **kwargs)

    monkeypatch.setattr(WebhookEndpoint, "full_clean", clean_while_the_worker_writes)
    editor.post(f"webhooks/edit/{endpoint.pk}/", form | {"kinds": ["project"]})

    changed = WebhookEndpoint.objects.get()
    assert changed.kinds == ["project"]
    assert (changed.position, changed.failures, changed.succeeded) == (41, 3, 7)
    assert changed.secret == endpoint.secret
    assert ModelLogEntry.objects.filter(action="wagtail.edit").count() == 1


def test_the_form_switches_on_from_now_on_and_off(
    editor: Editor, section: Page, settle: Settle
) -> None:
    endpoint = make_webhook(active=False, switched_off=timezone.now(), failures=9)
    make_article(section)
    settle()
    form = editor.form(f"webhooks/edit/{endpoint.pk}/")

    editor.post(f"webhooks/edit/{endpoint.pk}/", form | {"active": "on"})
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.switched_off, endpoint.failures) == (True, None, 0)
    assert endpoint.position == WireSequence.objects.get().value

    form.pop("active", None)
    editor.post(f"webhooks/edit/{endpoint.pk}/", form)
    endpoint.refresh_from_db()
    assert not endpoint.active


# Its page


def test_its_page_switches_it_off_and_on_and_says_who_did(editor: Editor, section: Page) -> None:
    endpoint = make_webhook()
    page = f"webhooks/inspect/{endpoint.pk}/"

    editor.post(f"webhooks/{endpoint.pk}/off/")
    endpoint.refresh_from_db()
    assert not endpoint.active
    said = words(editor.client.get(f"/admin/{page}"))
    assert "switched off" in said
    assert "by editor" in said

    editor.post(f"webhooks/{endpoint.pk}/on/")
    endpoint.refresh_from_db()
    assert WebhookEndpoint.objects.get().active
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["newsroom.webhook.switch_off", "newsroom.webhook.switch_on"]
    history = words(editor.client.get(f"/admin/webhooks/history/{endpoint.pk}/"))
    assert "Switched off" in history
    assert "Switched on" in history


def test_switching_on_what_is_on_skips_nothing(
    editor: Editor, section: Page, settle: Settle
) -> None:
    make_article(section)
    settle()
    # The worker has not come yet to tell it.
    endpoint = make_webhook(position=0)
    editor.post(f"webhooks/{endpoint.pk}/on/")
    endpoint.refresh_from_db()
    assert endpoint.position == 0


def test_deleting_asks_and_says_what_goes_with_it(
    editor: Editor, section: Page, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    endpoint = make_webhook()
    make_delivery(endpoint, article, "due")
    make_delivery(endpoint)

    said = words(editor.client.get(f"{ADDRESS}delete/{endpoint.pk}/"))
    assert "2 deliveries in the log are deleted with it." in said
    assert "1 of them waits and will never be sent." in said
    assert WebhookEndpoint.objects.exists()

    editor.post(f"webhooks/delete/{endpoint.pk}/")
    assert not WebhookEndpoint.objects.exists()
    assert not WebhookDelivery.objects.exists()
    assert ModelLogEntry.objects.get().action == "wagtail.delete"


# Who may


PAGES = {
    "": {"add", "change", "delete", "view"},
    "new/": {"add"},
    "edit/{}/": {"change"},
    "delete/{}/": {"delete"},
    "inspect/{}/": {"add", "change", "delete", "view"},
    "history/{}/": {"add", "change", "delete"},
    "{}/secret/": {"change"},
    "{}/resend/": {"change"},
    "deliveries/": {"add", "change", "delete", "view"},
    "deliveries/{}/": {"add", "change", "delete", "view"},
}
ACTIONS = ["{}/secret/", "{}/test/", "{}/on/", "{}/off/", "{}/resend/", "deliveries/{}/resend/"]


@pytest.mark.parametrize("permission", ["add", "change", "delete", "view", None])
def test_every_page_asks_for_its_permission(
    section: Page, django_user_model: Any, permission: str | None
) -> None:
    endpoint = make_webhook(pk=7)
    make_delivery(endpoint, pk=7)
    held = [permission] if permission else []
    client = colleague(django_user_model, *held)
    open_to = {path for path in PAGES if client.get(ADDRESS + path.format(7)).status_code == 200}
    assert open_to == {path for path, permissions in PAGES.items() if permissions & set(held)}


@pytest.mark.parametrize("path", ACTIONS)
def test_only_who_may_change_a_webhook_can_do_something_with_it(
    section: Page, django_user_model: Any, path: str
) -> None:
    endpoint = make_webhook(pk=7)
    make_delivery(endpoint, pk=7)
    before = WebhookEndpoint.objects.values().get(), WebhookDelivery.objects.values().get()
    client = colleague(django_user_model, "add", "delete", "view")
    answer = client.post(ADDRESS + path.format(7), {"since": "2026-01-01 10:00"})
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
    after = WebhookEndpoint.objects.values().get(), WebhookDelivery.objects.values().get()
    assert after == before
    assert not ModelLogEntry.objects.exists()


@pytest.mark.parametrize("path", ["{}/test/", "{}/on/", "{}/off/", "deliveries/{}/resend/"])
def test_what_does_something_is_never_done_by_a_link(
    editor: Editor, section: Page, path: str
) -> None:
    make_delivery(make_webhook(pk=7), pk=7)
    assert editor.client.get(ADDRESS + path.format(7)).status_code == 405


def test_the_menu_leads_there_only_who_may(section: Page, django_user_model: Any) -> None:
    insider = colleague(django_user_model, "view", name="insider")
    outsider = colleague(django_user_model, name="outsider")
    link = '"url": "/admin/webhooks/"'
    assert link in insider.get("/admin/").content.decode()
    assert link not in outsider.get("/admin/").content.decode()


def test_who_may_only_look_is_offered_nothing_to_do(section: Page, django_user_model: Any) -> None:
    make_delivery(make_webhook(pk=7), pk=7)
    client = colleague(django_user_model, "view")
    for path in ("inspect/7/", "deliveries/7/"):
        page = BeautifulSoup(client.get(ADDRESS + path).content, "html.parser").select_one("main")
        assert page is not None
        assert not page.select("form[method=POST]")


def test_groups_can_be_given_all_four_permissions(editor: Editor, section: Page) -> None:
    page = BeautifulSoup(editor.client.get("/admin/groups/new/").content, "html.parser")
    row = next(row for row in page.select("tr") if "Webhook" in row.get_text())
    assert len(row.select("input[type=checkbox][name=permissions]")) == 4


def test_there_is_no_copy_and_no_list_of_uses(editor: Editor, section: Page) -> None:
    endpoint = make_webhook()
    for path in ("copy", "usage"):
        answer = editor.client.get(f"{ADDRESS}{path}/{endpoint.pk}/", follow=True)
        assert answer.status_code == 404
