"""The API's description: what it promises, kept as a snapshot.

After an addition: ``UPDATE_SNAPSHOTS=1 python -m pytest tests/newsroom/api``. What breaks readers
is only written with ``UPDATE_SNAPSHOTS=breaking``.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from newsroom.api.ninjs_types import Ninjs
from newsroom.api.router import api
from newsroom.api.schema_org import NewsArticle

from .contract import breaking_changes

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.json"
URL = "/api/news/v1/openapi.json"
BLOCKS = {
    "call_to_action",
    "documents",
    "embed",
    "gallery",
    "heading",
    "image",
    "quote",
    "rich_text",
    "table",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def description(db: None, client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(URL).json()
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for operation in methods.values():
            yield path, operation


def validator(description: dict[str, Any], name: str) -> Draft202012Validator:
    return schema_validator(description, {"$ref": f"#/components/schemas/{name}"})


def schema_validator(description: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    whole = {**schema, "components": description["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def described_header(description: dict[str, Any], name: str) -> dict[str, Any]:
    schema: dict[str, Any] = description["components"]["headers"][name]["schema"]
    return schema


def test_the_description_is_the_one_of_the_snapshot(description: dict[str, Any]) -> None:
    text = json.dumps(description, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    update = os.environ.get("UPDATE_SNAPSHOTS")
    breaks = breaking_changes(json.loads(SNAPSHOT.read_text(encoding="utf-8")), description)
    assert update == "breaking" or not breaks, (
        "This breaks readers. Add to the API and keep what there is, or write the break down in "
        "CHANGELOG.md and run the tests once with UPDATE_SNAPSHOTS=breaking:\n- "
        + "\n- ".join(breaks)
    )
    if update:
        SNAPSHOT.write_text(text, encoding="utf-8")

    assert text == SNAPSHOT.read_text(encoding="utf-8"), (
        "The API's description has changed, and breaks nobody. If that is meant, run the tests "
        "once with UPDATE_SNAPSHOTS=1 and commit the snapshot."
    )


def test_the_description_is_openapi_3_1(description: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", description["openapi"])
    assert {"title", "version"} <= set(description["info"])
    assert all(path.startswith("/") for path in description["paths"])
    names = [operation["operationId"] for _, operation in operations(description)]
    assert len(names) == len(set(names)) == 15


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    known = {
        f"#/components/{kind}/{name}"
        for kind, named in description["components"].items()
        for name in named
    }
    meant = {node["$ref"] for node in nodes(description) if "$ref" in node}

    assert meant == known
    assert not [name for name in description["components"]["schemas"] if name.endswith("Params")]


def test_every_schema_is_a_json_schema(description: dict[str, Any]) -> None:
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for _, operation in operations(description):
        for parameter in operation["parameters"]:
            Draft202012Validator.check_schema(parameter["schema"])


def test_every_operation_is_described(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        assert operation["summary"] and operation["description"] and operation["tags"]
        in_path = {part["name"] for part in operation["parameters"] if part["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        for parameter in operation["parameters"]:
            assert parameter["required"] is (
                parameter["in"] == "path" or parameter["name"] in {"url", "token"}
            )
            assert parameter["description"]


def test_every_answer_is_described(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        for status, response in operation["responses"].items():
            assert response["description"]
            formats = ["application/json" if status == "200" else "application/problem+json"]
            if operation["operationId"] == "getArticle" and status == "200":
                formats += ["application/ld+json", "application/ninjs+json"]
            assert list(response.get("content", [])) == ([] if status == "304" else formats)
        expected = {"200", "304", "400", "429"}
        if path.endswith(("{id}/", "/resolve/")):
            expected |= {"404", "410"}
        if path.endswith("/changes/"):
            expected |= {"410"}
        if path.endswith("/preview/"):
            expected = {"200", "400", "403", "429"}
        assert set(operation["responses"]) == expected, path


def test_every_field_of_our_documents_is_described(description: dict[str, Any]) -> None:
    of_others = {model.__name__ for model in (NewsArticle, Ninjs)}
    schemas = description["components"]["schemas"]
    for model in (NewsArticle, Ninjs):
        of_others |= set(model.model_json_schema()["$defs"])
    for name in set(schemas) - of_others:
        for field, schema in schemas[name]["properties"].items():
            assert schema.get("description"), f"{name}.{field}"


def test_texts_and_numbers_of_parameters_have_limits(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        for parameter in operation["parameters"]:
            schema = parameter["schema"]
            where = f"{path} {parameter['name']}"
            if schema["type"] == "array":
                assert schema["maxItems"], where
                schema = schema["items"]
            if schema["type"] == "integer":
                assert {"minimum", "maximum"} <= set(schema), where
            elif schema["type"] == "string":
                assert {"enum", "pattern", "format", "maxLength"} & set(schema), where


def test_every_block_of_a_body_has_a_schema_of_its_own(description: dict[str, Any]) -> None:
    for name in ("Article", "Gallery", "Project"):
        body = description["components"]["schemas"][name]["properties"]["body"]["items"]
        assert body["discriminator"]["propertyName"] == "type"
        assert set(body["discriminator"]["mapping"]) == BLOCKS
        assert {each["$ref"] for each in body["oneOf"]} == set(
            body["discriminator"]["mapping"].values()
        )


def test_languages_and_limits_are_in_the_description(description: dict[str, Any]) -> None:
    operation = description["paths"]["/api/news/v1/articles/"]["get"]
    schemas = {part["name"]: part["schema"] for part in operation["parameters"]}

    assert schemas["locale"]["enum"] == ["pl", "en", "uk", "all"]
    assert schemas["locale"]["default"] == "pl"
    assert (schemas["limit"]["minimum"], schemas["limit"]["maximum"]) == (1, 100)
    assert schemas["fields"]["enum"] == ["card", "full"]
    assert "default" not in schemas["cursor"]


def test_every_example_of_an_answer_is_one(description: dict[str, Any]) -> None:
    for path, operation in operations(description):
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                assert content["examples"], (path, status)
                for example in content["examples"].values():
                    assert example["summary"]
                    schema_validator(description, content["schema"]).validate(example["value"])
                    assert status == "200" or example["value"]["status"] == int(status)


def test_every_schema_has_an_example_of_it(description: dict[str, Any]) -> None:
    for name, schema in description["components"]["schemas"].items():
        assert schema["examples"], name
        for example in schema["examples"]:
            validator(description, name).validate(example)


def test_every_parameter_and_header_has_an_example_of_it(description: dict[str, Any]) -> None:
    described = list(description["components"]["headers"].values())
    described += [
        part for _, operation in operations(description) for part in operation["parameters"]
    ]
    for each in described:
        schema_validator(description, each["schema"]).validate(each["example"])
        assert "examples" not in each


def test_examples_fit_the_languages_of_the_site(settings: Any) -> None:
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        ("de", "Deutsch"),
        ("fr", "français"),
    ]
    settings.LANGUAGE_CODE = "de"

    schema = api.get_openapi_schema(path_prefix="/in-german/")

    parameters = schema["paths"]["/in-german/articles/"]["get"]["parameters"]
    examples = {part["name"]: part["example"] for part in parameters}
    assert (examples["locale"], examples["fallback"]) == ("de", "de,fr")


def test_answers_have_the_headers_of_the_description(
    client: Client, description: dict[str, Any], newsroom: SimpleNamespace, uid: Any
) -> None:
    article = client.get(f"/api/news/v1/articles/{uid(newsroom.library)}/")
    page = client.get("/api/news/v1/articles/?limit=1")
    for response, path in [
        (article, "/api/news/v1/articles/{id}/"),
        (page, "/api/news/v1/articles/"),
    ]:
        described = description["paths"][path]["get"]["responses"]["200"]["headers"]
        # Readers get no date until a change is two seconds old.
        assert set(described) - set(response.headers) <= {"Last-Modified"}
        assert re.fullmatch(described_header(description, "ETag")["pattern"], response["ETag"])
    unchanged = client.get(page.request["PATH_INFO"] + "?limit=1", HTTP_IF_NONE_MATCH=page["ETag"])
    assert unchanged.status_code == 304


def test_answers_are_as_described(
    client: Client, description: dict[str, Any], newsroom: SimpleNamespace, uid: Any
) -> None:
    for url, name in {
        "/api/news/v1/articles/?locale=all": "ArticleList",
        "/api/news/v1/articles/?fields=full&limit=1": "ArticleList",
        "/api/news/v1/galleries/?fields=full": "GalleryList",
        "/api/news/v1/projects/?fields=full": "ProjectList",
        f"/api/news/v1/articles/{uid(newsroom.library)}/": "Article",
        f"/api/news/v1/galleries/{uid(newsroom.gallery)}/": "Gallery",
        f"/api/news/v1/projects/{uid(newsroom.project)}/": "Project",
        f"/api/news/v1/projects/{uid(newsroom.library)}/": "Problem",
        "/api/news/v1/articles/?limit=0": "ParameterProblem",
        "/api/news/v1/languages/": "LanguageList",
        "/api/news/v1/tags/?locale=en": "TagList",
        "/api/news/v1/sections/?kind=article": "SectionList",
        "/api/news/v1/feeds/": "FeedList",
        "/api/news/v1/resolve/?url=/pl/aktualnosci/most-otwarty/": "Resolution",
        "/api/news/v1/resolve/?url=/pl/aktualnosci/": "Problem",
        "/api/news/v1/resolve/?url=aktualnosci": "ParameterProblem",
        "/api/news/v1/changes/": "ChangeList",
        "/api/news/v1/changes/?limit=1": "ChangeList",
        "/api/news/v1/changes/?since=99": "ParameterProblem",
    }.items():
        validator(description, name).validate(client.get(url).json())


def test_a_tombstone_is_as_described(
    client: Client, description: dict[str, Any], newsroom: SimpleNamespace, uid: Any, settle: Any
) -> None:
    newsroom.bridge.unpublish()
    settle()

    answer = client.get(f"/api/news/v1/articles/{uid(newsroom.bridge)}/").json()

    validator(description, "Gone").validate(answer)


def test_the_documentation_page_needs_no_other_host(
    db: None, client: Client, settings: Any
) -> None:
    page = client.get("/api/news/v1/docs").content.decode()

    addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert addresses
    assert all(address.startswith(settings.STATIC_URL) for address in addresses)
    assert not re.findall(r"https?://", page)
    assert URL in page
    # Swagger would send the description to its maker's validator.
    assert '"validatorUrl": null' in page


def test_the_documentation_pages_files_are_served(db: None, client: Client) -> None:
    page = client.get("/api/news/v1/docs").content.decode()
    for name in re.findall(r'(?:src|href)="/static/([^"]+)', page):
        assert finders.find(name), name
