"""The formats of an edition."""

from . import builder, json_feed
from .editions import Edition


def render(edition: Edition, extension: str) -> bytes:
    """An edition in one format (``rss``, ``atom``, ``json``); equal editions give equal bytes."""
    if extension == "json":
        return json_feed.render(edition)
    return builder.render(edition, extension)
