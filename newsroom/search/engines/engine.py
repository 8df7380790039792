"""What an engine is."""

from typing import Any, NamedTuple, Protocol

from newsroom.models.wire import WireItemQuerySet
from newsroom.search.queries import Query

# What a title that says all that was looked for is worth: more than any body. How often something
# is said counts less the oftener it is, so that by weights alone a long text can catch up with it.
IN_TITLE = 4


class Hits(NamedTuple):
    """SQL for all that fits: each item's number as ``id`` and its ``score``, more being better.

    ``with_rows`` if it also has the columns of the wire that searches filter and count by, and the
    slugs of ``tags`` as an array. If not, it is joined with the wire.
    """

    text: str
    params: list[Any]
    with_rows: bool = False


class Engine(Protocol):
    """The query is never empty."""

    def find(self, rows: WireItemQuerySet, query: Query) -> WireItemQuerySet:
        """Those of the rows that fit the query, in no order."""

    def hits(self, query: Query) -> Hits:
        """What fits, public or not: nothing of it may be told before it is known to be public."""
