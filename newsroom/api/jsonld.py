"""An article as JSON-LD, for the API and for the heads of web pages."""

from datetime import date

from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.addresses import content_languages
from newsroom.models import WireItem
from newsroom.wire.documents import (
    ArticleDocument,
    ImageBlock,
    ItemDocument,
    ProjectDocument,
    Translation,
)
from newsroom.wire.readers import fresh

from .licences import terms_of
from .plain_text import plain_text
from .schema_org import (
    Author,
    CorrectionComment,
    FundedProject,
    FundingScheme,
    Grant,
    ImageObject,
    LanguageString,
    MonetaryAmount,
    NewsArticle,
    Organization,
    OtherLanguage,
)

CONTENT_TYPE = "application/ld+json"
LARGEST_SHARED = 1280  # pixels; networks scale what is larger


def news_article(
    document: ArticleDocument,
    publisher: str,
    project: ProjectDocument | None = None,
    *,
    with_text: bool = False,
) -> NewsArticle:
    """An article as https://schema.org/NewsArticle; what is not known is left out.

    ``project`` is the document of the article's project, which funding is told from.
    """
    authors = [name.strip() for name in document.byline.split(",")]
    return NewsArticle(
        id=document.url,
        url=document.url,
        main_entity_of_page=document.url,
        identifier=document.id.urn,
        headline=document.title,
        description=document.lead,
        in_language=document.locale,
        date_published=document.published_at,
        date_modified=document.updated_at,
        author=[Author(name=name) for name in authors if name],
        publisher=Organization(name=publisher),
        article_section=document.section.title if document.section else None,
        keywords=[tag.label for tag in document.tags],
        temporal_coverage=_period(document.event_start, document.event_end),
        image=_images(document),
        translation_of_work=_original(document),
        work_translation=_translations(document),
        funding=[grant_for(project)] if project else None,
        correction=[
            CorrectionComment(text=correction.text, date_published=correction.date)
            for correction in document.corrections
        ],
        article_body=plain_text(document.body_html) if with_text else None,
    )


def project_row(document: ItemDocument) -> WireItem | None:
    """The public row of the project an item belongs to, in one query; none without a project."""
    if document.project is None:
        return None
    rows = WireItem.objects.public().filter(uid=document.project.id, kind="project")
    return next(iter(fresh(rows.defer("card"))), None)


def grant_for(project: ProjectDocument) -> Grant:
    """What a project is paid from, as far as its page says."""
    name = project.official_title or project.title
    amount = project.eu_contribution
    return Grant(
        name=name,
        identifier=project.project_number,
        url=project.url,
        funder=Organization(name=project.fund) if project.fund else None,
        sponsor=FundingScheme(name=project.programme) if project.programme else None,
        amount=None
        if amount is None
        else MonetaryAmount(value=str(amount), currency=project.currency),
        funded_item=FundedProject(
            id=project.url,
            url=project.url,
            name=project.title,
            alternate_name=name if name != project.title else None,
            identifier=project.project_number,
        ),
    )


def shared_image(photo: PhotoDocument) -> RenditionDocument | None:
    """The largest JPEG that is not larger than networks show."""
    jpegs = [item for item in photo.renditions if item.type == "image/jpeg"]
    fitting = [item for item in jpegs if item.width <= LARGEST_SHARED]
    return max(fitting or jpegs, key=lambda item: item.width, default=None)


def photos_in(document: ItemDocument) -> list[PhotoDocument]:
    """All photos of an item: its own, and those between its paragraphs."""
    inside = [block.photo for block in document.body if isinstance(block, ImageBlock)]
    return [*document.photos, *inside]


def original_language(document: ItemDocument) -> str:
    """The language of the original: the first of the site's languages that the item is in.

    That is the site's default language wherever there is a public version in it.
    """
    present = {document.locale, *(item.locale for item in document.translations)}
    return next((code for code in content_languages() if code in present), document.locale)


def _images(document: ArticleDocument) -> list[ImageObject]:
    lead = document.lead_photo.id if document.lead_photo else None
    found = ((photo, shared_image(photo)) for photo in photos_in(document))
    return [
        ImageObject(
            content_url=file.url,
            width=file.width,
            height=file.height,
            encoding_format=file.type,
            caption=photo.caption,
            description=_alternative(photo, document.locale),
            accessibility_feature=["alternativeText"] if photo.alt else None,
            credit_text=photo.credit,
            license=terms_of(photo.licence),
            representative_of_page=True if photo.id == lead else None,
        )
        for photo, file in found
        if file
    ]


def _alternative(photo: PhotoDocument, language: str) -> str | LanguageString:
    if photo.alt and photo.alt_locale != language:
        return LanguageString(value=photo.alt, language=photo.alt_locale)
    return photo.alt


def _original(document: ItemDocument) -> OtherLanguage | None:
    language = original_language(document)
    found = (item for item in document.translations if item.locale == language)
    return next((_in_other_language(item) for item in found), None)


def _translations(document: ItemDocument) -> list[OtherLanguage]:
    if original_language(document) != document.locale:
        return []
    return [_in_other_language(item) for item in document.translations]


def _in_other_language(item: Translation) -> OtherLanguage:
    return OtherLanguage(id=item.url, url=item.url, headline=item.title, in_language=item.locale)


def _period(start: date | None, end: date | None) -> str | None:
    if start is None:
        return None
    if end is None or end == start:
        return start.isoformat()
    return f"{start.isoformat()}/{end.isoformat()}"
