"""An article as IPTC ninjs 2.3, for newsrooms that take in news by that standard.

The standard has no place for a text alternative of its own, for corrections, and for what a
translation is of: they are descriptions with a role, and associations with a name.
"""

from collections.abc import Iterator
from datetime import datetime

from galleries.documents import PhotoDocument
from newsroom.wire.documents import ArticleDocument, Translation

from .jsonld import photos_in
from .licences import terms_of, words_for
from .ninjs_types import (
    Ninjs,
    NinjsBody,
    NinjsId,
    NinjsParty,
    NinjsPicture,
    NinjsRendition,
    NinjsRights,
    NinjsSubject,
    NinjsText,
    NinjsTranslation,
)
from .plain_text import plain_text

CONTENT_TYPE = "application/ninjs+json"  # not registered with IANA, but in use


def ninjs(document: ArticleDocument, publisher: str, changed: datetime) -> Ninjs:
    """An article as ninjs; ``changed`` is when it last became another one on the wire."""
    pictures = list(_pictures(document))
    return Ninjs(
        uri=document.id.urn,
        profile="text-photo" if pictures else "text-only",
        version=f"{changed:%Y%m%d%H%M%S}",
        firstcreated=document.published_at,
        versioncreated=changed.replace(microsecond=0),
        language=document.locale,
        headlines=[NinjsText(role="main", value=document.title)],
        descriptions=list(_descriptions(document)),
        bodies=list(_bodies(document)),
        by=document.byline,
        subjects=list(_subjects(document)),
        infosources=[NinjsParty(name=publisher)],
        renditions=[_web_page(document.url)],
        associations=[*pictures, *map(_translation, document.translations)],
        altids=[NinjsId(value=str(document.translation_key))],
    )


def _descriptions(document: ArticleDocument) -> Iterator[NinjsText]:
    if document.lead:
        yield NinjsText(role="summary", value=document.lead)
    for correction in document.corrections:
        yield NinjsText(role="correction", value=correction.text)


def _bodies(document: ArticleDocument) -> Iterator[NinjsBody]:
    if not document.body_html:
        return
    yield NinjsBody(contenttype="text/html", value=document.body_html)
    text = plain_text(document.body_html)
    yield NinjsBody(
        contenttype="text/plain", charcount=len(text), wordcount=len(text.split()), value=text
    )


def _subjects(document: ArticleDocument) -> Iterator[NinjsSubject]:
    for tag in document.tags:
        yield NinjsSubject(name=tag.label, rel="tag", literal=tag.slug)
    if document.section:
        yield NinjsSubject(
            name=document.section.title,
            rel="section",
            uri=document.section.id.urn,
            literal=document.section.slug,
        )
    if document.project:
        yield NinjsSubject(
            name=document.project.title,
            rel="project",
            uri=document.project.id.urn,
            literal=document.project.slug,
        )


def _pictures(document: ArticleDocument) -> Iterator[NinjsPicture]:
    lead = document.lead_photo.id if document.lead_photo else None
    for number, photo in enumerate(photos_in(document), start=1):
        terms = terms_of(photo.licence)
        yield NinjsPicture(
            name="lead" if photo.id == lead else f"photo-{number}",
            uri=photo.id.urn,
            language=document.locale,
            by=photo.credit,
            usageterms=words_for(photo.licence, document.locale),
            rightsinfo=NinjsRights(linkedrights=terms) if terms else None,
            descriptions=list(_words_of(photo, document.locale)),
            renditions=[
                NinjsRendition(
                    name=f"{file.type.removeprefix('image/')}-{file.width}",
                    href=file.url,
                    contenttype=file.type,
                    width=file.width,
                    height=file.height,
                    sizeinbytes=file.length,
                )
                for file in photo.renditions
            ],
        )


def _words_of(photo: PhotoDocument, language: str) -> Iterator[NinjsText]:
    if photo.alt:
        foreign = photo.alt_locale != language
        yield NinjsText(role=f"alt-{photo.alt_locale}" if foreign else "alt", value=photo.alt)
    if photo.caption:
        yield NinjsText(role="caption", value=photo.caption)


def _translation(item: Translation) -> NinjsTranslation:
    return NinjsTranslation(
        name=f"translation-{item.locale}",
        uri=item.id.urn,
        language=item.locale,
        headlines=[NinjsText(role="main", value=item.title)],
        renditions=[_web_page(item.url)],
    )


def _web_page(url: str) -> NinjsRendition:
    return NinjsRendition(name="web", href=url, contenttype="text/html")
