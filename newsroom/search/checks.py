"""What must be installed and configured for the search to find what it should."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from wagtail.search.backends import get_search_backend

from newsroom.addresses import content_languages
from newsroom.checks import TAG
from newsroom.conf import conf

from .polish import morfeusz


@register(TAG)
def check_polish_is_analysed(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn of a search that finds few of the forms that a Polish word has."""
    languages = {code.partition("-")[0].lower() for code in content_languages()}
    if "pl" not in languages or morfeusz() is not None:
        return []
    return [
        Warning(
            "The search misses inflected Polish words (pies, psa) and Polish words typed without "
            "diacritics: Morfeusz is not installed.",
            hint=(
                'Install "wagtail-newsroom[polish]", then build the search index anew. Where no '
                "wheel of morfeusz2 is for your platform, silence this check."
            ),
            id="newsroom.W007",
        )
    ]


@register(TAG)
def check_search_server(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a search server that is none, and warn of editors who would wait for it."""
    alias = conf.search_backend
    if not alias:
        return []
    backends: dict[str, Any] = getattr(settings, "WAGTAILSEARCH_BACKENDS", {})
    if alias not in backends or not is_search_server(alias):
        return [
            Error(
                f"NEWSROOM_SEARCH_BACKEND names no search server: {alias!r}.",
                hint=(
                    "Use an alias in WAGTAILSEARCH_BACKENDS of Elasticsearch or OpenSearch, and "
                    'install "wagtail-newsroom[elasticsearch]" or "wagtail-newsroom[opensearch]".'
                ),
                id="newsroom.E010",
            )
        ]
    if backends[alias].get("AUTO_UPDATE", True) is False:
        return []
    return [
        Warning(
            f"Wagtail sends every page to the search server {alias!r} while editors wait.",
            hint='Set "AUTO_UPDATE": False there; the worker brings over what readers search.',
            id="newsroom.W008",
        )
    ]


def is_search_server(alias: str) -> bool:
    try:
        return hasattr(get_search_backend(alias), "es")
    except ImproperlyConfigured:
        return False
