"""The API that partner sites read: `/api/news/v1/`."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from ninja.errors import ValidationError
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import (
    articles,
    changes,
    feeds,
    galleries,
    languages,
    previews,
    projects,
    resolve,
    search,
    sections,
    tags,
)
from .answers import remembered
from .errors import BadParameter, bad_parameters, parameter_error
from .openapi import NewsAPI, OfflineDocs
from .params import refuse_unknown
from .responses import nothing_here, public

api = NewsAPI(
    title="News",
    version="1",
    description=(
        "Public articles, galleries and projects, in every language they are published in. "
        "Anonymous and read-only; readable from any origin."
    ),
    urls_namespace="newsroom_api",
    docs=OfflineDocs(settings={"validatorUrl": None}),
)
api.add_decorator(refuse_unknown, mode="view")
api.add_router("articles", articles.router)
api.add_router("galleries", galleries.router)
api.add_router("projects", projects.router)
api.add_router("changes", changes.router)
api.add_router("languages", languages.router)
api.add_router("tags", tags.router)
api.add_router("sections", sections.router)
api.add_router("feeds", feeds.router)
api.add_router("", search.router)
api.add_router("resolve", resolve.router)
api.add_router("preview", previews.router)


@api.exception_handler(ValidationError)
def on_malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return bad_parameters([parameter_error(one) for one in error.errors])


@api.exception_handler(BadParameter)
def on_bad_parameter(request: HttpRequest, error: BadParameter) -> HttpResponse:
    return bad_parameters([error.error])


@api.exception_handler(Exception)
def on_failure(request: HttpRequest, error: Exception) -> HttpResponse:
    """Leave it to Django, which logs it; ninja would print it where DEBUG is set."""
    raise error


patterns, _, namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = decorate_urlpatterns(
    decorate_urlpatterns([*patterns, re_path("", nothing_here)], remembered), public
)
urls = (urlpatterns, "newsroom_api", namespace)
