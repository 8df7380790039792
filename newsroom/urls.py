"""The newsroom's machine-readable addresses; the web pages' are in `web_urls`."""

import re

from django.urls import URLPattern, URLResolver, include, path, re_path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from . import views
from .addresses import content_languages
from .api import v2
from .api.router import urls as api_urls
from .conf import conf
from .feeds import old_addresses
from .feeds.opml import opml
from .feeds.views import unknown
from .metrics import metrics
from .readiness import ready
from .web.feeds import entrance, feeds_page
from .web.sitemaps.views import news_sitemap, sitemap, sitemap_part


class ContentLanguage(StringConverter):
    """A language of the content; an address with another one is none of these."""

    def to_python(self, value: str) -> str:
        if value not in content_languages():
            raise ValueError(value)
        return value


class OldAddress(StringConverter):
    """A name under which feeds are tried; its end may be a slash."""

    regex = "|".join(map(re.escape, old_addresses.FORMATS))


class IndexNowKey(StringConverter):
    """The project's key for search engines; any other name is none of these."""

    def to_python(self, value: str) -> str:
        if value != conf.indexnow_key:
            raise ValueError(value)
        return value


register_converter(ContentLanguage, "content_language")
register_converter(OldAddress, "old_address")
register_converter(IndexNowKey, "indexnow_key")
LANGUAGE = "<content_language:language>"
# Django adds the slash only where nothing else answers, and the feeds' 404 does.
with_slash = RedirectView.as_view(pattern_name="newsroom_feeds_page", permanent=True)

urlpatterns: list[URLPattern | URLResolver] = [
    # First, for it is asked for most.
    path("feeds/", include("newsroom.feeds.urls")),
    path("api/news/v1/", api_urls),
    path("api/v2/", v2.urls),
    path("feeds/", entrance),
    path("feeds/feeds.opml", opml, name="newsroom_opml"),
    path(f"feeds/{LANGUAGE}/feeds.opml", opml, name="newsroom_opml"),
    path(f"feeds/{LANGUAGE}/", feeds_page, name="newsroom_feeds_page"),
    path(f"feeds/{LANGUAGE}", with_slash),
    re_path("^feeds/", unknown),
    path("<old_address:name>", old_addresses.old_address),
    path(f"{LANGUAGE}/<old_address:name>", old_addresses.old_address),
    path("<indexnow_key:key>.txt", views.indexnow_key, name="newsroom_indexnow_key"),
    path("sitemap.xml", sitemap, name="newsroom_sitemap"),
    re_path(r"^sitemap-(?P<name>[\w-]+)\.xml$", sitemap_part, name="newsroom_sitemap_part"),
    path("news-sitemap.xml", news_sitemap, name="newsroom_news_sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("health/live", views.live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
]
