"""The public documents: what is stored on the wire, and the schemas of the API.

Dates and times are UTC, in whole seconds (RFC 3339). All addresses are absolute. All HTML has
passed an allow-list. Languages are BCP 47 tags.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from galleries.documents import AS_STORED, Document, PhotoDocument, RenditionDocument

__all__ = ["Document", "PhotoDocument", "RenditionDocument"]

KIND, TYPE = "What it is.", "Which block it is."


class Tag(Document):
    slug: str = Field(description="Name in addresses and filters, the same in all languages.")
    label: str = Field(description="Name in the item's language.")


class Reference(Document):
    """A section or a project an item belongs to."""

    id: UUID = Field(description="Its identity in this language.")
    translation_key: UUID = Field(description="Shared by its languages.")
    slug: str = Field(description="Name in addresses and filters, in this language.")
    title: str = Field(description="Plain text.")
    url: str = Field(description="Address of its web page.")


class Translation(Document):
    """The same item in another language, public now."""

    id: UUID = Field(description="Identity of the item in that language.")
    locale: str = Field(description="The other language (BCP 47).")
    url: str = Field(description="Address of the web page.")
    title: str = Field(description="Plain text, in that language.")


class Correction(Document):
    date: dt.datetime = Field(description="When the correction was published.")
    text: str = Field(description="What was wrong and is right now; plain text.")


class RichTextBlock(Document):
    type: Literal["rich_text"] = Field("rich_text", description=TYPE)
    html: str = Field(description="Clean HTML with absolute addresses.")


class HeadingBlock(Document):
    type: Literal["heading"] = Field("heading", description=TYPE)
    text: str = Field(description="Plain text; a heading of the second level.")


class ImageBlock(Document):
    type: Literal["image"] = Field("image", description=TYPE)
    photo: PhotoDocument = Field(description="The picture.")


class GalleryBlock(Document):
    type: Literal["gallery"] = Field("gallery", description=TYPE)
    id: UUID = Field(description="The gallery's id, as in `galleries/`.")
    locale: str = Field(description="Its language; another one where it is not translated.")
    title: str = Field(description="Plain text.")
    url: str = Field(description="Address of the gallery's web page.")
    count: int = Field(description="Number of photos in the gallery.")
    photos: list[PhotoDocument] = Field(description="The gallery's first photos.")


class QuoteBlock(Document):
    type: Literal["quote"] = Field("quote", description=TYPE)
    text: str = Field(description="What was said; plain text.")
    attribution: str = Field("", description="Who said it; empty if that is not told.")


class DocumentLink(Document):
    title: str = Field(description="Plain text.")
    url: str = Field(description="Absolute address of the file.")
    filename: str = Field(description="The name to save it under.")
    extension: str = Field(description="Without a dot, in lower case.")
    length: int | None = Field(description="Size in bytes, if known.")


class DocumentsBlock(Document):
    type: Literal["documents"] = Field("documents", description=TYPE)
    documents: list[DocumentLink] = Field(description="Files to download.")


class TableBlock(Document):
    type: Literal["table"] = Field("table", description=TYPE)
    caption: str = Field("", description="What the table shows; plain text.")
    header_row: bool = Field(description="Whether the first row is of headings.")
    header_column: bool = Field(description="Whether the first cell of every row is a heading.")
    rows: list[list[str]] = Field(description="Cells by row; plain text.")


class EmbedBlock(Document):
    type: Literal["embed"] = Field("embed", description=TYPE)
    url: str = Field(description="Address of the page the medium is on.")
    title: str = Field("", description="The medium's title; empty if unknown.")
    provider: str = Field("", description="Who serves it; empty if unknown.")
    thumbnail_url: str = Field("", description="Picture to show for it; empty if unknown.")


class CallToActionBlock(Document):
    type: Literal["call_to_action"] = Field("call_to_action", description=TYPE)
    text: str = Field(description="What the link says.")
    url: str = Field(description="Where it leads.")


Block = Annotated[
    RichTextBlock
    | HeadingBlock
    | ImageBlock
    | GalleryBlock
    | QuoteBlock
    | DocumentsBlock
    | TableBlock
    | EmbedBlock
    | CallToActionBlock,
    Field(discriminator="type"),
]


class Card(Document):
    """An item in short, as lists show it."""

    id: UUID = Field(description="Identity of this item in this language.")
    translation_key: UUID = Field(description="Shared by the item's languages.")
    kind: Literal["article", "gallery", "project"] = Field(description=KIND)
    locale: str = Field(description="The item's language (BCP 47).")
    url: str = Field(description="Address of the web page.")
    title: str = Field(description="Plain text.")
    lead: str = Field("", description="Plain text.")
    published_at: dt.datetime = Field(description="Editorial publication date.")
    updated_at: dt.datetime = Field(
        description="Last significant change: publication or correction."
    )
    tags: list[Tag] = Field([], description="The subjects it is about.")
    section: Reference | None = Field(None, description="The section it stands in.")
    project: Reference | None = Field(None, description="The EU-funded project it belongs to.")
    lead_photo: PhotoDocument | None = Field(None, description="The photo to show with it.")
    translations: list[Translation] = Field([], description="The item in other languages.")


class Full(Card):
    """What all kinds have in full."""

    body_html: str = Field("", description="The body as clean HTML.")
    body: list[Block] = Field([], description="The body, block by block.")
    photos: list[PhotoDocument] = Field([], description="All photos, in the editors' order.")
    seo_title: str = Field("", description="Title for search engines, or empty.")
    seo_description: str = Field("", description="Summary for search engines, or empty.")
    former_urls: list[str] = Field([], description="Addresses the item had before.")


class ArticleDocument(Full):
    kind: Literal["article"] = Field("article", description=KIND)
    byline: str = Field("", description="Who wrote it; names separated by commas.")
    event_start: dt.date | None = Field(None, description="First day of the event it is about.")
    event_end: dt.date | None = Field(None, description="Last day of the event.")
    corrections: list[Correction] = Field([], description="What has been put right.")


class GalleryDocument(Full):
    kind: Literal["gallery"] = Field("gallery", description=KIND)
    date: dt.date | None = Field(None, description="Day the photos were taken.")
    place: str = Field("", description="Where they were taken.")


class Emblem(Document):
    url: str | None = Field(description="Address of the picture (SVG), free of words.")
    alt: str = Field(description="Its text alternative, in the language of the statement.")


class Funding(Document):
    """What the funding rules want shown with everything that tells of a project."""

    statement: str = Field(description="The statement on the Union's support; plain text.")
    locale: str = Field(description="Its language; English where there is no official wording.")
    emblem: Emblem = Field(description="The emblem of the European Union, to stand beside it.")
    fund: str = Field("", description="The fund's full name.")
    programme: str = Field("", description="The programme's full name.")
    period: str = Field(description="The programming period: it decides what has to be shown.")


class ProjectDocument(Full):
    kind: Literal["project"] = Field("project", description=KIND)
    official_title: str = Field("", description="The title in the funding agreement.")
    project_number: str = Field("", description="The number of the funding agreement.")
    programming_period: str = Field("", description="Years of the budget, such as `2021-2027`.")
    programme: str = Field("", description="The programme's full name.")
    fund: str = Field("", description="The fund's full name.")
    priority_axis: str = Field("", description="Number and name.")
    measure: str = Field("", description="Number and name.")
    sub_measure: str = Field("", description="Number and name.")
    implementer: str = Field("", description="The institution that carries it out.")
    partners: list[str] = Field([], description="Institutions that take part.")
    start: dt.date | None = Field(None, description="First day.")
    end: dt.date | None = Field(None, description="Last day.")
    total_value: Decimal | None = Field(None, description="Whole cost: a decimal as a string.")
    eu_contribution: Decimal | None = Field(
        None, description="The EU's part of it: a decimal as a string."
    )
    currency: str = Field("", description="ISO 4217 code; empty if no amount is given.")
    aims: str = Field("", description="What it wants to change; HTML.")
    results: str = Field("", description="What it has brought or is to bring; HTML.")
    target_groups: str = Field("", description="Whom it is for; HTML.")
    website: str = Field("", description="Address of the project's own pages.")
    contact: str = Field("", description="Whom to ask; plain text, may have several lines.")
    funding: Funding | None = Field(
        None, description="What has to be shown of its funding; null if the period is not known."
    )
    status: Literal["", "planned", "ongoing", "completed"] = Field(
        "", description="How far it is; empty if the editors have not said."
    )


ItemDocument = ArticleDocument | GalleryDocument | ProjectDocument
DOCUMENTS: dict[str, type[Any]] = {
    "article": ArticleDocument,
    "gallery": GalleryDocument,
    "project": ProjectDocument,
}


def card_of(document: ItemDocument) -> Card:
    return Card(**{name: getattr(document, name) for name in Card.model_fields})


def parse(kind: str, text: str) -> ItemDocument:
    """A stored document; raises ``pydantic.ValidationError`` if it is of another version."""
    document: ItemDocument = DOCUMENTS[kind].model_validate_json(text, context=AS_STORED)
    return document
