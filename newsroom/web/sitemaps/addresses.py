"""What a sitemap says of one address, and the ranges by which a large Site is divided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from newsroom.web.visit import in_order
from newsroom.wire.text import uri


@dataclass(frozen=True)
class PublicAddress:
    """An address (a URI); ``alternates`` are those by language, its own among them.

    There are none where there is one language only. ``images`` are addresses of pictures.
    """

    url: str
    changed: datetime | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    images: Sequence[str] = ()


class Span(NamedTuple):
    """A range of ids, so that nobody has to count what comes before it; both ends are in it."""

    first: int
    last: int

    @classmethod
    def numbered(cls, number: int, width: int) -> "Span":
        return cls((number - 1) * width + 1, number * width)


def number_of(pk: int, width: int) -> int:
    """The number of the span that an id is in, counted from 1."""
    return (pk - 1) // width + 1


def by_key(texts: Iterable[tuple[UUID, str, str]]) -> dict[UUID, dict[str, str]]:
    """The addresses by language of what has several, from keys, languages and addresses."""
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for key, language, url in texts:
        found[key][language] = uri(url)
    return {key: in_order(languages) for key, languages in found.items() if len(languages) > 1}
