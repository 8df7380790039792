from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from newsroom.models import NewsTag, NewsTagLabel
from newsroom.wire.documents import Document
from newsroom.wire.keys import OVERVIEW
from newsroom.wire.readers import items, site_for

from .errors import ParameterProblem
from .facets import FacetParams, facets
from .params import default_language
from .responses import json_response

router = Router(tags=["tags"])

MOST = 1000


class UsedTag(Document):
    """A subject that public items have."""

    slug: str = Field(description="What `tag` is in the lists' parameters.")
    label: str = Field(description="Name in the language asked for, else the default name.")
    count: int = Field(description="Number of public items that have it.")
    newest: datetime = Field(description="When the newest of them was published.")


class TagList(Document):
    count: int = Field(description="Number of all tags, also of those beyond the first thousand.")
    items: list[UsedTag] = Field(
        max_length=MOST, description="Most used first; the first thousand of them."
    )


@router.get(
    "/",
    operation_id="listTags",
    summary="List tags",
    response={200: TagList, 400: ParameterProblem},
)
def list_tags(request: HttpRequest, params: Query[FacetParams]) -> HttpResponse:
    """The tags that public items have. With `locale=all` the labels are the default language's."""
    site = site_for(request)
    labels = labels_in(params.language or default_language(), site.pk)
    # A tag that was renamed or deleted is still on the wire until its items are composed anew.
    found = [facet for facet in facets(site, params, "tags__slug") if facet["value"] in labels]
    answer = TagList(
        count=len(found),
        items=[
            UsedTag(
                slug=facet["value"],
                label=labels[facet["value"]],
                count=facet["count"],
                newest=facet["newest"],
            )
            for facet in found[:MOST]
        ],
    )
    ends = (facet["expires"] for facet in found)
    return json_response(answer.model_dump_json(), keys=[OVERVIEW], ends=ends)


def labels_in(language: str, site_id: int) -> dict[str, str]:
    """What readers of a language call the tags of a site's public items, by slug; one query."""
    return labels_of(items(site_id).order_by().values("tags__slug"), language)


def labels_of(slugs: "list[str] | QuerySet[Any, Any]", language: str) -> dict[str, str]:
    """The same of the tags with these slugs, as far as there are any (still)."""
    label = NewsTagLabel.objects.filter(tag=OuterRef("pk"), locale__language_code=language)
    tags = NewsTag.objects.filter(slug__in=slugs).order_by()
    return dict(tags.values_list("slug", Coalesce(Subquery(label.values("text")[:1]), "name")))
