"""What the search answers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from newsroom.wire.documents import KIND, Document

from .schemas import ArticleCard, GalleryCard, Page, ProjectCard

MOST_VALUES = 50


class Highlights(Document):
    """Where an item says what was looked for: HTML whose only element is `mark`."""

    title: str = Field(description="The title, with what was found marked in whatever form.")
    text: str = Field(
        description="The part of the text that says most of it, or the text's beginning."
    )


class Hit(Document):
    """How an item answers what was looked for."""

    score: float = Field(
        description="The higher, the better it fits. Only to be compared within one answer."
    )
    highlights: Highlights = Field(description="Where it says what was looked for.")


class ArticleHit(ArticleCard, Hit):
    """An article that was found."""


class GalleryHit(GalleryCard, Hit):
    """A gallery that was found."""


class ProjectHit(ProjectCard, Hit):
    """An EU-funded project that was found."""


class TagFacet(Document):
    slug: str = Field(description="What `tag` is in the parameters.")
    label: str = Field(description="Name in the language asked for, else the default name.")
    count: int = Field(description="Number of items found that have it.")


class SectionFacet(Document):
    id: UUID = Field(description="What `section` may be in the parameters.")
    slug: str = Field(description="The same in words.")
    title: str = Field(description="Plain text.")
    count: int = Field(description="Number of items found that stand in it.")


class KindFacet(Document):
    kind: Literal["article", "gallery", "project"] = Field(description=KIND)
    count: int = Field(description="Number of items found of this kind.")


class LanguageFacet(Document):
    locale: str = Field(description="A language of the content (BCP 47).")
    count: int = Field(description="Number of items that `locale` would find.")


class YearFacet(Document):
    year: int = Field(description="A year of publication, in UTC.")
    count: int = Field(description="Number of items found that were published in it.")


class Facets(Document):
    """What the items found can be narrowed by; only what there is, most first."""

    tags: list[TagFacet] = Field(max_length=MOST_VALUES, description="At most 50.")
    sections: list[SectionFacet] = Field(max_length=MOST_VALUES, description="At most 50.")
    kinds: list[KindFacet] = Field(description="All kinds.")
    languages: list[LanguageFacet] = Field(
        description="All languages, whatever `locale` was asked for."
    )
    years: list[YearFacet] = Field(description="The newest first.")


class SearchResult(Page):
    """One page of what was found."""

    count: int = Field(description="Number of all items found.")
    items: list[Annotated[ArticleHit | GalleryHit | ProjectHit, Field(discriminator="kind")]] = (
        Field(description="Best first, unless `order` says otherwise.")
    )
    did_you_mean: str | None = Field(
        description="Where nothing was found: the same with words spelled as items spell them, if "
        "that finds something."
    )
    facets: Facets | None = Field(
        description="What the items found can be narrowed by; null with `facets=false`."
    )


class SuggestedItem(Document):
    id: UUID = Field(description="Identity of the item in its language.")
    kind: Literal["article", "gallery", "project"] = Field(description=KIND)
    locale: str = Field(description="The item's language (BCP 47).")
    url: str = Field(description="Address of the web page.")
    title: str = Field(description="Plain text.")
    title_html: str = Field(description="The title, with what was typed marked by `mark`.")


class Suggestions(Document):
    queries: list[str] = Field(
        max_length=8, description="What was typed with its last word completed, likeliest first."
    )
    items: list[SuggestedItem] = Field(
        max_length=5, description="The items that fit best what was typed so far."
    )
