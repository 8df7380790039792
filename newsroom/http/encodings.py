"""Compression (RFC 9110, section 12.5.3): Brotli or gzip, as the reader accepts."""

import gzip
from functools import partial

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

SMALLEST = 500  # bytes; less is not worth it
# Half-way between speed and size: an answer is compressed once and then remembered.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6


def chosen(accepted: str) -> str:
    """The encoding to use for an ``Accept-Encoding``: ``br``, ``gzip`` or "" for none."""
    weights = _weights(accepted)
    others = weights.get("*", 0.0)
    best = max(("br", "gzip"), key=lambda name: weights.get(name, others))
    return best if weights.get(best, others) > 0 else ""


def accepts(accepted: str, encoding: str) -> bool:
    """Whether a reader with this ``Accept-Encoding`` reads an encoding."""
    weights = _weights(accepted)
    return weights.get(encoding, weights.get("*", 0.0)) > 0


def _weights(accepted: str) -> dict[str, float]:
    return dict(_weight(part) for part in accepted.lower().split(",") if part.strip())


def _weight(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    quality = parameter.strip().removeprefix("q=") or "1"
    try:
        return name.strip(), float(quality)
    except ValueError:
        return name.strip(), 0.0


def compress(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        compressed: bytes = brotli.compress(content, quality=BROTLI_QUALITY)
        return compressed
    return gzip.compress(content, GZIP_LEVEL, mtime=0)


def compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer as small as the reader can read it; it varies on nothing else."""
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.add_post_render_callback(partial(compressed, request))
        return response
    if not isinstance(response, HttpResponse):
        return response
    response["Vary"] = "Accept-Encoding"
    if len(response.content) >= SMALLEST and not response.has_header("Content-Encoding"):
        encoding = chosen(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding:
            response.content = compress(response.content, encoding)
            response["Content-Encoding"] = encoding
    if response.content:
        response["Content-Length"] = str(len(response.content))
    return response
