"""Whatever is asked, the answer is what was asked for or a refusal that names the parameter."""

import json
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

ARTICLES = "/api/news/v1/articles/"
PAGES = "/api/v2/pages/"

HOSTILE = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1f",
    "\r\nSet-Cookie: a=b",
    '"',
    "'",
    "\\",
    "' OR 1=1 --",
    '"; DROP TABLE newsroom_wireitem; --',
    "%",
    "_",
    "*",
    ")",
    "a(" * 500,
    "{{7*7}}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "NEAR AND",
    "null",
    "NaN",
    "-1",
    "0",
    "1.5",
    "1e9",
    "٣",
    "²",
    "1_000",
    "9223372036854775807",
    "9223372036854775808",
    "9" * 5000,
    "2026-13-45",
    "0001-01-01T00:00:00+14:00",
    "2026-02-30T00:00:00Z",
    "2026-01-01T00:00:00+17:50",
    "2026-01-01T24:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "2026-01-01T00:00:00",
    "b3b1c1a0-0000-4000-8000-000000000000",
    "{b3b1c1a0-0000-4000-8000-000000000000}",
    "ż" * 300,
    "📰",
    "\u202e",
    "true",
    "-random",
    "wagtailcore.Page",
    "auth.User",
    "a.b.c",
    ",,,",
    "*,-id",
    "document",
    "alias_of",
    "--title",
    "pl,en",
    "pl,,en",
    "PL",
    "http://",
    "http://[::1",
    "//localhost/pl/",
    "https://localhost:99999/pl/",
    "javascript:alert(1)",
    "/pl/../../etc/passwd",
    "/%00/",
    "/" + "a/" * 900,
    "a:b:c",
]
# Bytes that are no UTF-8, and escapes cut short.
RAW = ["%FF%FE", "%ED%A0%80", "%E2%82", "%", "%zz", "+", ";", "="]
# What the API's description knows of, with an id for a path: new operations and parameters are
# tried without a word here.
SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.json"
NOBODYS = "b3b1c1a0-0000-4000-8000-000000000000"
OPERATIONS = {
    path.replace("{id}", NOBODYS): methods["get"]
    for path, methods in json.loads(SNAPSHOT.read_text(encoding="utf-8"))["paths"].items()
}
NAMES = {
    url: [part["name"] for part in operation["parameters"] if part["in"] == "query"]
    for url, operation in OPERATIONS.items()
}
TRIED = [(url, name) for url, names in NAMES.items() for name in names]
V2_PARAMETERS = [
    "fields",
    "limit",
    "offset",
    "order",
    "locale",
    "type",
    "child_of",
    "ancestor_of",
    "descendant_of",
    "translation_of",
    "id",
    "title",
    "slug",
    "show_in_menus",
    "seo_title",
    "search_description",
    "first_published_at",
    "search",
    "search_operator",
    "alias_of",
    "site",
    "format",
    "rich_text_format",
]


def values() -> list[str]:
    return [*(quote(value, safe="") for value in HOSTILE), *RAW]


def refused(client: Client, query: str) -> dict[str, str]:
    """The refusals of a query, by parameter."""
    response = client.get(f"{ARTICLES}?{query}")
    answer = response.json()
    assert response.status_code == 400, query
    assert response["Content-Type"] == "application/problem+json"
    assert (answer["title"], answer["status"]) == ("Bad Request", 400)
    return {error["param"]: error["message"] for error in answer["errors"]}


def required(url: str) -> str:
    """What a query must have for the operation to look at its other parts."""
    parts = [part for part in OPERATIONS[url]["parameters"] if part["required"]]
    return "&".join(f"{part['name']}=/x/" for part in parts if part["in"] == "query")


def test_the_corpus_is_large_enough() -> None:
    assert len(set(values())) >= 40
    assert {"/api/news/v1/articles/", "/api/news/v1/resolve/"} < set(OPERATIONS)
    assert len(TRIED) > 50


@pytest.mark.parametrize("url", [url for url in NAMES if NAMES[url]])
def test_no_value_breaks_an_operation(client: Client, newsroom: SimpleNamespace, url: str) -> None:
    known = {int(status) for status in OPERATIONS[url]["responses"]} - {304, 429}
    for name, value in product(NAMES[url], values()):
        response = client.get(f"{url}?{name}={value}")
        assert response.status_code in known, (url, name, value)
        if response.status_code == 400:
            errors = response.json()["errors"]
            assert {error["param"] for error in errors} == {name}, (url, name, value)
            assert all(error["message"] for error in errors)


