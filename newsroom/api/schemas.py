"""The answers' shapes: the wire's documents, and what is said about them when they are read."""

from typing import Any, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from newsroom.wire.documents import (
    KIND,
    ArticleDocument,
    Card,
    Document,
    GalleryDocument,
    ProjectDocument,
)

# Marks a field that is in an answer only when it was asked for.
ON_REQUEST = "x-on-request"


class Reading(Document):
    """How an item answers the language that was asked for."""

    requested_locale: str | None = Field(
        description="The language asked for; null where none was, as with `locale=all`."
    )
    is_fallback: bool = Field(
        description="Whether the item is in another language than the one asked for."
    )


class ArticleCard(Card, Reading):
    """An article in short, as lists show it."""

    kind: Literal["article"] = Field("article", description=KIND)


class Article(ArticleDocument, Reading):
    """An article, whole."""


class GalleryCard(Card, Reading):
    """A gallery in short, as lists show it."""

    kind: Literal["gallery"] = Field("gallery", description=KIND)


class Gallery(GalleryDocument, Reading):
    """A gallery, whole."""


class ProjectCard(Card, Reading):
    """An EU-funded project in short, as lists show it."""

    kind: Literal["project"] = Field("project", description=KIND)


class Project(ProjectDocument, Reading):
    """An EU-funded project, whole."""


def _on_request(schema: dict[str, Any]) -> None:
    schema[ON_REQUEST] = True


class Page(Document):
    """One page of a list."""

    next: str | None = Field(description="Address of the next page; null on the last one.")
    count: int | SkipJsonSchema[None] = Field(
        None,
        description="Number of items in the whole list; only with `count=true`.",
        json_schema_extra=_on_request,
    )


class ArticleList(Page):
    """One page of a list."""

    items: list[ArticleCard] | list[Article] = Field(
        description="In the order asked for; with `fields=full` the whole documents."
    )


class GalleryList(Page):
    """One page of a list."""

    items: list[GalleryCard] | list[Gallery] = Field(
        description="In the order asked for; with `fields=full` the whole documents."
    )


class ProjectList(Page):
    """One page of a list."""

    items: list[ProjectCard] | list[Project] = Field(
        description="In the order asked for; with `fields=full` the whole documents."
    )
