"""The log of changes: whoever follows it learns of everything, also of what was seen by nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from wagtail.models import Site

from newsroom.delivery.upkeep import prune
from newsroom.models import WireChange, WireItem, WireSequence
from newsroom.wire.reconcile import request_repairs
from tests.factories import make_article, make_section, make_site_tree

from .wire import changes, tombstone

Settle = Callable[[], None]


def test_an_item_that_goes_to_another_site_is_withdrawn_in_the_one_it_leaves(
    section: Any, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    old = Site.objects.get()
    elsewhere = make_section(make_site_tree("other.newsroom.test", "inny")["pl"])
    article.move(elsewhere, pos="last-child")
    settle()
    new = Site.objects.exclude(pk=old.pk).get()
    log = WireChange.objects.filter(item__page_id=article.pk).order_by("sequence")
    assert list(log.values_list("site_id", "action", "reason")) == [
        (old.pk, "put", ""),
        (old.pk, "withdrawn", "other_site"),
        (new.pk, "put", ""),
    ]
    assert list(log.newest().values_list("site_id", "action")) == [
        (old.pk, "withdrawn"),
        (new.pk, "put"),
    ]


def test_an_item_that_was_hidden_for_a_moment_is_put_again(section: Any, settle: Settle) -> None:
    article = make_article(section)
    settle()
    WireItem.objects.update(hidden=True)
    request_repairs()
    settle()
    assert changes(article) == [("put", ""), ("put", "")]


def test_a_put_says_which_section_an_item_has_left(
    section: Any, homes: dict[str, Any], settle: Settle
) -> None:
    article = make_article(section)
    settle()
    article.move(make_section(homes["pl"], "Kultura"), pos="last-child")
    settle()
    first, second = WireChange.objects.filter(item__page_id=article.pk).order_by("sequence")
    assert first.old_section is None
    assert second.old_section == section.translation_key


def test_of_what_is_public_the_last_change_is_kept_for_ever(section: Any, settle: Settle) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        article = make_article(section, "Trwa", live=True)
        settle()
        article.title = "Trwa nadal"
        article.save_revision().publish()
        settle()
        clock.shift(timedelta(days=100))
        prune()
    assert changes(article) == [("put", "")]
    assert WireSequence.objects.get().pruned == 0


def test_a_forgotten_withdrawal_is_remembered_by_its_number(section: Any, settle: Settle) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        article = make_article(section)
        settle()
        article.unpublish()
        settle()
        last = WireChange.objects.get(item=tombstone(article), action="withdrawn").sequence
        clock.shift(timedelta(days=91))
        prune()
    assert changes(article) == []
    assert not WireItem.objects.filter(page_id=article.pk).exists()
    assert WireSequence.objects.get().pruned == last
