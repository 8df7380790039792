"""What machines ask every site for."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .web.sitemaps.views import sitemaps_of
from .wire.readers import site_for


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Robots Exclusion Protocol (RFC 9309): everything but the admin may be crawled.

    It names the sitemaps of the request's Site.
    """
    lines = ["User-agent: *", "Allow: /"]
    if admin := admin_path():
        lines.append(f"Disallow: {admin}")
    # Without a Site there is nothing to read, but the admin is not for robots all the same.
    with suppress(Http404):
        lines += [f"Sitemap: {url}" for url in sitemaps_of(site_for(request))]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """The file by which search engines know that who sends them addresses may do so."""
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


def admin_path() -> str:
    try:
        return reverse("wagtailadmin_home")
    except NoReverseMatch:  # the admin is served by another process
        return ""


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; it asks nobody else, not even the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
