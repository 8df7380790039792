"""The parts of IPTC ninjs 2.3 that an article fills.

The names are those of the standard (https://iptc.org/standards/ninjs/), in its spelling; roles,
names of associations and relations are free in it, and ours are listed here.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from .sparse import Sparse


class NinjsStandard(Sparse):
    name: Literal["ninjs"] = "ninjs"
    version: Literal["2.3"] = "2.3"
    schema_: Literal["https://www.iptc.org/std/ninjs/ninjs-schema_2.3.json"] = Field(
        "https://www.iptc.org/std/ninjs/ninjs-schema_2.3.json", alias="schema"
    )


class NinjsText(Sparse):
    """A headline or a description."""

    role: str = Field(
        description=(
            "Headlines: `main`. Descriptions: `summary` (the lead) and `correction` of an article; "
            "`caption` and `alt` (the text alternative) of a picture, `alt-` with a language where "
            "the alternative is in another language than the article."
        )
    )
    contenttype: Literal["text/plain"] = "text/plain"
    value: str


class NinjsBody(Sparse):
    role: Literal["main"] = "main"
    contenttype: Literal["text/html", "text/plain"]
    charcount: int | None = Field(None, description="Of the plain text.")
    wordcount: int | None = Field(None, description="Of the plain text.")
    value: str


class NinjsSubject(Sparse):
    name: str
    rel: Literal["tag", "section", "project"]
    uri: str | None = Field(None, description="The item's id as a URN; tags have none.")
    literal: str = Field(description="The slug.")


class NinjsParty(Sparse):
    name: str


class NinjsRendition(Sparse):
    name: str = Field(
        description="`web` is the web page; a picture's files are named by subtype and width."
    )
    href: str
    contenttype: str
    width: int | None = Field(None, description="Pixels.")
    height: int | None = Field(None, description="Pixels.")
    sizeinbytes: int | None = None


class NinjsRights(Sparse):
    linkedrights: str = Field(description="Address of the licence's terms.")


class NinjsPicture(Sparse):
    """A photo of the article."""

    name: str = Field(description="`lead` for the lead photo, `photo-2` and so on for the others.")
    uri: str
    type: Literal["picture"] = "picture"
    representationtype: Literal["full"] = "full"
    language: str
    by: str | None = Field(None, description="Who took it or owns the rights.")
    usageterms: str | None = Field(None, description="The licence's name.")
    rightsinfo: NinjsRights | None = None
    descriptions: list[NinjsText] | None = None
    renditions: list[NinjsRendition]


class NinjsTranslation(Sparse):
    """The article in another language."""

    name: str = Field(description="`translation-` and the language.", examples=["translation-en"])
    uri: str
    type: Literal["text"] = "text"
    representationtype: Literal["partial"] = "partial"
    language: str
    headlines: list[NinjsText]
    renditions: list[NinjsRendition]


class NinjsId(Sparse):
    role: Literal["translation_key"] = Field(
        "translation_key", description="Shared by the article's languages."
    )
    value: str


class Ninjs(Sparse):
    """A news item as IPTC ninjs 2.3."""

    uri: str = Field(description="The item's id as a URN (RFC 9562).")
    standard: NinjsStandard = NinjsStandard()
    type: Literal["text"] = "text"
    representationtype: Literal["full"] = "full"
    profile: Literal["text-only", "text-photo"]
    version: str = Field(description="A whole number that grows with every change.")
    firstcreated: datetime = Field(description="Editorial publication date.")
    versioncreated: datetime = Field(description="When this version became public.")
    pubstatus: Literal["usable"] = "usable"
    language: str = Field(description="BCP 47.")
    headlines: list[NinjsText]
    descriptions: list[NinjsText] | None = None
    bodies: list[NinjsBody] | None = None
    by: str | None = None
    subjects: list[NinjsSubject] | None = None
    infosources: list[NinjsParty]
    renditions: list[NinjsRendition]
    associations: list[NinjsPicture | NinjsTranslation] | None = None
    altids: list[NinjsId]
