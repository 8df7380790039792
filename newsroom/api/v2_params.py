"""What Wagtail's API v2 is asked. Values that a database would fail on are refused before."""

from collections.abc import Callable
from datetime import UTC, timedelta

from django.http.request import QueryDict
from django.utils.dateparse import parse_datetime
from wagtail.api.v2.utils import BadRequestError

from .params import CONTROL_CHARACTERS, languages

MAX_ID = 2**63 - 1
MAX_OFFSET = 10_000
OFFSET_LIMIT = timedelta(hours=16)  # PostgreSQL takes no larger one
RELATIVES = {"child_of", "ancestor_of", "descendant_of", "translation_of"}
FILTERS = {
    "id",
    "title",
    "slug",
    "show_in_menus",
    "seo_title",
    "search_description",
    "first_published_at",
}
PARAMETERS: dict[str, set[str]] = {
    "listing_view": {"fields", "limit", "locale", "offset", "order", "type", *RELATIVES, *FILTERS},
    "detail_view": {"fields"},
    "find_view": {"fields", "html_path", "id"},
}


def check_query(query: QueryDict, action: str) -> None:
    for name, values in query.lists():
        if name not in PARAMETERS[action]:
            known = ", ".join(sorted(PARAMETERS[action]))
            raise BadRequestError(f"unknown parameter: {name[:100]} (accepted: {known})")
        if len(values) > 1:
            raise BadRequestError(f"{name} can be given once only")
        if CONTROL_CHARACTERS.search(values[0]):
            raise BadRequestError(f"{name} must not contain control characters")
        if name in CHECKS and not CHECKS[name][0](values[0]):
            raise BadRequestError(f"{name} must be {CHECKS[name][1]}")


def whole_number(longest: int) -> Callable[[str], bool]:
    return lambda value: (
        value.isascii() and value.isdigit() and len(value) < 20 and (int(value) <= longest)
    )


def is_page(value: str) -> bool:
    return value == "root" or is_id(value)


def is_moment(value: str) -> bool:
    try:
        moment = parse_datetime(value)
        offset = moment.utcoffset() if moment else None
        if moment is None or offset is None or abs(offset) >= OFFSET_LIMIT:
            return False
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def is_order(value: str) -> bool:
    return "random" not in value.lower()


def is_flat(value: str) -> bool:
    return "(" not in value


is_id = whole_number(MAX_ID)
CHECKS: dict[str, tuple[Callable[[str], bool], str]] = {
    "id": (is_id, "the number of a page"),
    "limit": (whole_number(MAX_OFFSET), "a whole number"),
    "offset": (
        whole_number(MAX_OFFSET),
        f"a whole number up to {MAX_OFFSET}; the API at /api/news/v1/ leads further",
    ),
    "locale": (lambda value: value in languages(), "the code of a language of this site"),
    "first_published_at": (is_moment, "a date and time with an offset (RFC 3339)"),
    "order": (is_order, "names of fields; random order is not offered"),
    "fields": (is_flat, "a list of names without nested fields"),
    **dict.fromkeys(RELATIVES, (is_page, "the number of a page, or root")),
}
