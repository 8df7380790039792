"""What is not public is in no feed; what becomes public is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page, PageViewRestriction

from tests.factories import make_article, make_section, make_site_tree, publish

from .reading import get, read


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="sezam"
    )


WITHDRAWALS: dict[str, Callable[[Any], object]] = {
    "unpublished": lambda article: article.unpublish(),
    "deleted": lambda article: article.delete(),
    "restricted": restrict,
    "restricted ancestor": lambda article: restrict(article.get_parent()),
    "deleted ancestor": lambda article: article.get_parent().delete(),
}


@pytest.mark.parametrize("state", WITHDRAWALS)
def test_what_is_withdrawn_leaves_the_feed_at_once_and_for_good(
    section: Any, settle: Any, extension: str, state: str
) -> None:
    article = make_article(section)
    settle()
    assert len(read(extension).entries) == 1
    WITHDRAWALS[state](article)
    assert read(extension).entries == []
    settle()
    assert read(extension).entries == []


def test_a_draft_is_not_in_the_feed(section: Any, settle: Any, extension: str) -> None:
    make_article(section, live=False)
    settle()
    assert read(extension).entries == []


def test_the_draft_of_a_live_article_changes_nothing(
    section: Any, settle: Any, extension: str
) -> None:
    article = make_article(section, "Jawny tytuł")
    settle()
    before = read(extension).body
    article.title = "Tytuł w szkicu"
    article.save_revision()
    settle()
    assert read(extension).body == before


def test_a_scheduled_article_appears_at_its_time(section: Any, settle: Any, extension: str) -> None:
    article = make_article(section, live=False)
    article.go_live_at = timezone.now() + timedelta(hours=1)
    article.save_revision().publish()
    settle()
    assert read(extension).entries == []
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        settle()
        assert len(read(extension).entries) == 1


def test_an_expired_article_is_gone_before_any_worker_has_been_there(
    section: Any, settle: Any, extension: str
) -> None:
    make_article(section, expire_at=timezone.now() + timedelta(hours=1))
    settle()
    assert len(read(extension).entries) == 1
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert read(extension).entries == []
        settle()
        assert read(extension).entries == []


def test_an_expired_section_has_no_articles_before_any_worker_has_been_there(
    section: Any, settle: Any, extension: str
) -> None:
    expiry = timezone.now() + timedelta(hours=1)
    section.expire_at = expiry
    publish(section)
    make_article(section)
    settle()
    name = f"sections/{section.slug}"
    assert len(read(extension, name=name).entries) == 1
    with time_machine.travel(expiry + timedelta(seconds=1), tick=False):
        assert read(extension, name=name).entries == []
        assert len(read(extension).entries) == 1
        settle()
        assert get(extension, name=name).status_code == 410
        assert len(read(extension).entries) == 1


def test_an_alias_is_not_in_the_feed_of_its_language(
    homes: dict[str, Any], section: Any, settle: Any, extension: str
) -> None:
    article = make_article(section)
    section.copy_for_translation(homes["en"].locale, alias=True)
    alias = article.copy_for_translation(homes["en"].locale, alias=True)
    settle()
    assert read(extension, "en").entries == []

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)
    settle()
    assert read(extension, "en").entries == []

    publish(alias.get_latest_revision_as_object())
    settle()
    assert len(read(extension, "en").entries) == 1


def test_each_site_has_its_own_news(homes: dict[str, Any], settle: Any, extension: str) -> None:
    others = make_site_tree("two.newsroom.test", slug="two")
    make_article(make_section(homes["pl"]), "Pierwsza")
    make_article(make_section(others["pl"]), "Druga")
    settle()
    first, second = read(extension), read(extension, host="two.newsroom.test")
    assert first.titles == ["Pierwsza"]
    assert second.titles == ["Druga"]
    assert b"http://two.newsroom.test/feeds/pl/news." in second.body


def test_what_is_public_again_has_its_old_id_and_date(
    section: Any, settle: Any, extension: str
) -> None:
    article = make_article(section)
    settle()
    before = read(extension)
    restriction = restrict(article)
    settle()
    restriction.delete()
    settle()
    after = read(extension)
    assert after.ids == before.ids
    assert after.texts("pubDate", "published", "date_published") == before.texts(
        "pubDate", "published", "date_published"
    )
