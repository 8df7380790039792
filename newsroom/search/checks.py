"""What must be installed and configured for the search to find what it should."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from wagtail.search.backends import get_search_backend

from newsroom.addresses import content_languages
from newsroom.checks import TAG
from newsroom.conf import conf
from newsroom.models import SearchEntry

from .index import outdated
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


@register(Tags.database)
def check_index_is_of_this_version(
    app_configs: Sequence[AppConfig] | None,
    *,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Warn of an index by other rules than readers are searched for by, until it is made anew.

    Asked with ``check --database default`` and by ``migrate``, like all that reads the database.
    """
    if not databases or SearchEntry._meta.db_table not in connection.introspection.table_names():
        return []
    number = outdated().count()
    if not number:
        return []
    return [
        Warning(
            f"{number} public items are not in the search index as this version of the analysis "
            "would have them: some of their words are not found.",
            hint="The worker is putting it right; `manage.py rebuild_wire` does so at once.",
            id="newsroom.W009",
        )
    ]
