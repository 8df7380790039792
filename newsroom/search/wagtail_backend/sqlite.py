"""Wagtail's search in SQLite with the forms of words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, FloatField, Func, Subquery, TextField, Value
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import (
    BM25,
    MatchExpression,
    SearchQueryExpression,
    normalize,
)
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

from .fields import inflected
from .queries import Inflected, Syntax, inflect

FTS5 = Syntax(
    quoted=lambda text: '"' + text.replace('"', '""') + '"',
    prefix="*",
    all_of=" AND ",
    any_of=" OR ",
)
ALL = 2**31  # with a limit SQLite makes the list once, without one for every page it ranks


class TitleFirst(BM25):
    """FTS5's rank, the best being the lowest, in which a title counts more than other texts."""

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
        sql, params = super().as_sql(compiler, connection)
        # The table's columns are autocomplete, body and title.
        return sql.replace(")", ", 1, 1, 4)"), params


class ScoreIn(Func):
    """An object's score in a list of object ids and scores."""

    template = "(SELECT found.score FROM %(expressions)s)"
    arg_joiner = " found WHERE found.object_key = "
    output_field = FloatField()


class InflectedCompilerMixin:
    LAST_TERM_IS_PREFIX: bool
    FTS_TABLE_FIELDS: list[str]
    fields: list[str] | None
    order_by_relevance: bool
    query: Any
    queryset: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = inflect(self.query)

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, Inflected):
            text = query.written(FTS5, last_is_prefix=self.LAST_TERM_IS_PREFIX)
            return SearchQueryExpression(Value(text))
        stock: Any = super()
        return stock.build_search_query_content(query, config=config)

    def build_tsrank(self, *args: Any, **kwargs: Any) -> Any:
        return TitleFirst()

    def search(self, config: Any, start: Any, stop: Any, score_field: str | None = None) -> Any:
        query = normalize(self.query)
        if isinstance(query, MatchAll | Not) or not self.order_by_relevance:
            stock: Any = super()
            return stock.search(config, start, stop, score_field=score_field)
        # Wagtail asks for each page's score on its own, so time grows with the square of the hits,
        # and multiplies the scores of a query's parts, which are negative: the worst is first.
        score = score_field or "_score"
        found = self.scores(query)
        return (
            self.queryset.filter(pk__in=found.values("object_key"))
            .annotate(**{score: ScoreIn(Subquery(found[:ALL]), Cast("pk", TextField()))})
            .order_by(score, "-pk")[start:stop]
        )

    def scores(self, query: Any) -> Any:
        """The keys of what a query finds, as the index writes them, with their scores."""
        stock: Any = self
        matches = MatchExpression(
            self.fields or self.FTS_TABLE_FIELDS, stock.build_search_query(query)
        )
        kinds = get_descendants_content_types_pks(self.queryset.model)
        return (
            SQLiteFTSIndexEntry.objects.filter(matches)
            .filter(index_entry__content_type__in=kinds)
            .annotate(object_key=F("index_entry__object_id"), score=TitleFirst())
            .values("object_key", "score")
        )


class InflectedSearchCompiler(InflectedCompilerMixin, SQLiteSearchQueryCompiler):
    pass


class InflectedAutocompleteCompiler(InflectedCompilerMixin, SQLiteAutocompleteQueryCompiler):
    pass


class InflectedIndex(SQLiteIndex):
    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, inflected(objs))

    def _refresh_title_norms(self, full: bool = False) -> None:
        # At every save it reads the whole index and writes the row again, for scores that ours
        # are not made of.
        pass


class InflectedSQLiteBackend(SQLiteSearchBackend):
    query_compiler_class = InflectedSearchCompiler
    autocomplete_query_compiler_class = InflectedAutocompleteCompiler
    index_class = InflectedIndex
