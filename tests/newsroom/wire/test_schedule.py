"""What becomes public or ends at an hour, with and without the worker being there in time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from newsroom.models import ArticlePage, WireItem
from newsroom.wire import readers
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_section

from .wire import changes, document, on_wire, row, tombstone

Settle = Callable[[], None]

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)  # 12:00 in Warsaw


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    """Give a Polish section of news, published at that time."""
    return make_section(homes["pl"])


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


IN_AN_HOUR = NOON + timedelta(hours=1)
IN_TWO_HOURS = NOON + timedelta(hours=2)


def test_a_scheduled_draft_arrives_when_it_is_due(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    article = make_article(section, live=False)
    editor.publish(article, go_live_at=local(IN_AN_HOUR))
    settle()
    assert not on_wire(article)
    clock.move_to(IN_AN_HOUR)
    settle()
    assert document(article)["published_at"] == "2026-05-04T11:00:00Z"
    assert changes(article) == [("put", "")]


def test_a_scheduled_change_of_a_live_page_waits_for_its_hour(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    article = make_article(section, "Dziś")
    settle()
    editor.publish(article, title="Za godzinę", go_live_at=local(IN_AN_HOUR))
    settle()
    assert document(article)["title"] == "Dziś"
    clock.move_to(IN_AN_HOUR)
    settle()
    assert document(article)["title"] == "Za godzinę"
    assert len(changes(article)) == 2


def test_a_page_is_gone_at_its_expiry_before_anybody_comes(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    article = make_article(section)
    editor.publish(article, expire_at=local(IN_AN_HOUR))
    settle()
    clock.move_to(IN_AN_HOUR - timedelta(seconds=1))
    assert on_wire(article)
    clock.move_to(IN_AN_HOUR)
    assert not on_wire(article)
    settle()
    assert tombstone(article).reason in {"expired", "unpublished"}
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_what_expired_while_nobody_was_there_is_never_published(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    article = make_article(section, live=False)
    editor.publish(article, go_live_at=local(IN_AN_HOUR), expire_at=local(IN_TWO_HOURS))
    clock.move_to(IN_TWO_HOURS + timedelta(minutes=1))
    settle()
    assert changes(article) == []
    assert not ArticlePage.objects.get(pk=article.pk).live


def test_a_later_expiry_brings_an_expired_page_back(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    article = make_article(section)
    editor.publish(article, expire_at=local(IN_AN_HOUR))
    clock.move_to(IN_TWO_HOURS)
    settle()
    editor.publish(ArticlePage.objects.get(pk=article.pk), expire_at="")
    settle()
    assert on_wire(article)


def test_an_embedded_gallery_leaves_at_its_expiry(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    gallery = make_gallery(section, alts=["Tancerze"])
    article = make_article(section, body=[("gallery", {"gallery": gallery})])
    editor.publish(gallery, expire_at=local(IN_AN_HOUR))
    settle()
    assert document(article)["body"][0]["type"] == "gallery"
    stored = WireItem.objects.get(page_id=article.pk)
    assert stored.valid_until == IN_AN_HOUR
    number = len(changes(article))
    clock.move_to(IN_AN_HOUR)
    assert document(article)["body"] == []
    assert WireItem.objects.get(page_id=article.pk).document == stored.document  # not stored
    settle()
    assert document(article)["body"] == []
    assert WireItem.objects.get(page_id=article.pk).valid_until is None
    assert len(changes(article)) == number + 1


def test_a_link_to_an_expired_page_is_taken_off_at_its_expiry(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    target = make_article(section, "Cel")
    text = f'<p>Zob. <a linktype="page" id="{target.pk}">cel</a>.</p>'
    article = make_article(section, body=[("rich_text", text)])
    editor.publish(target, expire_at=local(IN_AN_HOUR))
    settle()
    assert "<a " in document(article)["body_html"]
    clock.move_to(IN_AN_HOUR)
    assert document(article)["body_html"] == "<p>Zob. cel.</p>"
    settle()
    assert document(article)["body_html"] == "<p>Zob. cel.</p>"


def test_rows_that_nothing_made_old_are_read_without_a_query(
    section: Any, settle: Settle, django_assert_num_queries: Any
) -> None:
    article = make_article(section)
    settle()
    found = row(article)
    assert found is not None
    with django_assert_num_queries(1):
        assert readers.fresh(readers.items(found.site_id)) == [found]


def test_a_page_that_cannot_be_published_does_not_stop_the_others(
    section: Any, editor: Editor, settle: Settle, clock: Any
) -> None:
    """Its alternative text is lost while it waits: the image was described when it was planned."""
    first = make_article(section, "Pierwszy", alts=["Opis"], live=False)
    second = make_article(section, "Drugi", live=False)
    editor.publish(first, go_live_at=local(IN_AN_HOUR))
    editor.publish(second, go_live_at=local(IN_AN_HOUR))
    revision = first.revisions.get(approved_go_live_at__isnull=False)
    revision.content["photos"][0]["alt_text"] = ""
    revision.save()
    clock.move_to(IN_AN_HOUR)
    settle()
    assert not on_wire(first)
    assert not ArticlePage.objects.get(pk=first.pk).live
    assert on_wire(second)
