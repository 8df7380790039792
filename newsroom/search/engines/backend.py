"""A search server (Elasticsearch, OpenSearch) by one of Wagtail's search back ends."""

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Query


class BackendEngine:
    def __init__(self, alias: str) -> None:
        self.alias = alias

    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        raise NotImplementedError

    def rank(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        raise NotImplementedError
