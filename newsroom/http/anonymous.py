"""Answers that are the same for everybody: nothing is left of who asks."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest


def forget_who_asks(request: HttpRequest) -> None:
    """Take login, section passwords and cookies from a request.

    The views could see them, and Django's middlewares would say so in ``Vary``, and replace or
    delete cookies that they do not understand.
    """
    request.COOKIES = {}
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    request.session = SessionBase()
    request.user = AnonymousUser()
