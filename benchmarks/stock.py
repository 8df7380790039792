"""The article list as Wagtail's own API v2 gives it: its router, its viewset, its serializers.

The fields are those a developer would name. What stock Wagtail has no serializer for is not asked
of it: the body as HTML, the section, the translations, tags' labels, former addresses, and the
sizes of files in bytes.
"""

from typing import Any

from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.fields import ImageRenditionField

from galleries.renditions import FORMATS, WIDTHS, spec
from newsroom.models import ArticlePage, ArticlePhoto, Correction


def rendition(name: str, width: int, file_format: str) -> APIField:
    return APIField(name, serializer=ImageRenditionField(spec(width, file_format), source="image"))


RENDITIONS = [
    rendition(f"{file_format}_{width}", width, file_format)
    for file_format in FORMATS
    for width in WIDTHS
]
WORDS_OF_A_PHOTO = ["alt_text", "decorative", "caption", "credit", "licence", "is_lead"]

FIELDS: dict[type[Any], list[Any]] = {
    ArticlePage: [
        "lead",
        "publication_date",
        "last_published_at",
        "event_start",
        "event_end",
        "body",
        "byline",
        "project",
        "tags",
        "photos",
        "corrections",
    ],
    ArticlePhoto: [*WORDS_OF_A_PHOTO, *RENDITIONS],
    Correction: ["date", "text"],
}
# Wagtail reads what to say from here. Only this process's models learn it: the site's own API v2,
# which says something else, does not look.
for model, fields in FIELDS.items():
    model.api_fields = fields

router = WagtailAPIRouter("stock")
router.register_endpoint("pages", PagesAPIViewSet)


def list_path(locale: str, limit: int, photo_fields: str = "") -> str:
    """The address of the newest articles in full, optionally with fewer fields of their photos."""
    names = [f"photos(_,{photo_fields})" if name == "photos" and photo_fields else name
             for name in FIELDS[ArticlePage]]  # fmt: skip
    return (
        f"/stock/pages/?type=newsroom.ArticlePage&locale={locale}&order=-publication_date"
        f"&limit={limit}&fields={','.join(names)}"
    )


def lean_list_path(locale: str, limit: int) -> str:
    """The same with one rendition of each photo instead of all."""
    return list_path(locale, limit, ",".join([*WORDS_OF_A_PHOTO, RENDITIONS[2].name]))
