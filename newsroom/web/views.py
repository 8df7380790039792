"""Lists that are no pages in the tree: of a tag, of projects, of galleries."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from newsroom.models import Kind, NewsTag, Noun
from newsroom.models.wire import WireItemQuerySet
from newsroom.wire import keys
from newsroom.wire.readers import items

from .discovery import Scope
from .lists import Listing
from .visit import Place, Visit, visit_of


@require_safe
def tag_list(request: HttpRequest, slug: str) -> HttpResponse:
    visit = visit_of(request)
    tagged = items(visit.site.pk).filter(tags__slug=slug)
    languages = set(tagged.order_by().values_list("locale", flat=True).distinct())
    # A tag that nothing public bears is nobody's business.
    if not languages or visit.language not in languages | visit.languages:
        raise Http404
    place = _place(visit, "tag", {"slug": slug}, languages)
    found = visit.listing(tagged.filter(locale=visit.language), place.url, visit.language)
    # It names the languages in which there is anything on the subject.
    visit.keys.update(key for code in languages for key in keys.of_lists(code))
    scope = Scope(Noun.TAGS, slug=slug)
    return _answer(request, found, place, _label(slug, visit.language), scope, tag=slug)


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    return _list_of(request, Kind.PROJECT, "projects", gettext("Projects"))


@require_safe
def gallery_list(request: HttpRequest) -> HttpResponse:
    scope = Scope(Noun.GALLERIES)
    return _list_of(request, Kind.GALLERY, "galleries", gettext("Galleries"), scope)


def _list_of(
    request: HttpRequest, kind: Kind, name: str, title: str, scope: Scope | None = None
) -> HttpResponse:
    visit = visit_of(request)
    if visit.language not in visit.languages:
        raise Http404
    place = _place(visit, name, {}, visit.languages)
    rows: WireItemQuerySet = items(visit.site.pk, kind, visit.language)
    found = visit.listing(rows, place.url, visit.language)
    return _answer(request, found, place, title, scope)


def _place(visit: Visit, name: str, arguments: dict[str, str], languages: set[str]) -> Place:
    addresses = {}
    for language in {*languages, visit.language}:
        with translation.override(language):
            path = reverse(f"newsroom_web:{name}", kwargs=arguments)
        addresses[language] = visit.site.root_url + path
    url = addresses[visit.language]
    # Without a language in the addresses there is one list, in the language in force.
    alternates = {code: other for code, other in addresses.items() if other != url}
    if visit.language in languages:
        alternates[visit.language] = url
    return Place(visit.language, url, alternates)


def _label(slug: str, language: str) -> str:
    tag = NewsTag.objects.filter(slug=slug).first()
    return tag.label(language) if tag else slug


def _answer(
    request: HttpRequest,
    found: Listing,
    place: Place,
    title: str,
    scope: Scope | None,
    tag: str = "",
) -> HttpResponse:
    context = {"listing": found, "place": place, "title": title, "tag": tag, "feed_scope": scope}
    return render(request, "newsroom/list.html", context)
