"""The examples of the description, by the schema they are of."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple, TypeVar

from django.http import QueryDict
from django.utils import translation
from pydantic import BaseModel

from newsroom.wire.body import html_of
from newsroom.wire.changes import ItemWithdrawn
from newsroom.wire.channels import FORMATS
from newsroom.wire.documents import Document
from newsroom.wire.visibility import WITHDRAWN

from . import examples as told
from .changes import FORGOTTEN, ChangeList, ItemPut, Outdated
from .errors import Gone, ParameterError, ParameterProblem, Problem, bad_parameters
from .example_parameters import CURSOR
from .feeds import Feed, FeedList
from .items import NO_SUCH_ITEM
from .jsonld import news_article
from .languages import Counts, Language, LanguageList
from .ninjs import ninjs
from .params import MAX_LIMIT, errors_of_query, from_to
from .previews import NOT_VALID
from .resolve import Resolution
from .schema_org import LanguageString
from .schemas import Article, ArticleList, GalleryList, ProjectList, Reading
from .search_schemas import (
    ArticleHit,
    Facets,
    GalleryHit,
    Highlights,
    KindFacet,
    LanguageFacet,
    ProjectHit,
    SearchResult,
    SectionFacet,
    SuggestedItem,
    Suggestions,
    TagFacet,
    YearFacet,
)
from .sections import Section, SectionList
from .sparse import Sparse
from .tags import TagList, UsedTag

Item = TypeVar("Item", bound=Reading)


class Example(NamedTuple):
    summary: str
    document: Document

    @property
    def value(self) -> Any:
        return as_json(self.document)

    def fits(self, status: int) -> bool:
        return not isinstance(self.document, Problem) or self.document.status == status


def as_json(document: BaseModel) -> Any:
    sparse = isinstance(document, Sparse)
    return document.model_dump(
        mode="json", by_alias=sparse, exclude_none=sparse, exclude=unasked(document)
    )


def unasked(document: BaseModel) -> set[str]:
    """The fields that are only there when they are asked for."""
    return {"count"} if getattr(document, "count", 0) is None else set()


def whole_article() -> Article:
    with translation.override("pl"):
        return told.ARTICLE.model_copy(update={"body_html": html_of(told.ARTICLE.body)})


def by_itself(item: Item) -> Item:
    """An item outside of a list, where no language is asked for."""
    return item.model_copy(update={"requested_locale": None})


def of_answers() -> dict[str, dict[str, Example]]:
    """Named examples by the name of the answer's schema."""
    article = whole_article()
    return {
        **lists(article),
        **guides(),
        **searches(),
        "ChangeList": changes(article),
        **problems(),
        "Article": {"article": Example("An article", by_itself(article))},
        "Gallery": {"gallery": Example("A gallery", by_itself(told.GALLERY))},
        "Project": {"project": Example("A project", by_itself(told.PROJECT))},
        "NewsArticle": {
            "article": Example(
                "An article, as schema.org describes it",
                news_article(article, "Urząd Miasta", told.PROJECT, with_text=True),
            )
        },
        "LanguageString": {
            "alternative": Example(
                "A text alternative in another language than the article",
                LanguageString(value="A ramp leads to the glass doors.", language="en"),
            )
        },
        "Ninjs": {
            "article": Example("An article as ninjs", ninjs(article, "Urząd Miasta", told.day(14)))
        },
    }


def lists(article: Article) -> dict[str, dict[str, Example]]:
    following = f"{told.API}/articles/?limit=1&cursor={CURSOR}"
    return {
        "ArticleList": {
            "card": Example(
                "Short items, and how many there are: `limit=1&count=true`",
                ArticleList(items=[told.ARTICLE_CARD], next=following, count=214),
            ),
            "full": Example(
                "Whole documents: `fields=full`", ArticleList(items=[article], next=None)
            ),
        },
        "GalleryList": {
            "card": Example("Short items", GalleryList(items=[told.GALLERY_CARD], next=None)),
            "fallback": Example(
                "In Polish what is not there in English: `locale=en&fallback=pl`",
                GalleryList(items=[told.FALLEN_BACK], next=None),
            ),
        },
        "ProjectList": {
            "card": Example("Short items", ProjectList(items=[told.PROJECT_CARD], next=None)),
        },
    }


