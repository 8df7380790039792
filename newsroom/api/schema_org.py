"""The types of schema.org that describe an article (JSON-LD 1.1)."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from .sparse import Sparse


class LanguageString(Sparse):
    """A text in another language than the article's."""

    value: str = Field(alias="@value")
    language: str = Field(alias="@language", description="BCP 47.")


class ImageObject(Sparse):
    """https://schema.org/ImageObject"""

    type: Literal["ImageObject"] = Field("ImageObject", alias="@type")
    content_url: str = Field(alias="contentUrl", description="Absolute address of a JPEG.")
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    encoding_format: str = Field(alias="encodingFormat", description="Media type.")
    caption: str | None = None
    description: str | LanguageString | None = Field(
        None, description="The text alternative (WCAG 1.1.1); left out if there is none."
    )
    accessibility_feature: list[Literal["alternativeText"]] | None = Field(
        None, alias="accessibilityFeature", description="Says that there is a text alternative."
    )
    credit_text: str | None = Field(None, alias="creditText")
    license: str | None = Field(None, description="Address of the licence's terms.")
    representative_of_page: bool | None = Field(
        None, alias="representativeOfPage", description="True for the lead photo."
    )


class Organization(Sparse):
    """https://schema.org/Organization"""

    type: Literal["Organization"] = Field("Organization", alias="@type")
    name: str


class Author(Sparse):
    """A person or an office: a byline does not say which, so there is no type."""

    name: str


class MonetaryAmount(Sparse):
    """https://schema.org/MonetaryAmount"""

    type: Literal["MonetaryAmount"] = Field("MonetaryAmount", alias="@type")
    value: str = Field(description="A decimal number.")
    currency: str | None = Field(None, description="ISO 4217.")


class FundingScheme(Sparse):
    """https://schema.org/FundingScheme"""

    type: Literal["FundingScheme"] = Field("FundingScheme", alias="@type")
    name: str


class FundedProject(Sparse):
    """https://schema.org/Project"""

    type: Literal["Project"] = Field("Project", alias="@type")
    id: str = Field(alias="@id")
    url: str
    name: str
    alternate_name: str | None = Field(
        None, alias="alternateName", description="The official title, if it is another one."
    )
    identifier: str | None = Field(None, description="The project's number.")


class Grant(Sparse):
    """https://schema.org/MonetaryGrant: what the article's project is paid from."""

    type: Literal["MonetaryGrant"] = Field("MonetaryGrant", alias="@type")
    name: str
    identifier: str | None = Field(None, description="The project's number.")
    url: str
    funder: Organization | None = Field(None, description="The fund.")
    sponsor: FundingScheme | None = Field(None, description="The programme.")
    amount: MonetaryAmount | None = Field(None, description="The contribution of the EU.")
    funded_item: FundedProject = Field(alias="fundedItem")


class CorrectionComment(Sparse):
    """https://schema.org/CorrectionComment"""

    type: Literal["CorrectionComment"] = Field("CorrectionComment", alias="@type")
    text: str
    date_published: datetime = Field(alias="datePublished")


class OtherLanguage(Sparse):
    """The article in another language."""

    type: Literal["NewsArticle"] = Field("NewsArticle", alias="@type")
    id: str = Field(alias="@id")
    url: str
    headline: str
    in_language: str = Field(alias="inLanguage")


class NewsArticle(Sparse):
    """https://schema.org/NewsArticle"""

    context: Literal["https://schema.org"] = Field("https://schema.org", alias="@context")
    type: Literal["NewsArticle"] = Field("NewsArticle", alias="@type")
    id: str = Field(alias="@id", description="Address of the web page.")
    url: str
    main_entity_of_page: str = Field(alias="mainEntityOfPage")
    identifier: str = Field(description="The item's id as a URN (RFC 9562).")
    headline: str
    description: str | None = Field(None, description="The lead.")
    in_language: str = Field(alias="inLanguage", description="BCP 47.")
    date_published: datetime = Field(alias="datePublished")
    date_modified: datetime = Field(alias="dateModified")
    author: list[Author] | None = None
    publisher: Organization
    article_section: str | None = Field(None, alias="articleSection")
    keywords: list[str] | None = None
    temporal_coverage: str | None = Field(
        None, alias="temporalCoverage", description="Day or days of the event (ISO 8601)."
    )
    image: list[ImageObject] | None = None
    translation_of_work: OtherLanguage | None = Field(
        None, alias="translationOfWork", description="The original, if this is a translation."
    )
    work_translation: list[OtherLanguage] | None = Field(
        None, alias="workTranslation", description="The translations, if this is the original."
    )
    funding: list[Grant] | None = None
    correction: list[CorrectionComment] | None = None
    is_accessible_for_free: Literal[True] = Field(True, alias="isAccessibleForFree")
    article_body: str | None = Field(None, alias="articleBody", description="Plain text.")
