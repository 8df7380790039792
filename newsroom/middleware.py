"""Readers first, languages by address, redirects of moved pages, refusals told to editors."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from galleries.models import AltTextMissing

from .conf import conf
from .http.anonymous import is_for_everybody
from .metrics import count
from .models.articles import SlugTaken
from .views import admin_path
from .web.caching import describe
from .web.withdrawn import withdrawn_page
from .wire.channels import FORMATS
from .wire.redirects import public_redirect


class PathLocaleMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware for ``/``, ``/<lang>/…`` and the admin; nothing else looks at it.

    Feeds, APIs and files neither vary on the reader's language nor are their 404s redirected
    to an address of the web pages.
    """

    def process_request(self, request: HttpRequest) -> None:
        if _has_language(request.path_info):
            super().process_request(request)
        else:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if _has_language(request.path_info):
            return super().process_response(request, response)
        return response


def _has_language(path: str) -> bool:
    # The entrance chooses the reader's language; the admin and its login follow the browser.
    admin = admin_path()
    return (
        path == "/"
        or bool(admin and path.startswith(admin))
        or get_language_from_path(path) is not None
    )


class MetricsMiddleware:
    """Counts the answers of API and feeds, where metrics are asked for; else it is not there.

    It must stand before ``PublicReadersMiddleware``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not conf.metrics_token:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        count(request, response)
        return response


class PublicReadersMiddleware:
    """Answers readers' programs before sessions, logins and messages are looked at.

    They ask for feeds every few minutes, mostly for nothing new; the feeds forget who asks anyhow.
    What stands below it in ``MIDDLEWARE`` never sees these requests.
    """

    ENDINGS = tuple(f".{extension}" for extension in FORMATS)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        match = None
        if request.path_info.endswith(self.ENDINGS):
            with suppress(Resolver404):
                match = resolve(request.path_info)
        if match is None or not is_for_everybody(match.func):
            return self.get_response(request)
        request.resolver_match = match
        translation.activate(settings.LANGUAGE_CODE)
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return answer


class PublicPagesMiddleware:
    """Tells caches how long they may keep web pages, and under which names.

    It stands before the session's, which says of an answer that it depends on the visitor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        describe(request, response)
        return response


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects; an address that would lead to a page that is not public stays a 404."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        if answer is response:
            return response
        return answer if public_redirect(request, request.get_full_path()) else response


class WithdrawnPagesMiddleware(MiddlewareMixin):
    """Where a page was that an editor has withdrawn, readers are told why (410), not 404."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        return withdrawn_page(request) or response


class PublishingMessagesMiddleware(MiddlewareMixin):
    """Tells editors why a page was not published, where the form does not: workflows, bulk actions.

    Nothing has been published then: Wagtail's bulk actions and the page's own save are atomic.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AltTextMissing | SlugTaken) or not request.user.has_perm(
            "wagtailadmin.access_admin"
        ):
            return None
        title = exception.page.get_admin_display_title()
        problems = " ".join(exception.messages)
        messages.error(
            request,
            _("“%(title)s” was not published. %(problems)s")
            % {"title": title, "problems": problems},
        )
        origin = request.META.get("HTTP_REFERER", "")
        if not url_has_allowed_host_and_scheme(origin, {request.get_host()}):
            origin = reverse("wagtailadmin_home")
        return HttpResponseRedirect(origin)
