import json
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query as FromQuery
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from newsroom.addresses import content_languages
from newsroom.conf import conf
from newsroom.models import Kind, WireItem
from newsroom.search.queries import parse
from newsroom.search.snippets import Marker
from newsroom.search.suggestions import LOOKED_AT, completions
from newsroom.search.survey import best
from newsroom.wire import keys as names
from newsroom.wire.readers import as_read, fresh, items, site_for

from . import cursor as cursors
from .errors import ParameterProblem
from .items import COLUMNS, next_url
from .params import any_text, default_language, languages, may_be_left_out
from .responses import Answer, json_response
from .search_schemas import SearchResult, SuggestedItem, Suggestions
from .searching import Hit, Search, SearchParams

router = Router(tags=["search"])

MOST_SUGGESTED = 5


@router.get(
    "search/",
    operation_id="search",
    summary="Search",
    response={200: SearchResult, 400: ParameterProblem},
)
def search(request: HttpRequest, params: FromQuery[SearchParams]) -> HttpResponse:
    """Public items that say what was looked for, in whatever form, best first.

    Without any word nothing is found.
    """
    site = site_for(request)
    asked = Search(site, params)
    binding = asked.listing.binding
    start = cursors.decode_number(params.cursor, binding) if params.cursor else 0
    found = asked.results(start)
    following = None
    if found.has_more:
        cursor = cursors.encode_number(start + params.limit, binding)
        following = next_url(request, site, cursor=cursor)
    page: dict[str, Any] = {
        "next": following,
        "count": found.count,
        "did_you_mean": found.did_you_mean,
        "facets": found.facets and found.facets.model_dump(mode="json"),
    }
    hits = (as_json(hit, params.language) for hit in found.hits)
    answer = json_response(
        f'{{"items":[{",".join(hits)}],{json.dumps(page, ensure_ascii=False)[1:]}',
        [hit.row for hit in found.hits],
        keys=names_of(params.kind, content_languages()),
        ends=found.ends,
    )
    if following:
        answer["Link"] = f'<{following}>; rel="next"'
    return as_long_as_true(answer)


def as_json(hit: Hit, language: str | None) -> str:
    """A stored card with what is only known of it in this search."""
    card = as_read(hit.row.card, hit.row.locale, language)
    highlights = hit.highlights.model_dump_json()
    return f'{card[:-1]},"score":{hit.score:.6g},"highlights":{highlights}}}'


def names_of(kind: str, codes: list[str]) -> list[str]:
    """The names of the lists in which whatever may be found stands."""
    kinds = [kind] if kind else Kind.values
    return [names.of_list(one, code) for one in kinds for code in codes]


def one_language(value: str) -> str:
    if value not in languages():
        raise ValueError(f"Use one of: {', '.join(languages())}.")
    return value


def one_language_in_schema(schema: dict[str, Any]) -> None:
    # When the schema is asked for, not when this module is imported: they are settings.
    schema["enum"] = languages()
    schema["default"] = default_language()


class SuggestParams(Schema):
    q: str = Field(
        "",
        description="What somebody has typed so far. Any text is legal.",
        json_schema_extra=any_text,
    )
    locale: Annotated[str, AfterValidator(one_language)] = Field(
        default_factory=default_language,
        description="Language of the items.",
        json_schema_extra=one_language_in_schema,
    )
    kind: Literal["article", "gallery", "project"] = may_be_left_out("Only items of this kind.")


@router.get(
    "suggest/",
    operation_id="suggest",
    summary="Suggest while typing",
    response={200: Suggestions, 400: ParameterProblem},
)
def suggest(request: HttpRequest, params: FromQuery[SuggestParams]) -> HttpResponse:
    """What somebody may be about to type, and the items that fit so far.

    The last word may be the beginning of one, unless a space follows it.
    """
    site = site_for(request)
    rows = items(site.pk, params.kind, params.locale).order_by()
    query = parse(params.q, [params.locale], typing=True)
    # Searched once: of most of them only the words are looked at.
    found = best(rows, query, LOOKED_AT)
    by_number = WireItem.objects.public().only(*COLUMNS, "card").in_bulk(found[:MOST_SUGGESTED])
    shown = fresh(by_number[pk] for pk in found if pk in by_number)
    marker = Marker(query, params.locale)
    answer = Suggestions(
        queries=completions(found, params.q, params.locale),
        items=[suggested(json.loads(row.card), marker) for row in shown],
    )
    keys = names_of(params.kind, [params.locale])
    return as_long_as_true(json_response(answer.model_dump_json(), shown, keys=keys))


def as_long_as_true(answer: Answer) -> Answer:
    """A search server is a moment behind: what it has found is not kept for a state of the wire."""
    answer.lasting = not conf.search_backend
    return answer


def suggested(card: dict[str, Any], marker: Marker) -> SuggestedItem:
    told = {name: card[name] for name in ("id", "kind", "locale", "url", "title")}
    return SuggestedItem(**told, title_html=marker.marked(card["title"]))
