import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from newsroom.wire.documents import ArticleDocument, Card
from tests.factories import make_article, make_section, make_tag, publish, translate

ARTICLES = "/api/news/v1/articles/"


def titles(client: Client, url: str) -> list[str]:
    return [item["title"] for item in client.get(url).json()["items"]]


def walk(client: Client, url: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    following: str | None = url
    while following:
        page = client.get(following).json()
        items += page["items"]
        following = page["next"]
    return items


def test_a_list_holds_cards_newest_first(client: Client, newsroom: SimpleNamespace) -> None:
    response = client.get(ARTICLES)
    answer = response.json()

    assert response.status_code == 200
    assert list(answer) == ["items", "next"]
    assert [item["title"] for item in answer["items"]] == [
        "Most otwarty",
        "Otwarto nową bibliotekę",
    ]
    assert answer["next"] is None
    for item in answer["items"]:
        assert item.pop("requested_locale") == "pl"
        assert item.pop("is_fallback") is False
        Card.model_validate_json(json.dumps(item))


def test_full_items_are_the_whole_documents(client: Client, newsroom: SimpleNamespace) -> None:
    for item in client.get(f"{ARTICLES}?fields=full").json()["items"]:
        item.pop("requested_locale")
        item.pop("is_fallback")
        ArticleDocument.model_validate_json(json.dumps(item))

    bridge = client.get(f"{ARTICLES}?fields=full&limit=1").json()["items"][0]
    assert [block["type"] for block in bridge["body"]] == ["heading", "rich_text"]


def test_galleries_and_projects_have_lists_of_their_own(
    client: Client, newsroom: SimpleNamespace
) -> None:
    (gallery,) = client.get("/api/news/v1/galleries/").json()["items"]
    (project,) = client.get("/api/news/v1/projects/").json()["items"]

    assert (gallery["kind"], gallery["title"]) == ("gallery", "Galeria")
    assert (project["kind"], project["title"]) == ("project", "Nowe drogi")


def test_without_a_language_the_default_one_is_meant(
    client: Client, newsroom: SimpleNamespace
) -> None:
    assert client.get(ARTICLES).content == client.get(f"{ARTICLES}?locale=pl").content


def test_each_language_has_its_own_list(client: Client, newsroom: SimpleNamespace) -> None:
    assert titles(client, f"{ARTICLES}?locale=en") == ["A new library"]
    assert titles(client, f"{ARTICLES}?locale=uk") == []


def test_all_languages_can_be_listed_together(client: Client, newsroom: SimpleNamespace) -> None:
    items = client.get(f"{ARTICLES}?locale=all").json()["items"]

    assert sorted(item["locale"] for item in items) == ["en", "pl", "pl"]
    assert {item["requested_locale"] for item in items} == {None}
    assert {item["is_fallback"] for item in items} == {False}


def test_an_item_names_its_translations(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    (item,) = client.get(f"{ARTICLES}?locale=en").json()["items"]

    assert [(other["locale"], other["id"]) for other in item["translations"]] == [
        ("pl", uid(newsroom.library))
    ]


def test_lists_are_filtered(client: Client, newsroom: SimpleNamespace) -> None:
    both = ["Most otwarty", "Otwarto nową bibliotekę"]
    one = ["Otwarto nową bibliotekę"]
    for query, expected in {
        "tag=drogi": both,
        "tag=kultura": one,
        "tag=kultura&tag=drogi": one,
        "tag=drogi&tag=drogi": both,
        "tag=kultura&tag=sport": [],
        "project=nowe-drogi": one,
        "section=aktualnosci": both,
        "section=aktualnosci&tag=kultura&project=nowe-drogi": one,
        "tag=nie-ma": [],
        "project=nie-ma": [],
        "section=nie-ma": [],
        "section=b3b1c1a0-0000-4000-8000-000000000000": [],
    }.items():
        assert titles(client, f"{ARTICLES}?{query}") == expected, query


def test_projects_and_sections_can_be_named_by_id(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    by_project = f"{ARTICLES}?project={uid(newsroom.project).upper()}"
    by_section = f"{ARTICLES}?section={uid(newsroom.section)}"

    assert titles(client, by_project) == ["Otwarto nową bibliotekę"]
    assert titles(client, by_section) == ["Most otwarty", "Otwarto nową bibliotekę"]


def test_an_expired_project_lists_no_articles_at_once(
    client: Client, newsroom: SimpleNamespace, settle: Any, uid: Any
) -> None:
    newsroom.project.expire_at = timezone.now() + timedelta(hours=1)
    publish(newsroom.project)
    settle()
    lists = [
        f"{ARTICLES}?{query}&fields={fields}"
        for query in ("project=nowe-drogi", f"project={uid(newsroom.project)}")
        for fields in ("card", "full")
    ]
    for url in lists:
        assert titles(client, url) == ["Otwarto nową bibliotekę"]

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        for url in lists:
            assert titles(client, url) == []
        assert len(titles(client, f"{ARTICLES}?section=aktualnosci")) == 2


def test_paging_shows_every_item_once(client: Client, newsroom: SimpleNamespace) -> None:
    whole = client.get(f"{ARTICLES}?locale=all").json()["items"]

    assert walk(client, f"{ARTICLES}?locale=all&limit=1") == whole
    assert walk(client, f"{ARTICLES}?locale=all&limit=2") == whole


def test_items_of_the_same_second_are_all_shown(
    client: Client, homes: dict[str, Any], settle: Any
) -> None:
    section = make_section(homes["pl"])
    moment = "2026-03-01T10:00:00Z"
    for number in range(5):
        make_article(section, f"Komunikat {number}", publication_date=moment)
    settle()

    found = [item["title"] for item in walk(client, f"{ARTICLES}?limit=2")]

    assert sorted(found) == [f"Komunikat {number}" for number in range(5)]


def test_paging_is_not_upset_by_new_and_withdrawn_items(
    client: Client, homes: dict[str, Any], settle: Any
) -> None:
    section = make_section(homes["pl"])
    pages = [
        make_article(section, f"Komunikat {day}", publication_date=f"2026-03-0{day}T10:00:00Z")
        for day in range(1, 6)
    ]
    settle()
    first = client.get(f"{ARTICLES}?limit=2").json()

    make_article(section, "Nowszy")
    # The very item the cursor points at.
    pages[3].unpublish()
    settle()

    rest = walk(client, first["next"])
    assert [item["title"] for item in first["items"] + rest] == [
        f"Komunikat {day}" for day in (5, 4, 3, 2, 1)
    ]


def test_the_next_address_keeps_what_was_asked_for(
    client: Client, newsroom: SimpleNamespace
) -> None:
    answer = client.get(f"{ARTICLES}?tag=drogi&locale=pl&limit=1&fields=full").json()

    query = parse_qs(urlsplit(answer["next"]).query)
    assert query.pop("cursor")
    assert query == {"tag": ["drogi"], "locale": ["pl"], "limit": ["1"], "fields": ["full"]}


def test_the_next_address_is_the_sites_whatever_the_host_header_says(
    client: Client, newsroom: SimpleNamespace
) -> None:
    Site.objects.update(port=443)

    answer = client.get(f"{ARTICLES}?limit=1", headers={"host": "127.0.0.1:8000"}).json()

    assert answer["next"].startswith(f"https://localhost{ARTICLES}?")


def test_page_size_and_fields_may_change_on_the_way(
    client: Client, newsroom: SimpleNamespace
) -> None:
    following = client.get(f"{ARTICLES}?limit=1").json()["next"]

    (item,) = client.get(following.replace("limit=1", "limit=50&fields=full")).json()["items"]

    assert item["title"] == "Otwarto nową bibliotekę"
    assert "body_html" in item


def test_a_cursor_is_bound_to_its_filters(client: Client, newsroom: SimpleNamespace) -> None:
    following = client.get(f"{ARTICLES}?limit=1").json()["next"]

    for change in ("&tag=drogi", "&locale=all", "&section=aktualnosci"):
        response = client.get(f"{following}{change}")
        assert response.status_code == 400, change
        assert [error["param"] for error in response.json()["errors"]] == ["cursor"], change


def test_a_cursor_of_another_kind_is_refused(client: Client, newsroom: SimpleNamespace) -> None:
    following = client.get(f"{ARTICLES}?limit=1").json()["next"]

    assert client.get(following.replace("articles", "galleries")).status_code == 400


def test_the_order_of_tags_does_not_matter_to_a_cursor(
    client: Client, homes: dict[str, Any], settle: Any
) -> None:
    section, tags = make_section(homes["pl"]), [make_tag("Sport"), make_tag("Zdrowie")]
    make_article(section, "Bieg", tags=tags)
    make_article(section, "Rower", tags=tags)
    settle()
    following = client.get(f"{ARTICLES}?tag=sport&tag=zdrowie&limit=1").json()["next"]

    turned = following.replace("tag=sport&tag=zdrowie", "tag=zdrowie&tag=sport")

    assert titles(client, turned) == ["Bieg"]


def test_sites_do_not_show_each_others_items(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    from tests.factories import make_site_tree

    homes = make_site_tree(hostname="gmina.newsroom.test", slug="gmina")
    make_article(make_section(homes["pl"], "Wieści"), "Z gminy")
    settle()

    there = client.get(ARTICLES, headers={"host": "gmina.newsroom.test"}).json()["items"]

    assert [item["title"] for item in there] == ["Z gminy"]
    assert there[0]["url"].startswith("http://gmina.newsroom.test/")
    assert "Z gminy" not in titles(client, ARTICLES)


def test_a_change_is_seen_in_the_next_request(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    newsroom.bridge.title = "Most zamknięty"
    publish(newsroom.bridge)
    settle()

    assert titles(client, f"{ARTICLES}?limit=1") == ["Most zamknięty"]


def test_a_translation_joins_the_list_of_its_language(
    client: Client, newsroom: SimpleNamespace, settle: Any
) -> None:
    translate(newsroom.bridge, "en", title="Bridge opened")
    settle()

    assert titles(client, f"{ARTICLES}?locale=en") == ["Bridge opened", "A new library"]