def changes(article: Article) -> dict[str, Example]:
    """A move of an article, a withdrawal, and the silence after it."""
    moved, gone = by_itself(article), told.FALLEN_BACK
    put = ItemPut(
        sequence=48_212,
        action="put",
        id=moved.id,
        translation_key=moved.translation_key,
        kind=moved.kind,
        locale=moved.locale,
        at=told.day(14, 7),
        item=moved,
    )
    withdrawn = ItemWithdrawn(
        sequence=48_215,
        action="withdrawn",
        id=gone.id,
        translation_key=gone.translation_key,
        kind=gone.kind,
        locale=gone.locale,
        at=told.day(20),
        reason=WITHDRAWN,
        public_reason=told.WITHDRAWAL,
    )
    following = f"{told.API}/changes/?since=48215"
    return {
        "changes": Example(
            "What happened after change 48211: `since=48211`",
            ChangeList(changes=[put, withdrawn], next=following, more=False),
        ),
        "nothing": Example(
            "Nothing new within 25 seconds: `since=48215&wait=25`",
            ChangeList(changes=[], next=f"{following}&wait=25", more=False),
        ),
        "first": Example(
            "The beginning of a first sync: `since=0&limit=1`",
            ChangeList(
                changes=[put.model_copy(update={"sequence": 17})],
                next=f"{told.API}/changes/?since=17.48215&limit=1",
                more=True,
            ),
        ),
    }


def guides() -> dict[str, dict[str, Example]]:
    """What helps to find one's way: languages, tags, sections, feeds, addresses."""
    polish = Language(
        code="pl",
        name="polski",
        direction="ltr",
        is_default=True,
        count=258,
        counts=Counts(article=214, gallery=37, project=7),
        changed_at=told.day(14, 7),
    )
    culture = UsedTag(slug="kultura", label="Kultura", count=42, newest=told.day(13))
    section = Section(**told.SECTION.model_dump(), locale="pl", count=131, newest=told.day(13))
    named = (
        ("news", "Wiadomości", f"{told.SITE}/pl/"),
        (f"sections/{told.SECTION.slug}", told.SECTION.title, told.SECTION.url),
    )
    feeds = [
        Feed(
            locale="pl",
            name=name,
            title=f"{subject} – Urząd Miasta",
            url=f"{told.SITE}/feeds/pl/{name}.{extension}",
            media_type=media_type,
            page_url=page_url,
        )
        for name, subject, page_url in named
        for extension, media_type in FORMATS.items()
    ]
    moved = Resolution(
        url=told.ARTICLE.url, moved=True, item=by_itself(told.ARTICLE_CARD), redirect=None
    )
    return {
        "LanguageList": {
            "languages": Example("The site's languages", LanguageList(items=[polish]))
        },
        "TagList": {"tags": Example("Tags in use", TagList(count=1, items=[culture]))},
        "SectionList": {"sections": Example("Sections in use", SectionList(items=[section]))},
        "FeedList": {"feeds": Example("The feeds of a language", FeedList(items=feeds))},
        "Resolution": {"moved": Example("The former address of an article", moved)},
    }


