"""What is indexed of an object: what its model says, and the lemmas of it."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.models import Locale

from newsroom.addresses import content_languages

from .tokens import tokens_of

# Of each field and of its lemmas: PostgreSQL takes 1 MiB of an object's different words, with
# their places, and refuses to save what has more. Bodies of articles have a tenth of it.
MOST_BYTES = 200_000


def inflected(objects: Iterable[Any]) -> list[Any]:
    """The objects as the index is to see them; they themselves stay as they are."""
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    default = content_languages()[0]
    twins = []
    for item in objects:
        language = codes.get(getattr(item, "locale_id", None), default)
        twin = copy(item)
        fields = [_with_lemmas(field, language) for field in item.get_search_fields()]
        twin.get_search_fields = lambda fields=fields: fields
        twins.append(twin)
    return twins


def _with_lemmas(field: Any, language: str) -> Any:
    """A model's field of the index with its lemmas; what only filters is left alone."""
    twin = copy(field)
    if isinstance(field, RelatedFields):
        twin.fields = [_with_lemmas(part, language) for part in field.fields]
    elif isinstance(field, SearchField | AutocompleteField):
        twin.get_value = lambda item: _value_with_lemmas(field.get_value(item), language)
    return twin


def _value_with_lemmas(value: Any, language: str) -> Any:
    text = _text(value)
    found = _beginning(tokens_of(text, language))
    if not found:
        return value
    return [value if len(text.encode(errors="ignore")) <= MOST_BYTES else _beginning(text), found]


def _beginning(text: str) -> str:
    return text.encode(errors="ignore")[:MOST_BYTES].decode(errors="ignore")


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_text(part) for part in value)
    if isinstance(value, dict):
        return _text(list(value.values()))
    return value if isinstance(value, str) else ""
