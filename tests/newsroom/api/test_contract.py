"""The comparison of descriptions tells what breaks readers from what is only added."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from .contract import breaking_changes

OLD: dict[str, Any] = {
    "paths": {
        "/items/": {
            "get": {
                "operationId": "listItems",
                "parameters": [
                    {
                        "in": "query",
                        "name": "limit",
                        "required": False,
                        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
                    },
                    {
                        "in": "query",
                        "name": "order",
                        "required": False,
                        "schema": {"type": "string", "enum": ["new", "old"]},
                    },
                    {
                        "in": "query",
                        "name": "tag",
                        "required": False,
                        "schema": {
                            "type": "array",
                            "items": {"type": "string", "maxLength": 9},
                            "maxItems": 5,
                        },
                    },
                ],
                "responses": {
                    "200": {
                        "headers": {
                            "ETag": {"required": True, "schema": {"type": "string"}},
                        },
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Item"}},
                            "application/ld+json": {"schema": {"type": "object"}},
                        },
                    },
                    "404": {"content": {"application/problem+json": {"schema": {}}}},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Item": {
                "type": "object",
                "required": ["id", "kind", "parts"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "kind": {"type": "string", "enum": ["article", "gallery"]},
                    "lead": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "parts": {
                        "type": "array",
                        "items": {
                            "discriminator": {"propertyName": "type"},
                            "oneOf": [
                                {"$ref": "#/components/schemas/Text"},
                                {"$ref": "#/components/schemas/Picture"},
                            ],
                        },
                    },
                    "children": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Item"},
                    },
                },
            },
            "Text": {
                "type": "object",
                "required": ["type", "text"],
                "properties": {
                    "type": {"const": "text", "type": "string"},
                    "text": {"type": "string"},
                },
            },
            "Picture": {
                "type": "object",
                "required": ["type", "width"],
                "properties": {
                    "type": {"const": "picture", "type": "string"},
                    "width": {"type": "integer"},
                },
            },
        }
    },
}


class Description:
    """A description to change, with short ways to its parts."""

    def __init__(self) -> None:
        self.whole = deepcopy(OLD)
        self.paths = self.whole["paths"]
        self.operation = self.paths["/items/"]["get"]
        self.parameters = self.operation["parameters"]
        self.limit, self.order, self.tag = (each["schema"] for each in self.parameters)
        self.answers = self.operation["responses"]
        self.answer = self.answers["200"]
        self.schemas = self.whole["components"]["schemas"]
        self.item = self.schemas["Item"]
        self.fields = self.item["properties"]


Change = Callable[[Description], Any]
VIDEO = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"const": "video", "type": "string"}},
}

ADDITIONS: dict[str, Change] = {
    "nothing": lambda d: None,
    "a path": lambda d: d.paths.update({"/tags/": deepcopy(OLD["paths"]["/items/"])}),
    "an optional parameter": lambda d: d.parameters.append(
        {"in": "query", "name": "q", "required": False, "schema": {"type": "string"}}
    ),
    "a higher maximum": lambda d: d.limit.update(maximum=200),
    "no maximum": lambda d: d.limit.pop("maximum"),
    "a wider type of a parameter": lambda d: d.limit.update(type="number"),
    "a value of a parameter": lambda d: d.order["enum"].append("best"),
    "longer texts in a parameter": lambda d: d.tag["items"].update(maxLength=20),
    "a field": lambda d: d.fields.update(subtitle={"type": "string"}),
    "a required field": lambda d: (
        d.fields.update(subtitle={"type": "string"}),
        d.item["required"].append("subtitle"),
    ),
    "a field that is always there now": lambda d: d.item["required"].append("lead"),
    "a field that is never null now": lambda d: d.fields.update(lead={"type": "string"}),
    "fewer values of a field": lambda d: d.fields["kind"]["enum"].remove("gallery"),
    "a block that is no more": lambda d: d.fields["parts"]["items"]["oneOf"].pop(),
    "a schema": lambda d: d.schemas.update(Video=VIDEO),
    "an error": lambda d: d.answers.update({"429": {}}),
    "an error that is no more": lambda d: d.answers.pop("404"),
    "a format of the answer": lambda d: d.answer["content"].update({"text/csv": {"schema": {}}}),
    "a header": lambda d: d.answer["headers"].update(Link={"schema": {"type": "string"}}),
    "words": lambda d: d.operation.update(description="Lists items.", summary="List"),
}
BREAKS: dict[str, tuple[Change, str]] = {
    "a path": (lambda d: d.paths.clear(), "GET /items/ is gone"),
    "a method": (lambda d: d.paths["/items/"].clear(), "GET /items/ is gone"),
    "another operationId": (
        lambda d: d.operation.update(operationId="items"),
        "GET /items/ is called items now",
    ),
    "a parameter": (lambda d: d.parameters.pop(0), "parameter limit is gone"),
    "a new required parameter": (
        lambda d: d.parameters.append(
            {"in": "query", "name": "q", "required": True, "schema": {"type": "string"}}
        ),
        "parameter q is required",
    ),
    "a parameter that is required now": (
        lambda d: d.parameters[0].update(required=True),
        "parameter limit is required",
    ),
    "a lower maximum": (
        lambda d: d.limit.update(maximum=50),
        "parameter limit: maximum was 100 and is 50",
    ),
    "a higher minimum": (
        lambda d: d.limit.update(minimum=2),
        "parameter limit: minimum was 1 and is 2",
    ),
    "a new limit": (
        lambda d: d.order.update(maxLength=3),
        "parameter order: maxLength was open and is 3",
    ),
    "a new pattern": (
        lambda d: d.tag["items"].update(pattern="^a"),
        "parameter tag[]: pattern was open and is ^a",
    ),
    "shorter texts": (
        lambda d: d.tag["items"].update(maxLength=5),
        "parameter tag[]: maxLength was 9 and is 5",
    ),
    "fewer values": (lambda d: d.tag.update(maxItems=2), "parameter tag: maxItems was 5 and is 2"),
    "another default": (
        lambda d: d.limit.update(default=10),
        "parameter limit has another default",
    ),
    "another type of a parameter": (
        lambda d: d.order.update(type="integer"),
        "parameter order: type was string and is integer",
    ),
    "a value less of a parameter": (
        lambda d: d.order["enum"].remove("old"),
        "parameter order: old is no more among the values",
    ),
    "a field": (lambda d: d.fields.pop("id"), "application/json.id is gone"),
    "an optional field": (lambda d: d.fields.pop("lead"), "application/json.lead is gone"),
    "a field that may be missing": (
        lambda d: d.item["required"].remove("id"),
        "application/json.id may be missing",
    ),
    "a field that may be null": (
        lambda d: d.fields.update(id={"anyOf": [d.fields["id"], {"type": "null"}]}),
        "application/json.id: type was string and is null",
    ),
    "another type of a field": (
        lambda d: d.schemas["Picture"]["properties"].update(width={"type": "number"}),
        "application/json.parts[].width: type was integer and is number",
    ),
    "a field of no form": (
        lambda d: d.fields["id"].pop("format"),
        "application/json.id: format was uuid and is open",
    ),
    "another value of a field": (
        lambda d: d.fields["kind"]["enum"].append("video"),
        "application/json.kind: video is new among the values",
    ),
    "any value of a field": (
        lambda d: d.fields["kind"].pop("enum"),
        "application/json.kind: values was article, gallery and is any",
    ),
    "a field of a block": (
        lambda d: d.schemas["Text"]["properties"].pop("text"),
        "application/json.parts[].text is gone",
    ),
    "another block": (
        lambda d: (
            d.schemas.update(Video=VIDEO),
            d.fields["parts"]["items"]["oneOf"].append({"$ref": "#/components/schemas/Video"}),
        ),
        "application/json.parts[]",
    ),
    "a schema's name": (
        lambda d: (
            d.schemas.update(Words=d.schemas.pop("Text")),
            d.fields["parts"]["items"].update(
                oneOf=[
                    {"$ref": "#/components/schemas/Words"},
                    {"$ref": "#/components/schemas/Picture"},
                ]
            ),
        ),
        "schema Text is gone",
    ),
    "the answer": (lambda d: d.answers.pop("200"), "answer 200 is gone"),
    "a format of the answer": (
        lambda d: d.answer["content"].pop("application/ld+json"),
        "answer 200 as application/ld+json is gone",
    ),
    "a header": (lambda d: d.answer["headers"].clear(), "header ETag is gone"),
    "a header that may be missing": (
        lambda d: d.answer["headers"]["ETag"].update(required=False),
        "header ETag may be missing",
    ),
}


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_breaks_nobody(name: str) -> None:
    new = Description()
    ADDITIONS[name](new)
    assert breaking_changes(OLD, new.whole) == []


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_told(name: str) -> None:
    change, told = BREAKS[name]
    new = Description()
    change(new)
    assert any(told in found for found in breaking_changes(OLD, new.whole))


def test_a_break_says_whom_it_breaks() -> None:
    new = Description()
    new.limit.update(maximum=50)
    new.fields.pop("lead")

    assert breaking_changes(OLD, new.whole) == [
        "GET /items/: parameter limit: maximum was 100 and is 50: requests that were accepted are "
        "refused",
        "GET /items/: answer 200 as application/json.lead is gone: readers do not expect it",
    ]
