"""The limit of what this server can do: a Django view that only returns bytes, or says 304."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

PATH = "/bare/"
ETAG = 'W/"5d41402abc4b2a76b9719d911017c592"'


def keep(content: bytes) -> None:
    """Decide what a server that has not answered yet will answer."""
    (settings.DATA_DIR / "bare.json").write_bytes(content)


@cache
def answer() -> bytes:
    """The bytes that the article list answered with, kept in memory."""
    content: bytes = (settings.DATA_DIR / "bare.json").read_bytes()
    return content


def view(request: HttpRequest) -> HttpResponse:
    if request.headers.get("If-None-Match") == ETAG:
        return HttpResponseNotModified(headers={"ETag": ETAG})
    return HttpResponse(answer(), content_type="application/json", headers={"ETag": ETAG})
