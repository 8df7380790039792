"""A search is narrowed just as a list is, whatever has become of what it finds."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories import (
    make_article,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)

LIST, SEARCH = "/api/news/v1/articles/", "/api/news/v1/search/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def offers(homes: dict[str, Any], settle: Callable[[], None], clock: Any) -> SimpleNamespace:
    """Give articles that differ in all that lists can be narrowed by."""
    news = make_section(homes["pl"])
    culture = make_section(homes["pl"], "Kultura")
    for section, title in ((news, "News"), (culture, "Culture")):
        translate(section, "en", title=title)
    project = make_project(homes["pl"], "Nowe drogi")
    roads, money = make_tag("Drogi"), make_tag("Pieniądze")
    first = make_article(
        news,
        "Oferta pierwsza",
        tags=[roads, money],
        project=project,
        publication_date=NOON - 3 * DAY,
    )
    clock.shift(DAY)
    second = make_article(news, "Oferta druga", tags=[roads], publication_date=NOON - 2 * DAY)
    make_article(culture, "Oferta trzecia", expire_at=NOON + 30 * DAY)
    for article in (first, second):
        translate(article, "en", title="Oferta in English")
    settle()
    return SimpleNamespace(culture=culture, roads=roads, first=first, second=second)


def filters(offers: SimpleNamespace) -> list[dict[str, str]]:
    at = NOON - 2 * DAY
    plain = [
        {"section": "aktualnosci"},
        {"section": "kultura"},
        {"section": "news"},
        {"project": "nowe-drogi"},
        {"project": "drogi"},
        {"tag": "drogi"},
        {"tag": "pieniadze"},
        {"tag_any": "pieniadze"},
        {"tag": "drogi", "section": "kultura"},
        {"published_after": at.isoformat()},
        {"published_before": at.isoformat()},
        {"updated_after": (NOON + DAY).isoformat()},
        {"updated_before": (NOON + DAY).isoformat()},
        {"translation_key": str(offers.first.translation_key)},
    ]
    mixed = {"locale": "en", "fallback": "pl"}
    languages = [{}, mixed, {"locale": "en"}, {"locale": "all"}]
    return [*languages, *plain, *({**one, **mixed} for one in plain)]


def ids(client: Client, address: str, parameters: dict[str, str]) -> set[str]:
    answer = client.get(address, {"limit": "100", **parameters})
    assert answer.status_code == 200, answer.content
    return {item["id"] for item in answer.json()["items"]}


def narrowed(client: Client, offers: SimpleNamespace) -> list[set[str]]:
    """What each filter leaves of all articles; a search for a word that all have says the same."""
    left = []
    for parameters in filters(offers):
        listed = ids(client, LIST, parameters)
        searched = {"q": "ofert*", "kind": "article", **parameters}
        assert ids(client, SEARCH, searched) == listed, parameters
        left.append(listed)
    return left


def counted(client: Client) -> dict[str, dict[str, int]]:
    facets = client.get(SEARCH, {"q": "ofert*", "locale": "all"}).json()["facets"]
    names = {"tags": "slug", "sections": "slug", "years": "year"}
    return {
        what: {str(one[name]): one["count"] for one in facets[what]} for what, name in names.items()
    }


def test_every_filter_holds_for_searches(client: Client, offers: SimpleNamespace) -> None:
    left = narrowed(client, offers)

    assert len(left[0]) == 3
    # Some filters leave all, some nothing, most of them a part.
    assert len({frozenset(one) for one in left}) > 10


def test_filters_hold_for_what_an_item_has_become(
    client: Client, offers: SimpleNamespace, settle: Callable[[], None], clock: Any
) -> None:
    first, second = offers.first, offers.second
    before = narrowed(client, offers)
    assert counted(client)["tags"] == {"drogi": 4, "pieniadze": 2}

    clock.shift(DAY)
    first.tags.set([offers.roads])
    first.publication_date = NOON - DAY
    first.project = None
    publish(first)
    second.refresh_from_db()
    second.move(offers.culture, pos="last-child")
    settle()
    after = narrowed(client, offers)
    assert after != before
    # The translation has subjects of its own.
    assert counted(client)["tags"] == {"drogi": 4, "pieniadze": 1}
    assert counted(client)["sections"]["kultura"] == 2

    offers.culture.slug = "sztuka"
    publish(offers.culture)
    settle()
    assert narrowed(client, offers) != after
    assert "sztuka" in counted(client)["sections"]


def test_filters_hold_for_what_is_gone_this_moment(
    client: Client, offers: SimpleNamespace, settle: Callable[[], None], clock: Any
) -> None:
    before = narrowed(client, offers)

    offers.first.unpublish()
    assert narrowed(client, offers) != before
    assert counted(client)["tags"] == {"drogi": 3, "pieniadze": 1}
    settle()
    hidden = narrowed(client, offers)
    clock.move_to(NOON + 31 * DAY)
    assert narrowed(client, offers) != hidden
    assert "kultura" not in counted(client)["sections"]
