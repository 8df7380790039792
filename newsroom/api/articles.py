from functools import partial
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.openapi.schema import REF_TEMPLATE
from wagtail.models import Site

from newsroom.conf import conf
from newsroom.models import Kind, WireItem
from newsroom.wire.documents import ArticleDocument, ProjectDocument
from newsroom.wire.readers import site_for

from . import jsonld, ninjs
from .errors import Gone, ParameterProblem, Problem
from .items import item_response, list_response
from .params import Id, ListParams
from .responses import Answer, json_response
from .schemas import Article, ArticleList

router = Router(tags=["articles"])

Format = Annotated[
    Literal["json", "jsonld", "ninjs"],
    Query(
        description=(
            "How the article is written: `json` as everywhere in this API, `jsonld` as schema.org "
            "NewsArticle, `ninjs` as IPTC ninjs 2.3."
        )
    ),
]
OTHER_FORMATS = {
    jsonld.CONTENT_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="NewsArticle")}},
    ninjs.CONTENT_TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Ninjs")}},
}


@router.get(
    "/",
    operation_id="listArticles",
    summary="List articles",
    response={200: ArticleList, 400: ParameterProblem},
)
def list_articles(request: HttpRequest, params: Query[ListParams]) -> HttpResponse:
    """Public articles, newest first, a page at a time: `next` leads on."""
    return list_response(request, Kind.ARTICLE, params)


@router.get(
    "/{id}/",
    operation_id="getArticle",
    summary="Get an article",
    response={200: Article, 400: ParameterProblem, 404: Problem, 410: Gone},
    openapi_extra={"responses": {200: {"content": OTHER_FORMATS}}},
)
def get_article(request: HttpRequest, id: Id, format: Format = "json") -> HttpResponse:
    """The whole document, by the id that lists give. Withdrawn items answer 410."""
    if format == "json":
        return item_response(request, Kind.ARTICLE, id)
    write = as_jsonld if format == "jsonld" else as_ninjs
    answer = item_response(request, Kind.ARTICLE, id, partial(write, site_for(request)))
    if isinstance(answer, Answer):
        # It tells of the project as well, and names the Site, which is not on the wire.
        answer.changed, answer.lasting = None, False
    return answer


def as_jsonld(site: Site, row: WireItem) -> HttpResponse:
    document = ArticleDocument.model_validate_json(row.document)
    project = jsonld.project_row(document)
    article = jsonld.news_article(
        document,
        publisher_of(site),
        ProjectDocument.model_validate_json(project.document) if project else None,
        with_text=True,
    )
    rows = [row, project] if project else [row]
    return json_response(article.as_json(), rows, jsonld.CONTENT_TYPE)


def as_ninjs(site: Site, row: WireItem) -> HttpResponse:
    document = ArticleDocument.model_validate_json(row.document)
    item = ninjs.ninjs(document, publisher_of(site), row.changed)
    return json_response(item.as_json(), [row], ninjs.CONTENT_TYPE)


def publisher_of(site: Site) -> str:
    """Who publishes on a Site, in no language in particular."""
    default = getattr(settings, "WAGTAIL_SITE_NAME", "")
    return str(conf.publisher or site.site_name or default or site.hostname)
