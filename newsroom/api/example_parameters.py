"""What a reader might ask for: one example of every parameter, fit for what the examples tell."""

from typing import Any

from . import examples as told
from .params import default_language, languages

CURSOR = "MTc5MTgwMTAwMDAwMDAwMC40Mg.p7Y2Jb0vO5nS8XrGq1dWc3uKxTzEaHfLmNiVyQwRkBs"
MOMENT = "2026-10-12T09:30:00Z"


def of_parameters() -> dict[str, Any]:
    """By name; languages are those of the settings."""
    return {
        "count": True,
        "cursor": CURSOR,
        "facets": True,
        "fallback": ",".join(languages()[:2]),
        "fields": "full",
        "format": "jsonld",
        "id": str(told.ARTICLE.id),
        "kind": "article",
        "limit": 20,
        "locale": default_language(),
        "order": "-published",
        "project": told.PROJECT_REFERENCE.slug,
        "published_after": MOMENT,
        "published_before": MOMENT,
        "q": 'biblioteka -"spacer po bibliotece"',
        "since": "48211",
        "section": told.SECTION.slug,
        "tag": [told.CULTURE.slug, told.ACCESSIBILITY.slug],
        "tag_any": [told.CULTURE.slug, told.ACCESSIBILITY.slug],
        "token": "eyJwYWdlIjo0Miwic2l0ZSI6Mn0:1vC9aB:Zk3bQ0mXrT8uYwLhS5dNfVgJpKcExAoIi2Rz7tM4qUs",
        "translation_key": str(told.ARTICLE.translation_key),
        "updated_after": MOMENT,
        "updated_before": MOMENT,
        "url": told.ARTICLE.former_urls[0],
        "wait": 25,
    }
