from collections.abc import Iterator
from itertools import product

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext
from ninja import Router
from pydantic import Field
from wagtail.models import Site

from newsroom.addresses import content_languages
from newsroom.wire.documents import Document
from newsroom.wire.readers import site_for

from .errors import ParameterProblem
from .responses import json_response

router = Router(tags=["feeds"])

# The names of formats in addresses, and their media types, as the feeds are served.
FORMATS = {"rss": "application/rss+xml", "atom": "application/atom+xml"}


class Feed(Document):
    locale: str = Field(description="Language of the feed and its items.")
    name: str = Field(description="What it is a feed of, the same in all languages and formats.")
    title: str = Field(description="What readers see it as, in its language.")
    url: str = Field(description="Address to subscribe to.")
    media_type: str = Field(description="Its format; `title` and items are the same in all.")


class FeedList(Document):
    items: list[Feed] = Field(description="By language, the default one first.")


@router.get(
    "/",
    operation_id="listFeeds",
    summary="List feeds",
    response={200: FeedList, 400: ParameterProblem},
)
def list_feeds(request: HttpRequest) -> HttpResponse:
    """Every feed of the site, in every language and format; none where the site serves none."""
    site = site_for(request)
    found = [feed for locale in content_languages() for feed in feeds_in(site, locale)]
    return json_response(FeedList(items=found).model_dump_json())


def feeds_in(site: Site, locale: str) -> Iterator[Feed]:
    with translation.override(locale):
        named = list(names())
    for (name, heading), (extension, media_type) in product(named, FORMATS.items()):
        try:
            path = reverse("newsroom_feeds:feed", args=(locale, name, extension))
        except NoReverseMatch:  # the project serves no feeds
            return
        yield Feed(
            locale=locale,
            name=name,
            title=f"{heading} – {site_name(site)}",
            url=site.root_url + path,
            media_type=media_type,
        )


def names() -> Iterator[tuple[str, str]]:
    """The feeds of the active language: name in addresses, and what it is called."""
    yield "news", gettext("News")


def site_name(site: Site) -> str:
    return str(site.site_name or getattr(settings, "WAGTAIL_SITE_NAME", "") or site.hostname)
