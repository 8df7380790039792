"""The search page: a form, and what was found in the language of the address."""

import math
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from newsroom.addresses import content_languages
from newsroom.api.searching import Found, Search
from newsroom.conf import conf
from newsroom.feeds.searches import channel_of
from newsroom.http.limits import seconds_to_wait
from newsroom.web.caching import public_page
from newsroom.web.discovery import Discovery, announced, discovery
from newsroom.web.lists import cards_of
from newsroom.web.visit import Place, Visit, visit_of
from newsroom.wire import channels, keys
from newsroom.wire.documents import Card
from newsroom.wire.feed_options import Options
from newsroom.wire.readers import first_end

from .narrowing import chosen, groups, known
from .questions import Question, page_number


@dataclass(frozen=True)
class Result:
    """An item that was found; ``title`` and ``text`` are HTML whose only element is ``mark``."""

    card: Card
    title: str
    text: str


@dataclass(frozen=True)
class Results:
    """One page of what was found."""

    question: Question
    results: list[Result]
    found: Found
    number: int
    pages: int
    # The place of the first of them among all.
    start: int

    @property
    def count(self) -> int:
        return self.found.count

    @property
    def previous(self) -> str:
        return self.question.href(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.question.href(self.number + 1) if self.number < self.pages else ""


@dataclass(frozen=True)
class OtherLanguage:
    """What the same search finds in another language."""

    code: str
    href: str
    count: int


@public_page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if visit.language not in visit.languages:
        raise Http404
    # Whatever comes or goes in any language may be found, or counted.
    visit.keys.update(key for code in content_languages() for key in keys.of_lists(code))
    question, labels = known(visit, Question.read(request.GET))
    context: dict[str, Any] = {
        "question": question,
        "place": place_of(visit, question),
        "chosen": list(chosen(question, labels)),
        "announced_feeds": discovery(visit.site, visit.language),
    }
    asked = Search(visit.site, question.params(visit.language))
    if asked.query and (wait := seconds_to_wait(request, conf.api_rate, "search")):
        return too_many(request, {**context, "wait": wait})
    if asked.query:
        results = results_of(visit, asked, question, page_number(request.GET))
        context |= told_of(visit, results)
        context["feeds"] = feeds_of(visit, question)
        context["announced_feeds"] = [*context["feeds"], *context["announced_feeds"]]
    return render(request, "search/search.html", context)


def too_many(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page for an address that searches too often: a search costs as much as many pages."""
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, "search/search.html", context, status=status)
    response["Retry-After"] = str(context["wait"])
    response["Cache-Control"] = "no-store"
    return response


def place_of(visit: Visit, question: Question) -> Place:
    """The bare page; its other languages are asked the same, for whoever changes over."""
    addresses = {code: visit.site.root_url + path_in(code) for code in visit.languages}
    words = question.plain.href() if question.q else ""
    others = {code: url + words for code, url in addresses.items()}
    return Place(visit.language, addresses[visit.language], others)


def path_in(language: str) -> str:
    with translation.override(language):
        return reverse("search")


def results_of(visit: Visit, asked: Search, question: Question, number: int) -> Results:
    """A page of what is found; the last one for any number behind it."""
    size = asked.params.limit
    found = asked.results((number - 1) * size)
    pages = max(1, math.ceil(found.count / size))
    if number > pages:
        number = pages
        found = asked.results((number - 1) * size)
    visit.ends += [*found.ends, first_end(hit.row for hit in found.hits)]
    cards = cards_of(hit.row for hit in found.hits)
    marked = [hit.highlights for hit in found.hits]
    results = [Result(card, one.title, one.text) for card, one in zip(cards, marked, strict=True)]
    return Results(question, results, found, number, pages, (number - 1) * size + 1)


def told_of(visit: Visit, results: Results) -> dict[str, Any]:
    """What the page says of what was found, and of what may have been meant."""
    question, found = results.question, results.found
    told: dict[str, Any] = {
        "results": results,
        "best_href": replace(question, newest=False).href(),
        "newest_href": replace(question, newest=True).href(),
    }
    if found.did_you_mean:
        told["meant"] = found.did_you_mean
        told["meant_href"] = replace(question, q=found.did_you_mean).href()
    if found.facets:
        told["groups"] = groups(question, found.facets) if found.count else []
        if results.pages == 1:
            told["others"] = [
                OtherLanguage(one.locale, path_in(one.locale) + question.href(), one.count)
                for one in found.facets.languages
                if one.locale in visit.languages - {visit.language}
            ]
    return told


def feeds_of(visit: Visit, question: Question) -> list[Discovery]:
    """The feed of this search in each format."""
    if not channels.served():
        return []
    channel = channel_of(Options.of(visit.site), visit.language, question.feed)
    return list(announced([channel])) if channel else []
