"""What ninja does not know of the API it describes: errors, headers, examples, what is required."""

from http import HTTPStatus

from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.types import DictStrAny

from .errors import CONTENT_TYPE
from .example_answers import Example, of_answers, of_parts, refusals
from .example_parameters import of_parameters
from .headers import HEADERS, headers_of
from .schemas import ON_REQUEST

MEANINGS = {
    HTTPStatus.OK: "What was asked for.",
    HTTPStatus.NOT_MODIFIED: "Nothing has changed since the answer whose `ETag` was sent as "
    "`If-None-Match`, or whose `Last-Modified` as `If-Modified-Since`.",
    HTTPStatus.BAD_REQUEST: "A parameter is not known, given too often, or its value is not "
    "accepted. `errors` names each and says what is accepted.",
    HTTPStatus.FORBIDDEN: "The link is not valid, or not any more.",
    HTTPStatus.NOT_FOUND: "There is nothing public, and never was: what is hidden looks the same.",
    HTTPStatus.GONE: "The item was public and is no more; this is what may be said of it.",
    HTTPStatus.TOO_MANY_REQUESTS: "This address has asked too often. Wait as long as "
    "`Retry-After` says.",
}
# What a status means of one operation.
OF_OPERATIONS = {
    ("listChanges", HTTPStatus.GONE): "Withdrawals that would have to be told are forgotten. Start "
    "again from `start_over`, and drop what it does not give."
}
# Never kept by a cache, so there is nothing to ask about again.
UNCACHED = {"getPreview"}


def amend(schema: OpenAPISchema) -> None:
    answers, components = of_answers(), schema["components"]
    complete_schemas(components["schemas"])
    refused = {"ParameterProblem": refusals({"limit", "locale"})}
    for name, example in of_parts({**answers, **refused}).items():
        if name in components["schemas"]:
            components["schemas"][name]["examples"] = [example]
    components["headers"] = HEADERS
    for path in schema["paths"].values():
        for operation in path.values():
            complete_parameters(operation["parameters"])
            complete_responses(operation, answers)


def complete_schemas(schemas: DictStrAny) -> None:
    for schema in schemas.values():
        for field in schema["properties"].values():
            field.pop("title", None)  # only its name again
        # Others may be added to the fields at any time.
        schema.pop("additionalProperties", None)


def require_all_fields(schema: DictStrAny) -> None:
    """Every field is in every answer, but for those that are there when they are asked for."""
    fields = schema["properties"].items()
    schema["required"] = [name for name, field in fields if not field.pop(ON_REQUEST, False)]


def complete_parameters(parameters: list[DictStrAny]) -> None:
    examples = of_parameters()
    for parameter in parameters:
        for name in ("title", "description", "examples"):
            parameter["schema"].pop(name, None)
        # Ninja gives a list, and OpenAPI means names and values.
        parameter.pop("examples", None)
        parameter["example"] = examples[parameter["name"]]


def complete_responses(operation: DictStrAny, answers: dict[str, dict[str, Example]]) -> None:
    responses: dict[int, DictStrAny] = operation["responses"]
    if operation["operationId"] not in UNCACHED:
        responses[HTTPStatus.NOT_MODIFIED] = {}
    too_many = {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}
    responses[HTTPStatus.TOO_MANY_REQUESTS] = {"content": {CONTENT_TYPE: too_many}}
    for status, response in responses.items():
        of_operation = OF_OPERATIONS.get((operation["operationId"], HTTPStatus(status)))
        response["description"] = of_operation or MEANINGS[HTTPStatus(status)]
        response["headers"] = headers_of(operation, status)
        contents = response.get("content", {})
        # Errors are problem details (RFC 9457), which ninja cannot say.
        if status >= HTTPStatus.BAD_REQUEST and contents:
            response["content"] = contents = {CONTENT_TYPE: next(iter(contents.values()))}
        for content in contents.values():
            give_examples(content, int(status), operation, answers)
    operation["responses"] = {int(status): responses[status] for status in sorted(responses)}


def give_examples(
    content: DictStrAny, status: int, operation: DictStrAny, answers: dict[str, dict[str, Example]]
) -> None:
    """The examples of the schema, as far as they can be answers of this operation."""
    if status == HTTPStatus.BAD_REQUEST:
        asked = operation["parameters"]
        fitting = refusals({part["name"] for part in asked if part["in"] == "query"})
    else:
        parts = (answers[part].items() for part in parts_of(content["schema"]))
        fitting = {name: one for part in parts for name, one in part if one.fits(status)}
    content["examples"] = {
        name: {"summary": example.summary, "value": example.value}
        for name, example in fitting.items()
    }


def parts_of(schema: DictStrAny) -> list[str]:
    """The names of the schemas that an answer may be of."""
    choices = schema.get("oneOf") or schema.get("anyOf") or [schema]
    return [choice["$ref"].rpartition("/")[2] for choice in choices]
