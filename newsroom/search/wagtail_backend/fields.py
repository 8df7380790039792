"""What is indexed of an object: what its model says, and the lemmas of it."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from wagtail.models import Locale

from newsroom.addresses import content_languages

from .tokens import tokens_of


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
    found = tokens_of(_text(value), language)
    return [value, found] if found else value


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_text(part) for part in value)
    if isinstance(value, dict):
        return _text(list(value.values()))
    return value if isinstance(value, str) else ""
