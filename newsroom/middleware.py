"""Languages by address, redirects of moved pages, messages where the admin expects no refusal."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from galleries.models import AltTextMissing

from .models.articles import SlugTaken
from .views import admin_path
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


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects; an address that would lead to a page that is not public stays a 404."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        if answer is response:
            return response
        return answer if public_redirect(request, request.get_full_path()) else response


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
