"""What lists can be narrowed by, as far as public items have it: counted in one grouped query."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from django.db.models import Count, F, Max, Min
from ninja import Schema
from pydantic import AfterValidator, Field
from wagtail.models import Site

from newsroom.wire.readers import items

from .params import ALL, default_language, known_language, languages_in_schema, may_be_left_out


class FacetParams(Schema):
    locale: Annotated[str, AfterValidator(known_language)] = Field(
        default_factory=default_language,
        description="Language of the items; `all` counts those of every language.",
        json_schema_extra=languages_in_schema,
    )
    kind: Literal["article", "gallery", "project"] = may_be_left_out("Only items of this kind.")

    @property
    def language(self) -> str | None:
        return None if self.locale == ALL else self.locale


class Facet(TypedDict):
    value: Any
    count: int
    newest: datetime
    # When the first of the items expires.
    expires: datetime | None
    # One of the items, to learn from it what the value stands for.
    sample: int


def facets(site: Site, params: FacetParams, column: str) -> list[Facet]:
    """What the public items have in a column, most used first; one query."""
    rows = items(site.pk, params.kind, params.language)
    found = (
        rows.filter(**{f"{column}__isnull": False})
        .order_by()
        .values(value=F(column))
        .annotate(count=Count("pk"), newest=Max("published"), expires=Min("expires_at"))
        .annotate(sample=Max("pk"))
    )
    return sorted(found, key=lambda facet: (-facet["count"], str(facet["value"])))
