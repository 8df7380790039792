"""Addresses at which other sites have their feeds, and where people and programs try them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve

from newsroom.addresses import content_languages
from newsroom.http.anonymous import for_everybody
from newsroom.wire import keys
from newsroom.wire.redirects import public_redirect

# The format that is meant by each, at the root of a site or of a language.
FORMATS = {
    "feed": "rss",
    "feed/": "rss",
    "rss": "rss",
    "rss/": "rss",
    "rss.xml": "rss",
    "feed.xml": "rss",
    "index.xml": "rss",
    "atom.xml": "atom",
    "feed.json": "json",
}


def old_address(request: HttpRequest, name: str, language: str = "") -> HttpResponseBase:
    """Lead to the news in the format meant.

    A live page at the address goes first, and so does a redirect: editors made them on purpose.
    """
    if "." not in name and (own := path_of_page(request, f"{name.strip('/')}/")):
        if own == request.path:
            answer: HttpResponseBase = serve(request, f"{name.strip('/')}/")
            return answer
        return HttpResponsePermanentRedirect(own)
    if public_redirect(request, request.get_full_path()):
        raise Http404  # which Wagtail's middleware makes the redirect
    return news(request, language or content_languages()[0], FORMATS[name])


def path_of_page(request: HttpRequest, below: str) -> str:
    """The address of the live page that stands here, under the first page; empty without one."""
    try:
        path = reverse("wagtail_serve", args=(below,))
    except NoReverseMatch:
        return ""
    # Without the language prefix of the project, another page has the address.
    here = request.path.rstrip("/") == path.rstrip("/")
    return path if here and Page.route_for_request(request, below) else ""


@for_everybody
@require_safe
def news(request: HttpRequest, language: str, extension: str) -> HttpResponse:
    path = reverse("newsroom_feeds:feed", args=(language, "news", extension))
    response = HttpResponsePermanentRedirect(path)
    # An editor may put a page or a redirect here.
    keys.bear(response, [keys.MISSING, keys.OTHER_PAGES])
    return response
