"""The reference of the API names everything that its description describes."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from newsroom.api.ninjs_types import Ninjs
from newsroom.api.schema_org import NewsArticle

REFERENCE = (Path(__file__).parents[3] / "docs/reference/api.md").read_text(encoding="utf-8")
ROOT = "/api/news/v1/"


@pytest.fixture
def description(db: None, client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{ROOT}openapi.json").json()
    return found


def section(heading: str) -> str:
    """The text below a heading, up to the next of its level or a higher one."""
    level = heading.split()[0]
    _, _, below = REFERENCE.partition(f"\n{heading}\n")
    assert below, heading
    return re.split(rf"\n#{{1,{len(level)}}} ", below)[0]


def words(text: str) -> set[str]:
    """The names in code, as in `id` or `[{slug, label}]`."""
    return set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", text))))


def rows(text: str) -> dict[str, str]:
    """A table's rows by the names in the first cell."""
    found = {}
    for first, rest in re.findall(r"^\| ([^|]+) \|(.*)$", text, re.MULTILINE):
        for name in re.findall(r"`([^`]+)`", first):
            found[name] = rest
    return found


def fields(description: dict[str, Any], name: str) -> set[str]:
    return set(description["components"]["schemas"][name]["properties"])


def test_every_path_is_in_the_reference(description: dict[str, Any]) -> None:
    addresses = set()
    for first in re.findall(r"^\| (`/api/[^|]+) \|", REFERENCE, re.MULTILINE):
        whole, *others = re.findall(r"`([^`?]+)(?:\?[^`]*)?`", first)
        addresses |= {whole, *(other.replace("…/", whole) for other in others)}

    assert set(description["paths"]) == addresses - {f"{ROOT}openapi.json", "docs"}


def test_every_parameter_of_a_list_has_its_row(description: dict[str, Any]) -> None:
    table = rows(section("## Lists"))
    for kind in ("articles", "galleries", "projects"):
        parameters = description["paths"][f"{ROOT}{kind}/"]["get"]["parameters"]
        assert {parameter["name"] for parameter in parameters} == set(table)
        for parameter in parameters:
            accepted, meaning = table[parameter["name"]].strip(" |").split(" | ")
            assert meaning
            schema = parameter["schema"]
            for value in schema.get("enum", []) if parameter["name"] != "locale" else ["all"]:
                assert value in accepted or value in words(accepted), (parameter["name"], value)
            for limit in ("minimum", "maximum"):
                assert str(schema.get(limit, "")) in accepted


def test_every_other_parameter_is_named(description: dict[str, Any]) -> None:
    for path, place in {
        "articles/{id}/": "## Articles in other formats",
        "changes/": "## What has changed",
        "tags/": "## What there is to choose from",
        "sections/": "## What there is to choose from",
        "resolve/": "## From an address to its item",
        "preview/": "## Drafts",
    }.items():
        for parameter in description["paths"][ROOT + path]["get"]["parameters"]:
            if parameter["in"] == "query":
                assert parameter["name"] in words(section(place)), parameter["name"]
    for path, methods in description["paths"].items():
        for parameter in methods["get"]["parameters"]:
            assert parameter["name"] in words(REFERENCE), (path, parameter["name"])


def test_every_field_of_an_item_is_named(description: dict[str, Any]) -> None:
    text = section("## Items")
    card, _, rest = text.partition("A **whole document**")
    whole, _, rest = rest.partition("and the fields of its kind:")
    assert set(rows(card)) == fields(description, "ArticleCard")
    common = {*rows(card), *rows(whole)}
    for kind in ("article", "gallery", "project"):
        (line,) = re.findall(rf"^\| {kind} \|(.*)$", rest, re.MULTILINE)
        own = fields(description, kind.capitalize()) - common
        named = set(re.findall(r"`(\w+)", line))
        assert own == named
        assert common <= fields(description, kind.capitalize())
    for name, cell in {
        "tags": "Tag",
        "section": "Reference",
        "translations": "Translation",
    }.items():
        assert words(rows(card)[name]) == fields(description, cell), name
    assert fields(description, "Correction") <= words(rest)


def test_every_field_of_a_photo_is_named(description: dict[str, Any]) -> None:
    text = section("## Items").partition("A **photo**")[2].partition("A **block**")[0]
    listed = text.partition("]`.")[0] + "]`"
    expected = fields(description, "PhotoDocument") | fields(description, "RenditionDocument")
    assert words(listed) == expected


def test_every_field_of_a_block_is_named(description: dict[str, Any]) -> None:
    table = rows(section("## Items").partition("A **block**")[2])
    mapping = description["components"]["schemas"]["Article"]["properties"]["body"]["items"][
        "discriminator"
    ]["mapping"]
    assert set(mapping) == set(table) - {"type"}
    for block, reference in mapping.items():
        expected = fields(description, reference.rpartition("/")[2]) - {"type"}
        if block == "documents":
            expected |= fields(description, "DocumentLink")
        assert words(table[block]) == expected, block


def test_every_field_of_all_our_answers_is_named(description: dict[str, Any]) -> None:
    # What those fields mean is in the standards.
    of_standards = {NewsArticle.__name__, Ninjs.__name__}
    for model in (NewsArticle, Ninjs):
        of_standards |= set(model.model_json_schema()["$defs"])
    named = words(REFERENCE) | set(re.findall(r'"(\w+)":', REFERENCE))
    for name in set(description["components"]["schemas"]) - of_standards:
        assert fields(description, name) <= named, name


def test_every_status_and_header_is_named(description: dict[str, Any]) -> None:
    statuses = {
        status
        for methods in description["paths"].values()
        for status in methods["get"]["responses"]
    }
    headers = {
        header
        for methods in description["paths"].values()
        for response in methods["get"]["responses"].values()
        for header in response["headers"]
    }
    errors = set(re.findall(r"^\| (\d{3}) \|", section("## Errors"), re.MULTILINE))
    # Anything but reading is no operation, so the description has no place for its answer.
    assert statuses - {"200", "304"} == errors - {"405"}
    assert "304" in section("## Caching")
    assert headers - {"Cache-Control"} == set(rows(section("## Caching")))
    assert "Cache-Control" in section("## Caching")
