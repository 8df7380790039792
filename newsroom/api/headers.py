"""The headers of the answers, as the description has them."""

from http import HTTPStatus
from typing import Any

from ninja.types import DictStrAny

TEXT = {"type": "string"}
HEADERS: dict[str, dict[str, Any]] = {
    "CacheControl": {
        "description": "How long the answer may be reused (RFC 9111, RFC 5861): never past the "
        "moment at which something in it expires.",
        "required": True,
        "schema": TEXT,
        "example": "public, max-age=60, stale-while-revalidate=600",
    },
    "CacheTag": {
        "description": "Names by which a CDN can be told to forget the answer, by commas.",
        "required": True,
        "schema": TEXT,
        "example": "news,article-pl,6f1c1f0e58f1",
    },
    "ContentLanguage": {
        "description": "Language of the item (RFC 9110, section 8.5).",
        "schema": TEXT,
        "example": "pl",
    },
    "ETag": {
        "description": "Weak validator: send it as `If-None-Match` to learn whether anything has "
        "changed (RFC 9110, section 8.8.3).",
        "required": True,
        "schema": {**TEXT, "pattern": '^W/"[0-9a-f]+"$'},
        "example": 'W/"5d41402abc4b2a76b9719d911017c592"',
    },
    "LastModified": {
        "description": "When what is shown last changed; for `If-Modified-Since`. Not there "
        "within two seconds of a change.",
        "schema": TEXT,
        "example": "Wed, 14 Oct 2026 07:30:00 GMT",
    },
    "Link": {
        "description": 'Related addresses (RFC 8288): the next page as `rel="next"`, the item in '
        'other languages as `rel="alternate"` with `hreflang`.',
        "schema": TEXT,
        "example": "<https://aktualnosci.example.org/api/news/v1/articles/?limit=20&cursor=…>; "
        'rel="next"',
    },
    "RetryAfter": {
        "description": "Seconds to wait before asking again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
        "example": 17,
    },
    "RetryLater": {
        "description": "Seconds to wait before asking again, where there was no place to wait "
        "for changes.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 5,
    },
    "SurrogateKey": {
        "description": "The names of `Cache-Tag`, by spaces.",
        "required": True,
        "schema": TEXT,
        "example": "news article-pl 6f1c1f0e58f1",
    },
}
NAMES = {
    "Cache-Control": "CacheControl",
    "Cache-Tag": "CacheTag",
    "Content-Language": "ContentLanguage",
    "ETag": "ETag",
    "Last-Modified": "LastModified",
    "Link": "Link",
    "Retry-After": "RetryAfter",
    "Surrogate-Key": "SurrogateKey",
}
REMEMBERED = ("Cache-Control", "Cache-Tag", "ETag", "Last-Modified", "Surrogate-Key")


def headers_of(operation: DictStrAny, status: int) -> dict[str, Any]:
    """References to the headers that an operation's answer of a status has or may have."""
    found = ["Cache-Control"]
    if status == HTTPStatus.OK:
        found = of_answer(operation)
    elif status == HTTPStatus.NOT_MODIFIED:
        found = ["Cache-Control", "ETag", "Last-Modified"]
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        found = ["Cache-Control", "Retry-After"]
    names = {**NAMES, "Retry-After": "RetryLater"} if status == HTTPStatus.OK else NAMES
    return {name: {"$ref": f"#/components/headers/{names[name]}"} for name in found}


def of_answer(operation: DictStrAny) -> list[str]:
    """The headers of an answer that gives what was asked for."""
    if HTTPStatus.NOT_MODIFIED not in operation["responses"]:
        return ["Cache-Control", "Content-Language"]
    asked = {parameter["name"] for parameter in operation["parameters"]}
    if "wait" in asked:
        return ["Cache-Control", "Cache-Tag", "ETag", "Retry-After", "Surrogate-Key"]
    if HTTPStatus.GONE in operation["responses"]:  # one item
        return [*REMEMBERED, "Content-Language", "Link"]
    return [*REMEMBERED, "Link"] if "cursor" in asked else list(REMEMBERED)
