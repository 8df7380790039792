import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from newsroom.addresses import content_languages
from newsroom.models import uid_for
from newsroom.wire.documents import Document, Reference
from newsroom.wire.keys import OVERVIEW
from newsroom.wire.readers import fresh, items, site_for

from .errors import ParameterProblem
from .facets import Facet, FacetParams, facets
from .responses import json_response

router = Router(tags=["sections"])

# Among them what is needed to see whether the row still holds.
COLUMNS = ("pk", "uid", "page_id", "kind", "locale", "valid_until", "expires_at", "composition")


class Section(Reference):
    """A section that public items stand in."""

    locale: str = Field(description="Its own; items of other languages may stand in it.")
    count: int = Field(description="Number of public items in it.")
    newest: datetime = Field(description="When the newest of them was published.")


class SectionList(Document):
    items: list[Section] = Field(description="The one with most items first.")


@router.get(
    "/",
    operation_id="listSections",
    summary="List sections",
    response={200: SectionList, 400: ParameterProblem},
)
def list_sections(request: HttpRequest, params: Query[FacetParams]) -> HttpResponse:
    """The sections that public items stand in."""
    site = site_for(request)
    found = facets(site, params, "section_uid")
    samples = items(site.pk).filter(pk__in=[facet["sample"] for facet in found])
    rows = fresh(samples.only(*COLUMNS, "card"))
    # Where the section has expired, an item composed anew is not in it any more.
    named = [(json.loads(row.card)["section"], row.locale) for row in rows]
    known = {UUID(section["id"]): (section, locale) for section, locale in named if section}
    shown = [facet for facet in found if facet["value"] in known]
    sections = [describe(facet, *known[facet["value"]]) for facet in shown]
    sections.sort(key=lambda section: (-section.count, section.title))
    answer = SectionList(items=sections)
    ends = (facet["expires"] for facet in shown)
    return json_response(answer.model_dump_json(), rows, keys=[OVERVIEW], ends=ends)


def describe(facet: Facet, section: dict[str, Any], locale: str) -> Section:
    """A section with the words that its items have for it; ``locale`` is that of one of them."""
    reference = Reference.model_validate(section)
    # Where a section is not translated, items of other languages stand in it.
    own = {uid_for(reference.translation_key, code): code for code in content_languages()}
    return Section(
        **section,
        locale=own.get(reference.id, locale),
        count=facet["count"],
        newest=facet["newest"],
    )
