"""The body of a page, block by block, and the same as one piece of HTML."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.template.loader import render_to_string
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Page

from galleries.documents import PhotoDocument
from galleries.models import GalleryPage
from newsroom.models import uid_for

from .clean import safe_url
from .documents import (
    Block,
    CallToActionBlock,
    DocumentLink,
    DocumentsBlock,
    EmbedBlock,
    GalleryBlock,
    HeadingBlock,
    ImageBlock,
    QuoteBlock,
    RichTextBlock,
    TableBlock,
)
from .look import Look
from .sources import Sources

PHOTOS_OF_AN_EMBEDDED_GALLERY = 4


def photos_of(page: Page, look: Look) -> list[tuple[Any, PhotoDocument]]:
    """A page's public photos in order: each row with its document, in the page's language.

    Where a translation lacks an alternative text, it is the source's, and in its language.
    """
    found = []
    language = page.locale.language_code
    sources = Sources(page, look)
    rows = list(page.photos.all())
    look.expect(row.image for row in rows)
    for row in rows:
        photo = look.photo(
            row.image,
            uid_for(row.translation_key, language),
            language=language,
            alt="" if row.decorative else row.alt_text.strip(),
            decorative=row.decorative,
            caption=row.caption,
            credit=row.credit,
            licence=row.licence,
        )
        if photo:
            found.append((row, sources.lend_to_row(photo, row)))
    return found


def blocks_of(page: Page, look: Look) -> list[Block]:
    """The body's blocks; what is not public is left out."""
    found: list[Block] = []
    sources = Sources(page, look)
    look.expect(block.value["image"] for block in page.body if block.block_type == "image")
    for position, block in enumerate(page.body):
        # A translation keeps the ids of its source's blocks.
        identity = uuid.uuid5(page.translation_key, block.id or str(position))
        composer = COMPOSERS.get(block.block_type)
        document = composer(block.value, look, identity) if composer else None
        if isinstance(document, ImageBlock):
            document = ImageBlock(photo=sources.lend_to_block(document.photo, block))
        if document:
            found.append(document)
    return found


def _rich_text(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    html = look.html(value.source)
    return RichTextBlock(html=html) if html else None


def _heading(value: str, look: Look, identity: uuid.UUID) -> Block | None:
    return HeadingBlock(text=value) if value.strip() else None


def _image(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    image = value["image"]
    if image is None:
        return None
    photo = look.photo(
        image,
        uid_for(identity, look.language),
        alt="" if image.decorative else (image.contextual_alt_text or "").strip(),
        decorative=bool(image.decorative),
        caption=value["caption"],
        credit=value["credit"],
    )
    return ImageBlock(photo=photo) if photo else None


def _gallery(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    chosen = value["gallery"]
    page = look.localized_page(chosen.pk) if chosen else None
    gallery = GalleryPage.objects.filter(pk=page.pk).first() if page else None
    if page is None or gallery is None:
        return None
    photos = [photo for _, photo in photos_of(gallery, look)]
    return GalleryBlock(
        id=uid_for(page.translation_key, page.locale.language_code),
        locale=page.locale.language_code,
        title=page.title,
        url=look.url_of(page),
        count=len(photos),
        photos=photos[:PHOTOS_OF_AN_EMBEDDED_GALLERY],
    )


def _quote(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    return QuoteBlock(text=value["text"], attribution=value["attribution"])


def _documents(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    chosen = (look.document(document.pk) for document in value["documents"] if document)
    links = [
        DocumentLink(
            title=document.title,
            url=look.absolute(document.url),
            filename=document.filename,
            extension=document.file_extension.lower(),
            length=document.file_size,
        )
        for document in chosen
        if document
    ]
    return DocumentsBlock(documents=links) if links else None


def _table(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    if not value or not value.get("data"):
        return None
    return TableBlock(
        caption=value.get("table_caption") or "",
        header_row=bool(value.get("first_row_is_table_header")),
        header_column=bool(value.get("first_col_is_header")),
        rows=[[cell or "" for cell in row] for row in value["data"]],
    )


def _embed(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    url = safe_url(value.url, look.address.url) if value else None
    if not url:
        return None
    # What Wagtail found out when the address was entered; nothing is fetched here.
    known = Embed.objects.filter(hash=get_embed_hash(value.url)).first()
    if known is None:
        return EmbedBlock(url=url)
    return EmbedBlock(
        url=url,
        title=known.title,
        provider=known.provider_name,
        thumbnail_url=safe_url(known.thumbnail_url, look.address.url) or ""
        if known.thumbnail_url
        else "",
    )


def _call_to_action(value: Any, look: Look, identity: uuid.UUID) -> Block | None:
    if value["page"]:
        page = look.localized_page(value["page"].pk)
        url = look.url_of(page) if page else None
    else:
        url = safe_url(value["url"], look.address.url) if value["url"] else None
    return CallToActionBlock(text=value["text"], url=url) if url else None


COMPOSERS: dict[str, Callable[[Any, Look, uuid.UUID], Block | None]] = {
    "rich_text": _rich_text,
    "heading": _heading,
    "image": _image,
    "gallery": _gallery,
    "quote": _quote,
    "documents": _documents,
    "table": _table,
    "embed": _embed,
    "call_to_action": _call_to_action,
}


def html_of(blocks: Iterable[Block]) -> str:
    """The blocks as one piece of HTML, for feeds and for readers that want no blocks."""
    return render_to_string("newsroom/wire/body.html", {"blocks": list(blocks)}).strip()
