"""What publishing costs the editor: one mark, and nothing that readers could wait for instead."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.models.signals import post_save, pre_delete
from django.test.utils import CaptureQueriesContext
from wagtail.signals import page_published

from newsroom.models import ArticlePage, NewsTag, WireItem, WireMark
from newsroom.wire import answering
from newsroom.wire.signal_handlers import before_delete, on_save
from tests.editor import Editor
from tests.factories import make_article, make_section, make_tag

from .wire import document, tombstone

Settle = Callable[[], None]
ALTS = ["Czytelnia", "Wypożyczalnia", "Schody", "Otwarcie", "Dzieci przy stole", "Ogród", "Mapa"]


@contextmanager
def without_receivers() -> Iterator[None]:
    """Stock Wagtail: nobody is told of what is saved and deleted."""
    post_save.disconnect(dispatch_uid="newsroom_on_save")
    pre_delete.disconnect(dispatch_uid="newsroom_before_delete")
    yield
    post_save.connect(on_save, dispatch_uid="newsroom_on_save")
    pre_delete.connect(before_delete, dispatch_uid="newsroom_before_delete")


def statements_of_publishing(page: ArticlePage, title: str) -> list[str]:
    page = ArticlePage.objects.get(pk=page.pk)
    page.title = title
    with CaptureQueriesContext(connection) as captured:
        page.save_revision().publish()
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def article(section: Any, settle: Settle) -> ArticlePage:
    tags: list[NewsTag] = [make_tag("Kultura"), make_tag("Książki")]
    article = make_article(section, alts=ALTS, tags=tags)
    settle()
    return article


def test_publishing_costs_a_mark_and_a_look_at_consents_however_many_photos(
    article: ArticlePage,
) -> None:
    with without_receivers():
        statements_of_publishing(article, "Na rozgrzewkę")
        stock = statements_of_publishing(article, "Bez odbiorców")

    ours = statements_of_publishing(article, "Z odbiorcami")

    more = len(ours) - len(stock)
    wire = [sql for sql in ours if "newsroom_wire" in sql]
    consents = [sql for sql in ours if "consent_until" in sql and "IS NOT NULL" in sql]
    assert len(wire) == len(consents) == 1
    assert wire[0].startswith('INSERT INTO "newsroom_wiremark"')
    # The savepoint in which they are, so that an error breaks nothing: its start and its end.
    assert more == 2 + len(wire) + len(consents)


def test_saving_a_draft_costs_nothing(article: ArticlePage) -> None:
    page = ArticlePage.objects.get(pk=article.pk)
    page.title = "W szkicu"
    with CaptureQueriesContext(connection) as captured:
        page.save_revision()
    assert not [query["sql"] for query in captured if "newsroom_wire" in query["sql"]]


@pytest.mark.django_db(transaction=True)
def test_an_editor_does_not_wait_for_the_wire(homes: dict[str, Any], client: Any) -> None:
    article = make_article(make_section(homes["pl"]), "Przedtem")
    found: list[tuple[int, int]] = []

    def look(**kwargs: Any) -> None:
        stale = WireItem.objects.filter(document__contains="Przedtem").count()
        found.append((stale, WireMark.objects.filter(expanded=None).count()))

    page_published.connect(look)
    request_started.send(sender=None)
    article.title = "Potem"
    article.save_revision().publish()
    page_published.disconnect(look)

    assert found == [(1, 1)]  # marked, and not settled yet
    request_finished.send(sender=None)
    assert document(article)["title"] == "Potem"
    assert not WireMark.objects.filter(expanded=None).exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_program_publishes_is_on_the_wire_when_it_is_told_so(homes: dict[str, Any]) -> None:
    article = make_article(make_section(homes["pl"]), "Przedtem")
    article.title = "Potem"
    article.save_revision().publish()
    assert document(article)["title"] == "Potem"


def test_what_fails_after_an_answer_stops_nothing_else(db: None, caplog: Any) -> None:
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError("the database is away")

    answering.begin()
    for task in (fail, lambda: done.append("settled")):
        answering.when_answered(task)
    assert done == []
    with caplog.at_level(logging.ERROR):
        answering.end()
    assert done == ["settled"]
    assert "the database is away" in caplog.text
    answering.when_answered(lambda: done.append("at once"))
    assert done == ["settled", "at once"]


def test_a_reason_is_not_given_for_another_departure(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    reason = {"reason": "Podaliśmy złą datę."}
    editor.post(f"newsroom/{article.pk}/withdraw/", reason, commit=False)
    editor.publish(ArticlePage.objects.get(pk=article.pk), commit=False)
    editor.unpublish(article, commit=False)
    settle()
    gone = tombstone(article)
    assert (gone.reason, gone.public_reason) == ("unpublished", "")
