"""Answers that are the same for everybody: nothing is left of who asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def for_everybody(view: View) -> View:
    """Mark a view that asks nobody who they are; see ``PublicReadersMiddleware``."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        forget_who_asks(request)
        return view(request, *args, **kwargs)

    vars(wrapped)["is_for_everybody"] = True
    return wrapped


def is_for_everybody(view: Any) -> bool:
    return getattr(view, "is_for_everybody", False)


def forget_who_asks(request: HttpRequest) -> None:
    """Take login, section passwords and cookies from a request.

    The views could see them, and Django's middlewares would say so in ``Vary``, and replace or
    delete cookies that they do not understand.
    """
    request.COOKIES = {}
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
    request.session = SessionBase()
    request.user = AnonymousUser()
