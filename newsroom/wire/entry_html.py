"""The full text of an item as HTML that stands alone in any reader's program."""

from html import escape

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext

from .documents import (
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
    parts = [_correction(item) for item in corrections]
    if lead_photo:
        parts.append(_figure(lead_photo, document.locale))
    if lead := one_line(document.lead):
        parts.append(f"<p>{escape(lead)}</p>")
    # Passed an allow-list when it was put on the wire.
    parts.append(clean(document.body_html))
    parts += [_figure(photo, document.locale) for photo in others]
    inner = "".join(parts)
    if not inner:
        return ""
    direction = "rtl" if get_language_bidi() else "ltr"
    return f'<div lang="{language_tag(document.locale)}" dir="{direction}">{inner}</div>'


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


def _correction(correction: Correction) -> str:
    day = timezone.localtime(correction.date, timezone.get_default_timezone())
    heading = gettext("Correction of %(date)s:") % {"date": date_format(day, "DATE_FORMAT")}
    return f"<p><strong>{escape(heading)}</strong> {escape(one_line(correction.text))}</p>"


def _figure(photo: PhotoDocument, language: str) -> str:
    foreign = photo.alt and photo.alt_locale != language
    spoken = f' lang="{language_tag(photo.alt_locale)}"' if foreign else ""
    caption = " ".join(filter(None, (one_line(photo.caption), one_line(photo.credit))))
    return (
        f'<figure><img src="{escape(uri(photo.src))}" alt="{escape(one_line(photo.alt))}"'
        f' width="{photo.width}" height="{photo.height}"{spoken}>'
        + (f"<figcaption>{escape(caption)}</figcaption>" if caption else "")
        + "</figure>"
    )
