"""Wagtail's search in PostgreSQL with the forms of words."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQuery
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from .fields import inflected
from .queries import Inflected, Syntax, inflect

TSQUERY = Syntax(
    quoted=lambda text: "'" + text.replace("\\", "\\\\").replace("'", "''") + "'",
    prefix=":*",
    all_of=" & ",
    any_of=" | ",
)


class InflectedCompilerMixin:
    LAST_TERM_IS_PREFIX: bool
    query: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = inflect(self.query)

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        if isinstance(query, Inflected):
            text = query.written(TSQUERY, last_is_prefix=self.LAST_TERM_IS_PREFIX)
            return SearchQuery(f"!({text})" if invert else text, search_type="raw", config=config)
        stock: Any = super()
        return stock.build_tsquery_content(query, config=config, invert=invert)


class InflectedSearchCompiler(InflectedCompilerMixin, PostgresSearchQueryCompiler):
    pass


class InflectedAutocompleteCompiler(InflectedCompilerMixin, PostgresAutocompleteQueryCompiler):
    pass


class InflectedIndex(PostgresIndex):
    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        super().add_items(model, inflected(objs))


class InflectedPostgresBackend(PostgresSearchBackend):
    query_compiler_class = InflectedSearchCompiler
    autocomplete_query_compiler_class = InflectedAutocompleteCompiler
    index_class = InflectedIndex
