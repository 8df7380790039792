"""The page on which readers find all feeds of a language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from newsroom.addresses import content_languages
from newsroom.feeds.directory import groups
from newsroom.wire import channels, keys
from newsroom.wire.feed_options import Options
from newsroom.wire.text import language_tag

from .discovery import announced
from .visit import Place, visit_of


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Lead to the page of the default language; not for ever, for another may become it."""
    return redirect(page_path(content_languages()[0]))


@require_safe
def feeds_page(request: HttpRequest, language: str) -> HttpResponse:
    """All feeds of a language. The address alone says which, whatever the browser prefers."""
    with translation.override(language):
        visit = visit_of(request)
        site = visit.site
        visit.keys |= {keys.OVERVIEW, keys.of_feeds(site.pk)}
        found = channels.every(Options.of(site), [language])
        addresses = {code: site.root_url + page_path(code) for code in content_languages()}
        context = {
            "title": gettext("Feeds"),
            "place": Place(language, addresses[language], addresses),
            "groups": groups(found),
            "announced_feeds": list(announced(found)),
            "opml": reverse("newsroom_opml", args=(language,)),
            "whole_opml": reverse("newsroom_opml"),
        }
        response = render(request, "newsroom/feeds.html", context)
    response["Content-Language"] = language_tag(language)
    return response


def page_path(language: str) -> str:
    return reverse("newsroom_feeds_page", args=(language,))