def searches() -> dict[str, dict[str, Example]]:
    """What is found, and what is not."""
    card, section, tag = told.ARTICLE_CARD, told.SECTION, told.CULTURE
    highlights = Highlights(
        title="<mark>Biblioteka</mark> przy Lipowej znów otwarta",
        text="Po remoncie do <mark>biblioteki</mark> wjedzie każdy, a dzieci mają czytelnię.",
    )
    hits: list[ArticleHit | GalleryHit | ProjectHit] = [
        ArticleHit(**card.model_dump(), score=7.31, highlights=highlights),
        GalleryHit(**told.GALLERY_CARD.model_dump(), score=5.02, highlights=highlights),
        ProjectHit(**told.PROJECT_CARD.model_dump(), score=3.87, highlights=highlights),
    ]
    facets = Facets(
        tags=[TagFacet(slug=tag.slug, label=tag.label, count=1)],
        sections=[SectionFacet(**section.model_dump(include={"id", "slug", "title"}), count=2)],
        kinds=[KindFacet(kind=hit.kind, count=1) for hit in hits],
        languages=[LanguageFacet(locale="pl", count=3), LanguageFacet(locale="en", count=1)],
        years=[YearFacet(year=2026, count=3)],
    )
    none = Facets(tags=[], sections=[], kinds=[], languages=[], years=[])
    found = SearchResult(items=hits, next=None, count=3, did_you_mean=None, facets=facets)
    nothing = SearchResult(items=[], next=None, count=0, did_you_mean="biblioteka", facets=none)
    item = SuggestedItem(
        **card.model_dump(include={"id", "kind", "locale", "url", "title"}),
        title_html=highlights.title,
    )
    return {
        "SearchResult": {
            "found": Example("A word in any of its forms: `q=bibliotece`", found),
            "nothing": Example("Nothing, and what may be meant: `q=bibiloteka`", nothing),
        },
        "Suggestions": {
            "typing": Example(
                "A word that has only begun: `q=bibl`",
                Suggestions(queries=["biblioteka", "bibliobus"], items=[item]),
            )
        },
    }


def problems() -> dict[str, dict[str, Example]]:
    """Errors by their schema; those of one schema by the status they are of."""
    item = told.ARTICLE
    gone = Gone(
        title=HTTPStatus.GONE.phrase,
        status=HTTPStatus.GONE,
        detail="This item is no longer public.",
        id=item.id,
        kind="article",
        locale=item.locale,
        withdrawn_at=told.day(20),
        reason=WITHDRAWN,
        public_reason=told.WITHDRAWAL,
    )
    forgotten = Outdated(
        **plain(410, FORGOTTEN).model_dump(), start_over=f"{told.API}/changes/?since=0"
    )
    return {
        "Outdated": {"forgotten": Example("A cursor of months ago", forgotten)},
        "Gone": {"withdrawn": Example("An article that was withdrawn", gone)},
        "Problem": {
            "403": Example(
                "A preview that has ended",
                plain(403, NOT_VALID),
            ),
            "404": Example("Nothing public by this id or address", plain(404, NO_SUCH_ITEM)),
            "429": Example("Too many requests", plain(429, "At most 600/m requests are answered.")),
        },
    }


def refusals(accepted: set[str]) -> dict[str, Example]:
    """How an operation with these parameters refuses some."""
    unknown = errors_of_query(QueryDict("jezyk=pl"), accepted, set())
    found = {"unknown": Example("A parameter that there is not", refused(unknown))}
    if "limit" in accepted:
        malformed = ParameterError(param="limit", message=from_to(1, MAX_LIMIT))
        found["malformed"] = Example("A value that is not accepted", refused([malformed]))
    return found


def refused(errors: list[ParameterError]) -> ParameterProblem:
    return ParameterProblem.model_validate_json(bad_parameters(errors).content)


def plain(status: int, detail: str) -> Problem:
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)


def of_parts(answers: Mapping[str, Mapping[str, Example]]) -> dict[str, Any]:
    """One example for every schema that the answers are made of, by its name."""
    found: dict[str, Any] = {}
    for examples in answers.values():
        for example in examples.values():
            for part in documents_in(example.document):
                found.setdefault(type(part).__name__, as_json(part))
    return found


def documents_in(value: Any) -> Iterator[BaseModel]:
    """A document and all that are in it."""
    if isinstance(value, BaseModel):
        yield value
        value = [inner for _, inner in value]
    if isinstance(value, list):
        for inner in value:
            yield from documents_in(inner)
