"""Which rows a list holds: filters, languages, order. Everything here ends in one query."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from newsroom.models import Kind, WireItem, WireTag
from newsroom.models.wire import WireItemQuerySet

from .cursor import Order, Position
from .params import Selection, as_uuid

FACETS = ("section", "project")


class Listing:
    """The rows in one Site that a request asks for, of one kind or of all of them."""

    def __init__(self, site_id: int, kind: Kind | None, params: Selection) -> None:
        self.site_id, self.kind, self.params = site_id, kind, params
        self.place: dict[str, Any] = {"site_id": site_id}
        if kind is not None:
            self.place["kind"] = kind

    @property
    def facets(self) -> list[str]:
        """The columns by which rows belong to the list, as far as an expiry may change them."""
        return [f"{what}_key" for what in FACETS if getattr(self.params, what)]

    @property
    def binding(self) -> str:
        """What a cursor of this list is bound to."""
        return f"{self.site_id} {self.kind} {self.params.binding()}"

    def rows(self, position: Position | None, order: Order) -> WireItemQuerySet:
        """The rows behind a position, in order; no more than a page of them where tags differ."""
        if self.tags or not self.params.tag_any:
            slug = next(iter(self.tags), "")
            return self._in_order(position, order, slug).filter(*self._conditions(self.tags[1:]))
        # What is looked at does not grow with the tags: of each, only what may be on the page.
        pages = [
            self._in_order(position, order, slug).values("pk")[: self.params.limit + 1]
            for slug in sorted(set(self.params.tag_any))
        ]
        return WireItem.objects.filter(pk__in=any_of(pages)).order_by(*order.columns())

    def counted(self) -> "QuerySet[Any]":
        """One row whose ``number`` is how many rows the whole list has; none if it is empty."""
        return self.everything().values("kind").annotate(number=Count("pk")).values("number")

    def everything(self) -> WireItemQuerySet:
        """All rows of the list, in no order."""
        return self.matching().filter(*self._conditions(self.tags)).order_by()

    @property
    def tags(self) -> list[str]:
        return sorted(set(self.params.tag))

    @property
    def languages(self) -> dict[str, Any]:
        """The condition on the language."""
        match self.params.languages:
            case []:
                return {}
            case [only]:
                return {"locale": only}
            case several:
                return {"locale__in": several}

    def matching(self) -> WireItemQuerySet:
        """All rows of the list, whatever their tags."""
        params = self.params
        rows = WireItem.objects.public().filter(**self.place, **self.languages)
        if len(params.languages) > 1:
            rows = rows.filter(~self._in_a_better_language())
        for what in FACETS:
            if name := getattr(params, what):
                rows = rows.filter(self._belongs_to(what, name))
        return rows.filter(**params.conditions())

    def total(self) -> int:
        return next((row["number"] for row in self.counted()), 0)

    def _in_order(self, position: Position | None, order: Order, slug: str) -> WireItemQuerySet:
        """The rows behind a position; those of one tag, if it is given, are found by it."""
        inside, columns = Q(), ("", "pk")
        if slug:
            facets = {"slug": slug, **self.place, **self.languages}
            inside = Q(**{f"tags__{name}": value for name, value in facets.items()})
            # An index of the tags' table holds the rows of one tag in this order.
            if order.field == "published":
                columns = ("tags__published", "tags__item")
        if position:
            inside &= position.after(*columns)
        return self.matching().filter(inside).order_by(*order.columns(*columns))

    def _conditions(self, tags: list[str]) -> list[Exists]:
        """The conditions on rows to have these tags, and one of those of ``tag_any``."""
        wanted: list[dict[str, Any]] = [{"slug": slug} for slug in tags]
        if self.params.tag_any:
            wanted.append({"slug__in": self.params.tag_any})
        return [Exists(WireTag.objects.filter(item=OuterRef("pk"), **tag)) for tag in wanted]

    def _in_a_better_language(self) -> Q:
        """Rows whose item is there in a language that comes before the row's own."""
        codes, found = self.params.languages, Q(pk=None)
        same = WireItem.objects.public().filter(
            **self.place, translation_key=OuterRef("translation_key")
        )
        for place, code in enumerate(codes[1:], start=1):
            # Not as EXISTS: for that PostgreSQL may gather all translations of the archive first.
            better = Subquery(same.filter(locale__in=codes[:place]).values("pk")[:1])
            found |= Q(IsNull(better, False), locale=code)
        return found

    def _belongs_to(self, what: str, name: str) -> Q:
        """Rows of a section or project, by its slug or id in a language of the list.

        Where languages are mixed, what stands in the same section in another language belongs
        to it as well, whatever the section's slug is there.
        """
        uid = as_uuid(name)
        named: dict[str, UUID | str] = {f"{what}_uid": uid} if uid else {f"{what}_slug": name}
        if len(self.params.languages) < 2:
            return Q(**named)
        found = WireItem.objects.public().filter(**self.place, **named).values(f"{what}_key")
        # In each language one has the slug, and any of its rows tells which.
        keys = [Subquery(found.filter(locale=code)[:1]) for code in self.params.languages]
        return Q(**{f"{what}_key__in": keys})


def any_of(pages: "list[QuerySet[Any, Any]]") -> RawSQL:
    """What is on any of these pages of ids, as a subquery.

    Django's ``union`` does not do: SQLite takes limits in it only a level deeper.
    """
    compiled = [page.query.sql_with_params() for page in pages]
    branches = (f"SELECT * FROM ({sql}) AS page" for sql, _ in compiled)  # noqa: S608
    return RawSQL(" UNION ".join(branches), [one for _, params in compiled for one in params])  # noqa: S611
