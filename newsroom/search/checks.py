"""What must be installed for the search to know the languages of the content."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from newsroom.addresses import content_languages
from newsroom.checks import TAG

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
