"""A search server, Elasticsearch or OpenSearch: a copy of the index, reached by one of Wagtail's
search back ends.

The back end gives the client with its settings and hides the clients' differences. Wagtail's own
index of models is not used: it is written in editors' transactions, and to every back end.
"""

import time
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings
from wagtail.search.backends import get_search_backend

from newsroom.models import SearchEntry

# Raise it with every change of MAPPINGS: the copy is then made anew, beside the old one.
VERSION = 1
# Tokens are divided by spaces, and must stay as they are.
TOKENS = {"type": "text", "analyzer": "whitespace"}
MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "item": {"type": "long"},
        "fingerprint": {"type": "keyword"},
        "title": TOKENS,
        "lead": TOKENS,
        "body": TOKENS,
        "forms": TOKENS,
    },
}
# Servers take requests of up to 100 MB, some hosted ones of 10; an entry seldom has 100 kB.
ENTRIES_AT_ONCE = 100
BYTES_AT_ONCE = 5_000_000
# Seconds that readers are not kept waiting for a server that has failed.
REST = 15.0


class Server:
    """The server of an alias in ``WAGTAILSEARCH_BACKENDS``; nothing is sent by making it.

    Every method raises what the client's library raises; these have no class in common.
    """

    def __init__(self, alias: str, **params: Any) -> None:
        configured: dict[str, Any] = settings.WAGTAILSEARCH_BACKENDS[alias]
        # The back end writes into its options.
        params = {"OPTIONS": {**configured.get("OPTIONS", {})}, **params}
        self.backend = get_search_backend(alias, **params)
        self.client = self.backend.es
        self.name = f"{self.backend.index_prefix}newsroom_search_{VERSION}"
        # Readers look under this name, which is given when the copy is complete.
        self.complete = f"{self.name}_complete"
        self._resting_until = 0.0

    def create(self) -> None:
        """Prepare it for a copy, unless it has one or the beginning of one."""
        if not self.client.indices.exists(index=self.name):
            self.backend.settings["mappings"] = MAPPINGS
            self.backend.index_class(self.backend, self.name).put()

    def open(self) -> None:
        """Let readers search it: the copy is complete."""
        self.client.indices.put_alias(index=self.name, name=self.complete)

    def is_open(self) -> bool:
        return bool(self.client.indices.exists_alias(name=self.complete))

    def refresh(self) -> None:
        """Have searches see what has been written."""
        self.client.indices.refresh(index=self.name)

    def write(self, entries: Iterable[SearchEntry]) -> None:
        self._send({"_id": str(entry.pk), **as_document(entry)} for entry in entries)

    def remove(self, items: Iterable[int]) -> None:
        """Remove the entries of items, as far as it has them."""
        self._send({"_op_type": "delete", "_id": str(item)} for item in items)

    def _send(self, actions: Iterator[dict[str, Any]]) -> None:
        self.backend.bulk(
            self.client,
            actions,
            index=self.name,
            ignore_status=[404],
            chunk_size=ENTRIES_AT_ONCE,
            max_chunk_bytes=BYTES_AT_ONCE,
        )

    def fingerprints(self, after: int, most: int) -> dict[int, str]:
        """The fingerprints of the next entries after an item's number, in their order."""
        hits = self._hits(
            self.name,
            query={"range": {"item": {"gt": after}}},
            sort=[{"item": "asc"}],
            size=most,
            _source=["fingerprint"],
        )
        return {int(hit["_id"]): hit["_source"]["fingerprint"] for hit in hits}

    def search(self, query: dict[str, Any], most: int) -> dict[int, float]:
        """The scores of the best items, the best first."""
        hits = self._hits(
            self.complete, query=query, size=most, _source=False, track_total_hits=False
        )
        return {int(hit["_id"]): float(hit["_score"]) for hit in hits}

    def _hits(self, index: str, **body: Any) -> list[Any]:
        if self.backend.use_new_elasticsearch_api:
            answer = self.client.search(index=index, **body)
        else:
            answer = self.client.search(index=index, body=body)
        hits: list[Any] = answer["hits"]["hits"]
        return hits

    @property
    def rests(self) -> bool:
        """Whether it has failed a moment ago."""
        return time.monotonic() < self._resting_until

    def rest(self) -> None:
        """Nobody shall wait for it for some seconds."""
        self._resting_until = time.monotonic() + REST


def as_document(entry: SearchEntry) -> dict[str, Any]:
    names = ("fingerprint", "title", "lead", "body", "forms")
    return {"item": entry.pk, **{name: getattr(entry, name) for name in names}}


def server_for_readers(alias: str) -> Server:
    """One for all of a process's threads, which keeps its connections."""
    return _kept(alias, repr(settings.WAGTAILSEARCH_BACKENDS[alias]))


@lru_cache(maxsize=1)
def _kept(alias: str, configured: str) -> Server:
    return Server(alias)
