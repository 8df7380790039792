"""The admin's home page: what is under way, and whether all is well."""

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
from wagtail.models import GroupPagePermission, Page, Site

from newsroom.models import FeedSettings, Follower, WireJob, WireMark
from tests.editor import Editor
from tests.factories import make_article, make_section, submit_for_translation, translate

Settle = Callable[[], None]

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


def panel(client: Client, name: str) -> str:
    """What stands in one panel of the home page, or nothing."""
    found = BeautifulSoup(client.get("/admin/").content, "html.parser")
    section = found.select_one(f"#newsroom-{name}-content")
    return " ".join(section.get_text(" ").split()) if section else ""


def colleague(model: Any, *permissions: tuple[Page, str]) -> Client:
    group = Group.objects.create(name="Desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for page, name in permissions:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=f"{name}_page")
        )
    user = model.objects.create_user("desk")
    user.groups.add(group)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def test_my_drafts_are_those_that_i_wrote_last(
    editor: Editor, section: Page, clock: Any, django_user_model: Any, homes: dict[str, Any]
) -> None:
    mine, published = make_article(section, "Mój", live=False), make_article(section, "Gotowy")
    make_article(section, "Niczyj", live=False)
    clock.shift(60)
    editor.save(mine, lead="Szkic.")
    editor.save(published, lead="Szkic.")
    clock.shift(60)
    editor.publish(published, lead="Gotowe.")
    found = panel(editor.client, "drafts")
    assert "Mój" in found
    assert "Gotowy" not in found
    assert "Niczyj" not in found
    other = colleague(django_user_model, (homes["pl"], "change"))
    assert panel(other, "drafts") == ""


def test_an_unpublished_page_without_a_newer_text_is_no_draft(
    editor: Editor, section: Page, clock: Any
) -> None:
    article = make_article(section, "Zdjęty")
    clock.shift(60)
    editor.publish(article)
    clock.shift(60)
    editor.unpublish(article)
    assert panel(editor.client, "drafts") == ""


def test_what_is_scheduled_is_listed_by_its_hour(editor: Editor, section: Page, clock: Any) -> None:
    later = make_article(section, "Później", live=False)
    editor.publish(later, go_live_at="2026-05-04 18:00")
    article = make_article(section, "Razem", live=False)
    submit_for_translation(article, "en")
    clock.shift(60)
    form = {"languages": ["pl", "en"], "at": "2026-05-04 14:00"}
    editor.post(f"newsroom/{article.pk}/publish-together/", form)
    found = panel(editor.client, "scheduled")
    assert found.index("Razem") < found.index("Później")
    assert found.count("together with other languages") == 2
    assert panel(editor.client, "drafts") == ""


def test_live_pages_that_await_a_translation_are_listed_with_their_languages(
    editor: Editor, section: Page
) -> None:
    translate(make_article(section, "Bez ukraińskiego"), "en")
    complete = make_article(section, "Cały")
    translate(complete, "en")
    translate(complete, "uk")
    make_article(section, "Szkic", live=False)
    found = panel(editor.client, "awaiting")
    assert "Bez ukraińskiego" in found
    assert "English" not in found
    assert "Missing" in found
    assert "Cały" not in found
    assert "Szkic" not in found


def test_the_feeds_say_whether_a_hub_tells_of_them(
    editor: Editor, section: Page, settle: Settle
) -> None:
    make_article(section)
    settle()
    assert "no hub" in panel(editor.client, "feeds")
    site = Site.objects.get()
    FeedSettings.objects.update_or_create(site=site, defaults={"hub": "https://hub.example/"})
    found = panel(editor.client, "feeds")
    assert "a hub tells" in found
    assert "newest change" in found


def test_a_worker_that_works_is_an_administrator_s_business(
    editor: Editor,
    section: Page,
    homes: dict[str, Any],
    settle: Settle,
    clock: Any,
    django_user_model: Any,
) -> None:
    settle()
    publisher = colleague(django_user_model, (homes["pl"], "publish"))
    assert "It is running" in panel(editor.client, "worker")
    assert panel(publisher, "worker") == ""
    clock.shift(timedelta(minutes=10))
    for client in (editor.client, publisher):
        assert "The worker is not running" in panel(client, "worker")


def test_failures_and_what_waits_are_counted(editor: Editor, settle: Settle) -> None:
    settle()
    WireJob.objects.create(page_id=1, version=1, error="ValueError")
    WireJob.objects.create(page_id=2, version=1)
    found = panel(editor.client, "worker")
    assert "1 page could not be made public" in found
    assert "1 change waits for it" in found


def test_administrators_see_a_lag_and_what_could_not_be_told(
    editor: Editor, settle: Settle, clock: Any
) -> None:
    settle()
    assert "It is behind" not in panel(editor.client, "worker")
    WireMark.objects.create(key="page:x", created=NOON - timedelta(minutes=7))
    Follower.objects.create(name="cache front", position=1, attempts=2, error="No answer.")
    found = panel(editor.client, "worker")
    assert "It is running" in found
    assert "has been waiting for 7 minutes" in found
    assert "“cache front” could not be told of the newest changes" in found
    assert "No answer." in found


def test_one_sees_the_pages_that_one_works_on(
    editor: Editor, section: Page, homes: dict[str, Any], django_user_model: Any
) -> None:
    make_article(section, "Tutejszy")
    editor.publish(make_article(section, "Planowany"), go_live_at="2026-05-04 18:00")
    other = colleague(django_user_model, (homes["en"], "change"))
    assert "Tutejszy" not in panel(other, "awaiting")
    assert panel(other, "scheduled") == ""


def test_a_full_newsroom_costs_as_many_queries_as_a_small_one(
    editor: Editor, section: Page, clock: Any, settings: Any
) -> None:
    settings.WAGTAILADMIN_RECENT_EDITS_LIMIT = 1  # Wagtail's own list asks for each of its pages

    def fill(number: int) -> None:
        for name in range(number):
            page = make_article(section, f"Artykuł {number} {name}")
            submit_for_translation(page, "en")
            clock.shift(1)
            editor.save(make_article(section, f"Szkic {number} {name}", live=False), lead="Nowy.")
            planned = make_article(section, f"Plan {number} {name}", live=False)
            editor.publish(planned, go_live_at="2026-05-04 18:00")

    def asked() -> int:
        editor.client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            html = editor.client.get("/admin/").content.decode()
        assert "newsroom-drafts" in html
        assert "newsroom-scheduled" in html
        assert "newsroom-awaiting" in html
        return len(queries)

    fill(1)
    few = asked()
    fill(4)
    assert asked() == few
