"""Editions: what one address of a channel shows, before it is written in any format.

The newest items are the feed that programs subscribe to. Older ones are on the pages that follow
it (RFC 5005, section 3), keyed by date, so that nothing is shown twice or left out while articles
come in; and in archives of a month each (section 4).
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from newsroom.models import WireItem
from newsroom.wire.channels import EPOCH, Channel, Position
from newsroom.wire.logos import Logo
from newsroom.wire.readers import still_in
from newsroom.wire.text import uri

# A feed's answer stays below what programs and validators take; an archive is read once.
LARGEST_FEED, LARGEST_ARCHIVE = 400_000, 4_000_000  # bytes of content, as it is written
MOST_OF_A_MONTH = 2000
TOMBSTONES_FOR = timedelta(days=30)
MOST_TOMBSTONES = 100

MONTH = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])", re.ASCII)
# Microseconds since 1970 and the row, both in hexadecimal.
TOKEN = re.compile(r"(?P<moment>-?[0-9a-f]{1,14})-(?P<row>[0-9a-f]{1,15})", re.ASCII)


class NoSuchEdition(Exception):
    """There is nothing on this page or in this month."""


@dataclass(frozen=True)
class Edition:
    """What one document of a channel holds, and the others of the same channel around it.

    ``page`` and ``month`` name it, both empty for the feed itself; ``next`` and ``previous_month``
    name those with older items.
    """

    channel: Channel
    page: str = ""
    month: str = ""
    rows: list[WireItem] = field(default_factory=list)
    tombstones: list[WireItem] = field(default_factory=list)
    next: str = ""
    previous_month: str = ""
    logo: Logo | None = None

    @property
    def updated(self) -> datetime:
        """The newest change of what is shown; never the time of the request."""
        changes = (row.changed for row in self.rows)
        return max(changes, default=self.channel.changed or EPOCH)

    @property
    def largest(self) -> int:
        """How many bytes of content it may hold; older items have a summary only."""
        return LARGEST_ARCHIVE if self.month else LARGEST_FEED

    def url(self, extension: str) -> str:
        own = self.channel.url(extension, self.month)
        return f"{own}?page={self.page}" if self.page else own

    def links(self, extension: str) -> dict[str, str]:
        """The addresses of the documents around it by their relation (RFC 5005), as URIs."""
        first = self.channel.url(extension)
        found = {"self": self.url(extension)}
        if self.month:
            found["current"] = first
        elif self.page or self.next:
            found["first"] = first
        if self.next:
            found["next"] = f"{first}?page={self.next}"
        if self.previous_month:
            found["prev-archive"] = self.channel.url(extension, self.previous_month)
        return {relation: uri(url) for relation, url in found.items()}

    def until(self) -> datetime | None:
        """When the first of the items, or of what they show, expires."""
        return min((row.valid_until for row in self.rows if row.valid_until), default=None)


def edition_of(
    channel: Channel, page: str = "", month: str = "", logo: Logo | None = None
) -> Edition:
    """The feed itself, one of its pages, or one month; raises ``NoSuchEdition``."""
    return replace(_month(channel, month) if month else _page(channel, page), logo=logo)


def newest(channel: Channel, logo: Logo | None = None) -> Edition:
    """The newest items alone: of a channel that has neither pages nor archives nor tombstones."""
    rows = still_in(channel.facets, channel.rows(channel.options.items))
    return Edition(channel, rows=rows, logo=logo)


def _page(channel: Channel, page: str) -> Edition:
    size = channel.options.items
    # One more than is shown tells whether there is a next page.
    found = channel.rows(size + 1, after=_position(page))
    if page and not found:
        raise NoSuchEdition
    shown, older = found[:size], found[size:]
    rows = still_in(channel.facets, shown)
    following = _token(shown[-1]) if older else ""
    if page:
        return Edition(channel, page, rows=rows, next=following)
    # Counted from the newest change, not from now: the same wire gives the same bytes.
    since = (channel.changed or EPOCH) - TOMBSTONES_FOR
    return Edition(
        channel,
        rows=rows,
        tombstones=channel.tombstones(since, MOST_TOMBSTONES),
        next=following,
        previous_month=month_of(older[0].published) if older else "",
    )


def _month(channel: Channel, month: str) -> Edition:
    found = MONTH.fullmatch(month)
    if not found:
        raise NoSuchEdition
    start = datetime(int(found["year"]), int(found["month"]), 1, tzinfo=UTC)
    end = (start + timedelta(days=31)).replace(day=1)
    rows = channel.rows(MOST_OF_A_MONTH, after=Position(end, 0), since=start)
    if not rows:
        raise NoSuchEdition
    older = channel.rows(1, after=Position(start, 0))
    return Edition(
        channel,
        month=month,
        rows=still_in(channel.facets, rows),
        previous_month=month_of(older[0].published) if older else "",
    )


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m}"


def _token(row: WireItem) -> str:
    moment = (row.published - EPOCH) // timedelta(microseconds=1)
    return f"{moment:x}-{row.pk:x}"


def _position(page: str) -> Position | None:
    if not page:
        return None
    found = TOKEN.fullmatch(page)
    if not found:
        raise NoSuchEdition
    try:
        moment = EPOCH + timedelta(microseconds=int(found["moment"], 16))
    except OverflowError as error:
        raise NoSuchEdition from error
    return Position(moment, int(found["row"], 16))