@pytest.mark.parametrize(("url", "name"), TRIED)
def test_a_parameter_given_again_is_refused(
    client: Client, homes: Any, url: str, name: str
) -> None:
    (parameter,) = [part for part in OPERATIONS[url]["parameters"] if part["name"] == name]
    example = parameter["example"]
    one = example[0] if isinstance(example, list) else example
    value = quote(one if isinstance(one, str) else json.dumps(one))

    response = client.get(f"{url}?{name}={value}&{name}={value}")

    if parameter["schema"]["type"] == "array":
        assert response.status_code == 200
    else:
        assert response.status_code == 400
        assert response.json()["errors"] == [
            {"param": name, "message": "Give this parameter once."}
        ]


@pytest.mark.parametrize("url", OPERATIONS)
def test_a_parameter_that_is_not_known_is_refused(client: Client, homes: Any, url: str) -> None:
    for name in ("x", "Limit", "locale ", "tag[]", "__proto__", "id", *V2_PARAMETERS):
        if name in NAMES[url]:
            continue
        response = client.get(f"{url}?{quote(name)}=1&{required(url)}")
        assert response.status_code == 400, (url, name)
        assert [error["param"] for error in response.json()["errors"]] == [name]


def test_no_value_breaks_wagtails_own_api(client: Client, newsroom: SimpleNamespace) -> None:
    for name, value in product(V2_PARAMETERS, values()):
        response = client.get(f"{PAGES}?{name}={value}")
        assert response.status_code in {200, 400}, (name, value)
        assert response["Content-Type"] == "application/json"
        if response.status_code == 400:
            assert response.json()["message"], (name, value)


def test_no_value_breaks_the_search_for_an_address(
    client: Client, newsroom: SimpleNamespace
) -> None:
    for value in values():
        for name in ("id", "html_path", "fields", "limit"):
            response = client.get(f"{PAGES}find/?{name}={value}")
            assert response.status_code in {302, 400, 404}, (name, value)
        response = client.get(f"{PAGES}{newsroom.library.pk}/?fields={value}")
        assert response.status_code in {200, 400}, value


def test_no_path_breaks_the_apis(client: Client, newsroom: SimpleNamespace) -> None:
    for value in values():
        for base in (ARTICLES, PAGES, "/api/news/v1/", "/api/v2/"):
            response = client.get(f"{base}{value}/".replace("//", "/"))
            assert response.status_code in {200, 301, 400, 404}, (base, value)


def test_no_name_breaks_a_list(client: Client, newsroom: SimpleNamespace) -> None:
    for value in values():
        for base in (ARTICLES, PAGES):
            response = client.get(f"{base}?{value}=1")
            assert response.status_code in {200, 400}, (base, value)


def test_a_refusal_says_what_is_accepted(client: Client, homes: Any) -> None:
    known = f"Accepted: {', '.join(sorted(NAMES[ARTICLES]))}."
    for query, name, accepted in [
        ("locale=fr", "locale", "pl, en, uk, all"),
        ("limit=0", "limit", "from 1 to 100"),
        ("limit=101", "limit", "from 1 to 100"),
        ("limit=ten", "limit", "from 1 to 100"),
        ("limit=", "limit", "from 1 to 100"),
        ("fields=everything", "fields", "'card' or 'full'"),
        ("tag=", "tag", "a slug of 1 to 100 characters"),
        ("section=" + "a" * 256, "section", "1 to 255 characters"),
        ("project=", "project", "a slug or an id"),
        ("project=a%00b", "project", "no control characters"),
        ("cursor=rubbish", "cursor", "`next` address"),
        ("cursor=MTY.NTE", "cursor", "`next` address"),
        ("tags=sport", "tags", known),
        ("limit=1&limit=2", "limit", "once"),
        ("locale=pl&locale=en", "locale", "once"),
        ("&".join(f"tag=t{number}" for number in range(11)), "tag", "at most 10 items"),
    ]:
        errors = refused(client, query)
        assert list(errors) == [name], query
        assert accepted in errors[name], query


def test_all_that_is_wrong_is_said_at_once(client: Client, homes: Any) -> None:
    assert set(refused(client, "limit=0&locale=fr&fields=x")) == {"limit", "locale", "fields"}
    assert set(refused(client, "foo=1&bar=2&limit=1&limit=1")) == {"foo", "bar", "limit"}


def test_a_forged_cursor_is_refused(client: Client, newsroom: SimpleNamespace) -> None:
    following = client.get(f"{ARTICLES}?limit=1").json()["next"]
    start, _, cursor = following.partition("cursor=")

    for forged in (cursor[:-1], cursor + "A", "A" + cursor, cursor.swapcase(), cursor[::-1]):
        assert client.get(f"{start}cursor={forged}").status_code == 400, forged


def test_too_many_parameters_are_refused(client: Client, homes: Any, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10

    response = client.get(f"{ARTICLES}?" + "&".join(f"a{number}=1" for number in range(20)))

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
