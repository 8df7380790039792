"""PostgreSQL: entries repeat what searches filter and count by, and triggers keep it."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from newsroom.models import NewsIndexPage, SearchEntry, WireItem, WireTag
from newsroom.search.engines.postgresql import REPEATED
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

MIGRATION: Any = import_module("newsroom.migrations.0009_search_columns")
COLUMNS = [name.strip() for name in REPEATED.split(",")]


@pytest.fixture
def public(section: NewsIndexPage, settle: Any) -> SimpleNamespace:
    """Give an article of which everything is known, its translation, and a gallery."""
    project = make_project(section.get_parent(), "Zielone przystanki")
    tag = make_tag("Drogi", en="Roads")
    article = make_article(section, "Stary most", tags=[tag], project=project)
    article.expire_at = timezone.now() + timedelta(days=1)
    publish(article)
    translate(article, "en", title="An old bridge")
    make_gallery(section, "Wiosna")
    settle()
    return SimpleNamespace(article=article, project=project, tag=tag)


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def repeated() -> list[tuple[Any, ...]]:
    return rows(f"SELECT item_id, {REPEATED} FROM newsroom_searchentry ORDER BY item_id")


def as_on_the_wire() -> list[tuple[Any, ...]]:
    """What the entries of all public items have to repeat."""
    items = WireItem.objects.filter(withdrawn_at=None).order_by("pk")
    return [
        (
            *row,
            list(
                WireTag.objects.filter(item=row[0]).order_by("slug").values_list("slug", flat=True)
            ),
        )
        for row in items.values_list("pk", *COLUMNS[:-1])
    ]


def test_what_is_put_is_repeated(public: SimpleNamespace) -> None:
    written = repeated()
    assert len(written) == 4
    assert written == as_on_the_wire()
    (most,) = [row for row in written if row[-1] == ["drogi"] and row[4] == "pl"]
    assert None not in most


def test_what_becomes_of_an_item_is_repeated(public: SimpleNamespace, settle: Any) -> None:
    article, section = public.article, public.article.get_parent()
    before = repeated()

    other = make_section(section.get_parent(), "Kultura")
    article.tags.add(make_tag("Kultura"))
    article.project = None
    article.publication_date = timezone.now() - timedelta(days=400)
    article.expire_at = None
    publish(article)
    settle()
    article.move(other, pos="last-child")
    settle()
    assert repeated() == as_on_the_wire() != before
    article.tags.clear()
    publish(article)
    public.project.slug = "przystanki"
    publish(public.project)
    settle()
    assert repeated() == as_on_the_wire()
    article.unpublish()
    settle()
    assert repeated() == as_on_the_wire()
    publish(article)
    settle()
    assert repeated() == as_on_the_wire()


def test_nothing_that_writes_to_the_wire_can_forget_it(public: SimpleNamespace) -> None:
    changes: dict[str, Any] = {
        "kind": "gallery",
        "locale": "uk",
        "site_id": F("site_id") + 1,
        "published": F("published") - timedelta(days=1),
        "updated": F("updated") - timedelta(days=1),
        "expires_at": None,
        **{name: uuid4() for name in COLUMNS if name.endswith(("_key", "_uid"))},
        **{name: "inny" for name in COLUMNS if name.endswith("_slug")},
    }
    assert {*changes, "tags"} == set(COLUMNS)
    for name, value in changes.items():
        before = repeated()
        WireItem.objects.update(**{name: value})
        assert repeated() == as_on_the_wire() != before, name
    WireTag.objects.update(slug="inne")
    assert repeated() == as_on_the_wire()
    without = WireItem.objects.filter(tags=None)[0]
    WireTag.objects.filter(pk=WireTag.objects.order_by("pk")[0].pk).update(item=without)
    assert repeated() == as_on_the_wire()
    WireTag.objects.all().delete()
    assert repeated() == as_on_the_wire()
    assert not any(row[-1] for row in repeated())
    WireItem.objects.filter(pk=without.pk).update(withdrawn_at=timezone.now())
    assert repeated() == as_on_the_wire()


def test_editors_do_not_write_to_the_index(public: SimpleNamespace) -> None:
    """What hides items at once does not wait for what the settler writes there."""
    versions = "SELECT item_id, xmin::text, ctid::text FROM newsroom_searchentry ORDER BY item_id"
    before = rows(versions)
    WireItem.objects.update(hidden=True, valid_until=timezone.now())
    assert rows(versions) == before


def test_entries_that_are_there_get_it_by_the_migration(public: SimpleNamespace) -> None:
    expected = repeated()
    fingerprints = list(SearchEntry.objects.order_by("pk").values_list("fingerprint"))
    back, forth = (
        MIGRATION.on_postgresql(statements)
        for statements in (MIGRATION.FROM_POSTGRESQL, MIGRATION.TO_POSTGRESQL)
    )
    with connection.cursor() as cursor:
        # Tables cannot be altered while rows wait to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        back(None, editor)
        forth(None, editor)
    assert repeated() == expected
    assert list(SearchEntry.objects.order_by("pk").values_list("fingerprint")) == fingerprints
    WireItem.objects.update(locale="uk")
    WireTag.objects.update(slug="inne")
    assert repeated() == as_on_the_wire() != expected
