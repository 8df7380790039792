"""Addresses of the reference site."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from .media import rendition

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<str:name>", rendition),
    path("", include("newsroom.urls")),
    *i18n_patterns(
        path("", include("newsroom.web_urls")),
        path("", include("search.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
