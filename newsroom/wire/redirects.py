"""Wagtail's redirects, as far as they lead to what the public may see."""

from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page, Site

from .clean import safe_url
from .places import WebAddress, is_of, page_at
from .readers import site_for
from .visibility import may_be_led_to


class Target(NamedTuple):
    """Where a redirect leads: an absolute address, and the page there if it is one of ours."""

    url: str
    page: Page | None


def public_redirect(request: HttpRequest, address: str) -> Target | None:
    """The redirect for a percent-encoded path of the request's Site, with or without a query.

    A redirect of the whole address goes before one of its path. None if there is none, or if it
    leads to a page that is not public.
    """
    # Wagtail's redirects cannot be imported where they are not installed.
    if not apps.is_installed("wagtail.contrib.redirects"):
        return None
    from wagtail.contrib.redirects.middleware import get_redirect
    from wagtail.contrib.redirects.models import Redirect

    site = site_for(request)
    for candidate in dict.fromkeys((address, urlsplit(address).path)):
        path = Redirect.normalise_path(candidate, decode_unicode=False)
        if redirect := get_redirect(request, path):
            url = redirect.link and safe_url(redirect.link, f"{site.root_url}/")
            page = redirect.redirect_page or (page_behind(site, url) if url else None)
            return Target(url, page) if url and (page is None or may_be_led_to(page)) else None
    return None


def page_behind(site: Site, url: str) -> Page | None:
    """The page of this Site at an absolute address that an editor has written down."""
    try:
        address = WebAddress.parse(url)
    except ValueError:
        return None
    return page_at(site, address.path) if is_of(site, address) else None
