"""The full text of an item as HTML that stands alone in any reader's program."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from newsroom.wire.documents import (
    ArticleDocument,
    Correction,
    GalleryBlock,
    ImageBlock,
    ItemDocument,
    PhotoDocument,
)

from .text import clean, language_tag, one_line, uri


def html_of(document: ItemDocument) -> str:
    """Corrections, lead photo, lead, body, and the photos that are not in the body.

    Generated words and dates are in the active language, which should be the document's.
    """
    lead_photo, others = _photos_around(document)
    corrections = document.corrections if isinstance(document, ArticleDocument) else []
    parts = [
        format_html_join("", "{}", ((_correction(item),) for item in corrections)),
        _figures([lead_photo] if lead_photo else [], document.locale),
        format_html("<p>{}</p>", one_line(document.lead)) if document.lead.strip() else "",
        # Passed an allow-list when it was put on the wire.
        mark_safe(clean(document.body_html)),
        _figures(others, document.locale),
    ]
    inner = "".join(part for part in parts if part)
    if not inner:
        return ""
    return format_html(
        '<div lang="{}" dir="{}">{}</div>',
        language_tag(document.locale),
        "rtl" if get_language_bidi() else "ltr",
        mark_safe(inner),
    )


def photos_of(document: ItemDocument) -> list[PhotoDocument]:
    """Every photo the content shows, the lead photo first, each picture once."""
    photos = [document.lead_photo] if document.lead_photo else []
    photos += document.photos
    for block in document.body:
        if isinstance(block, ImageBlock):
            photos.append(block.photo)
        elif isinstance(block, GalleryBlock):
            photos += block.photos
    return list({photo.src: photo for photo in reversed(photos)}.values())[::-1]


def _photos_around(
    document: ItemDocument,
) -> tuple[PhotoDocument | None, list[PhotoDocument]]:
    """The lead photo and the other photos, without those that the body shows already."""
    outside = [
        photo
        for photo in photos_of(document)
        if f'src="{escape(photo.src)}"' not in document.body_html
    ]
    if document.lead_photo and outside and outside[0].src == document.lead_photo.src:
        return outside[0], outside[1:]
    return None, outside


def _correction(correction: Correction) -> SafeString:
    day = timezone.localtime(correction.date, timezone.get_default_timezone())
    heading = gettext("Correction of %(date)s:") % {"date": date_format(day, "DATE_FORMAT")}
    return format_html("<p><strong>{}</strong> {}</p>", heading, one_line(correction.text))


def _figures(photos: Iterable[PhotoDocument], language: str) -> SafeString:
    return format_html_join("", "{}", ((_figure(photo, language),) for photo in photos))


def _figure(photo: PhotoDocument, language: str) -> SafeString:
    foreign = photo.alt and photo.alt_locale != language
    caption = " ".join(filter(None, (one_line(photo.caption), one_line(photo.credit))))
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}"{}>{}</figure>',
        uri(photo.src),
        one_line(photo.alt),
        photo.width,
        photo.height,
        format_html(' lang="{}"', language_tag(photo.alt_locale)) if foreign else "",
        format_html("<figcaption>{}</figcaption>", caption) if caption else "",
    )
