"""The public form of a photo, the same wherever it is shown: pages, API and feeds."""

import re
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

# Everything outside the production Char of XML 1.0; one such character makes a feed unreadable.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# The context to validate a document in that was one before: its texts have been made fit.
AS_STORED: dict[str, bool] = {"as_stored": True}


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 forbids."""
    return _NOT_XML.sub("", text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value


class Document(BaseModel):
    """Base of all public documents: immutable, fit for XML, and nothing in it undeclared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def fit_for_xml(cls, values: Any, info: ValidationInfo) -> Any:
        if isinstance(values, dict) and info.context is not AS_STORED:
            return {name: _clean(value) for name, value in values.items()}
        return values


class RenditionDocument(Document):
    url: str = Field(description="Absolute address of the file.")
    width: int = Field(description="Width in pixels.")
    height: int = Field(description="Height in pixels.")
    type: str = Field(description="Media type (RFC 6838).", examples=["image/webp"])
    length: int = Field(description="Size of the file in bytes.")


class PhotoDocument(Document):
    id: UUID = Field(description="Identity of this use of the picture in this language.")
    alt: str = Field(description="Text alternative (WCAG 1.1.1); empty only if decorative.")
    alt_locale: str = Field(description="Language of the text alternative (BCP 47).")
    decorative: bool = Field(description="Whether assistive technology should skip the photo.")
    caption: str = Field("", description="What the photo shows; plain text.")
    credit: str = Field("", description="Who took it or owns the rights.")
    licence: str = Field("", description="SPDX licence identifier, if the editors gave one.")
    src: str = Field(description="Absolute address of a JPEG.")
    width: int = Field(description="Width of the JPEG in pixels.")
    height: int = Field(description="Height of the JPEG in pixels.")
    renditions: list[RenditionDocument] = Field(description="Every file, JPEG before WebP.")
