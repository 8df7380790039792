"""What a request may ask for. Whatever is not understood is refused by name, never ignored."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.http.request import QueryDict
from ninja import Path, Schema
from ninja.operation import Operation
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant

from . import cursor as cursors
from .cursor import Order
from .errors import ParameterError, bad_parameters

ALL = "all"
MAX_LIMIT = 100
MAX_TAGS = 10
NUMBER = re.compile(r"0|[1-9][0-9]{0,2}")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")
MOMENT = re.compile(
    r"[12]\d{3}-\d\d-\d\d[Tt]\d\d:\d\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
# What somebody has typed somewhere: any of it is legal.
FREE_TEXT = "q"
CANONICAL_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

View = Callable[..., HttpResponseBase]


def default_language() -> str:
    return str(get_supported_content_language_variant(settings.LANGUAGE_CODE))


def languages() -> list[str]:
    return list(get_content_languages())


def known_language(value: str) -> str:
    if value != ALL and value not in languages():
        raise ValueError(f"Use one of: {', '.join([*languages(), ALL])}.")
    return value


def from_to(least: int, most: int) -> str:
    return f"Use a whole number from {least} to {most}."


def whole_number(least: int, most: int) -> BeforeValidator:
    """Of three digits at most."""

    def check(value: Any) -> Any:
        if not NUMBER.fullmatch(str(value)) or not least <= int(value) <= most:
            raise ValueError(from_to(least, most))
        return value

    return BeforeValidator(check)


def canonical_uuid(value: Any) -> Any:
    if not CANONICAL_UUID.fullmatch(str(value)):
        raise ValueError("Use a UUID such as 123e4567-e89b-12d3-a456-426614174000.")
    return value


def of_length(longest: int, what: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not 1 <= len(str(value)) <= longest:
            raise ValueError(f"Use {what} of 1 to {longest} characters.")
        return value

    return BeforeValidator(check)


def known_languages(value: str) -> str:
    if not set(value.split(",")) <= set(languages()):
        raise ValueError(f"Use languages separated by commas, of: {', '.join(languages())}.")
    return value


def moment(value: Any) -> datetime:
    """A moment as RFC 3339 writes it; the year is that of a calendar in use."""
    if not MOMENT.fullmatch(str(value)):
        raise ValueError("Use a moment with its offset, such as 2026-11-01T12:00:00Z or …%2B01:00.")
    try:
        # PostgreSQL does not take every offset that there may be.
        return datetime.fromisoformat(str(value).upper()).astimezone(UTC)
    except ValueError:
        raise ValueError("There is no such moment.") from None


def true_or_false(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("true", "false"):
        raise ValueError("Use true or false.")
    return bool(value == "true")


def _fallback_in_schema(schema: dict[str, Any]) -> None:
    one = "|".join(map(re.escape, languages()))
    without_default(schema)
    schema["pattern"] = f"^({one})(,({one}))*$"


def languages_in_schema(schema: dict[str, Any]) -> None:
    # When the schema is asked for, not when this module is imported: they are settings.
    schema["enum"] = [*languages(), ALL]
    schema["default"] = default_language()


def may_be_left_out(
    description: str, in_schema: Callable[[dict[str, Any]], None] | None = None
) -> Any:
    """A parameter that is an empty string when it is not given, and is never given as one."""
    return Field("", description=description, json_schema_extra=in_schema or without_default)


def without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def any_text(schema: dict[str, Any]) -> None:
    """Of a parameter that takes whatever somebody has typed; only its beginning is read."""
    without_default(schema)
    schema["pattern"] = r"^[\s\S]*$"


TEXT = r"^[^\x00-\x1f\x7f]*$"
# Ninja reads what comes last only.
Id = Annotated[UUID, BeforeValidator(canonical_uuid), Path(description="The item's id.")]
TagSlug = Annotated[
    str, Field(min_length=1, max_length=100, pattern=TEXT), of_length(100, "a slug")
]
Name = Annotated[
    str, Field(min_length=1, max_length=255, pattern=TEXT), of_length(255, "a slug or an id")
]
Cursor = Annotated[
    str,
    Field(min_length=1, max_length=cursors.MAX_LENGTH),
    of_length(cursors.MAX_LENGTH, "the cursor of a `next` address"),
]


Key = Annotated[
    UUID | None,
    BeforeValidator(canonical_uuid),
    WithJsonSchema({"type": "string", "format": "uuid"}),
]
Moment = Annotated[
    datetime | None,
    BeforeValidator(moment),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": f"^{MOMENT.pattern}$",
            "examples": ["2026-11-01T12:00:00Z"],
        }
    ),
]
OrderName = Literal["-published", "published", "-updated", "updated"]


class Selection(Schema):
    """What items are chosen by, in lists and in searches."""

    # What changes only how much is told of them.
    SHOWN: ClassVar[frozenset[str]] = frozenset()

    locale: Annotated[str, AfterValidator(known_language)] = Field(
        default_factory=default_language,
        description="Language of the items; `all` gives every language.",
        json_schema_extra=languages_in_schema,
    )
    fallback: Annotated[str, AfterValidator(known_languages)] = may_be_left_out(
        "Languages, separated by commas, in which items are given that are not there in `locale`, "
        "the first one that there is. Items say so in `is_fallback`. With `locale=all` nothing is "
        "missing, and it changes nothing.",
        _fallback_in_schema,
    )
    tag: list[TagSlug] = Field(
        [],
        max_length=MAX_TAGS,
        description="Slug of a tag. Given several times: items that have all of these tags.",
    )
    tag_any: list[TagSlug] = Field(
        [],
        max_length=MAX_TAGS,
        description="Slug of a tag. Given several times: items that have any of these tags.",
    )
    project: Name = may_be_left_out("Slug or id of a project the items belong to.")
    section: Name = may_be_left_out("Slug or id of the section the items stand in.")
    translation_key: Key = Field(None, description="The key shared by all languages of one item.")
    published_after: Moment = Field(
        None, description="Published at this moment or later (inclusive)."
    )
    published_before: Moment = Field(None, description="Published before this moment.")
    updated_after: Moment = Field(None, description="Updated at this moment or later.")
    updated_before: Moment = Field(None, description="Updated before this moment.")
    limit: Annotated[int, whole_number(1, MAX_LIMIT)] = Field(
        20, ge=1, le=MAX_LIMIT, description="How many items a page of the list holds."
    )
    cursor: Cursor = may_be_left_out("Where to go on: the cursor of the last answer's `next`.")

    @property
    def language(self) -> str | None:
        return None if self.locale == ALL else self.locale

    @property
    def languages(self) -> list[str]:
        """The languages of the items, the preferred first; none stands for all."""
        if self.language is None:
            return []
        return list(dict.fromkeys([self.language, *filter(None, self.fallback.split(","))]))

    def conditions(self) -> dict[str, Any]:
        """The conditions that are a comparison with a column."""
        named = {
            "translation_key": self.translation_key,
            "published__gte": self.published_after,
            "published__lt": self.published_before,
            "updated__gte": self.updated_after,
            "updated__lt": self.updated_before,
        }
        return {name: value for name, value in named.items() if value}

    def binding(self) -> str:
        """What a cursor is bound to: all that decides which items are in the list, and how."""
        filters = self.model_dump(exclude={"limit", "cursor", *self.SHOWN})
        filters |= {name: sorted(set(filters[name])) for name in ("tag", "tag_any")}
        return repr(sorted(filters.items()))


class ListParams(Selection):
    """What all lists understand."""

    SHOWN: ClassVar[frozenset[str]] = frozenset({"fields", "count"})

    order: OrderName = Field(
        "-published",
        description="`-published` is newest first, `published` oldest first; `updated` likewise.",
    )
    fields: Literal["card", "full"] = Field(
        "card", description="Short items, or the whole documents."
    )
    count: Annotated[bool, BeforeValidator(true_or_false)] = Field(
        False, description="Whether to count the items of the whole list: `true` or `false`."
    )

    @property
    def ordering(self) -> Order:
        return Order.named(self.order)


def as_uuid(name: str) -> UUID | None:
    return UUID(name) if CANONICAL_UUID.fullmatch(name) else None


def refuse_unknown(run: View) -> View:
    """Refuse, before anything else, parameters that the operation does not know.

    A decorator of ninja's operations in its mode "view".
    """
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    accepted = {name for model in queries for name in model.__ninja_flatten_map__}
    repeatable = {name for model in queries for name in model.__ninja_collection_fields__}

    @wraps(run)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        errors = errors_of_query(request.GET, accepted, repeatable)
        return bad_parameters(errors) if errors else run(request, *args, **kwargs)

    return checked


def errors_of_query(
    query: QueryDict, accepted: set[str], repeatable: set[str]
) -> list[ParameterError]:
    errors = []
    for name, values in query.lists():
        if name not in accepted:
            known = ", ".join(sorted(accepted)) or "no parameters"
            message = f"This parameter is not known. Accepted: {known}."
        elif len(values) > 1 and name not in repeatable:
            message = "Give this parameter once."
        elif name != FREE_TEXT and any(CONTROL_CHARACTERS.search(value) for value in values):
            message = "Use no control characters."
        else:
            continue
        errors.append(ParameterError(param=name[:100], message=message))
    return errors
