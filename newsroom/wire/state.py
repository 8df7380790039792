"""The state of the wire: as long as it stays the same, so does every public answer.

Whatever readers may see differently steps one of the counter's two numbers, or hides rows, which
happens in editors' own transactions, and those must not wait for the counter. Between two steps
rows are only ever hidden, so their number tells the states in between apart. Time alone can change
an answer as well: a state holds no longer than until the next expiry.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from wagtail.models import Site

from .readers import SITE_COLUMNS, SITES, choose_site, hostname_of


@dataclass(frozen=True)
class State:
    value: int = 0
    version: int = 0
    hidden: int = 0
    # When the newest change was written, and when something last expired that is not settled yet.
    changed: datetime | None = None
    expired: datetime | None = None
    # When something will expire next.
    expires: datetime | None = None

    @property
    def name(self) -> str:
        # An expiry that has passed makes another state, whatever the clock of a cache says.
        ends = self.expires.timestamp() if self.expires else ""
        return f"{self.value}.{self.version}.{self.hidden}.{ends}"

    @property
    def modified(self) -> datetime | None:
        """When answers last changed, as far as the wire knows; None while rows are hidden.

        A row that is hidden has left the answers, but when is only written when it is settled.
        """
        if self.hidden:
            return None
        return max(filter(None, (self.changed, self.expired)), default=None)


STATE = """
    SELECT value, version,
        (SELECT COUNT(*) FROM newsroom_wireitem WHERE hidden AND withdrawn_at IS NULL) AS hidden,
        (SELECT at FROM newsroom_wirechange ORDER BY sequence DESC LIMIT 1) AS changed,
        (SELECT valid_until FROM newsroom_wireitem
            WHERE withdrawn_at IS NULL AND valid_until <= %s
            ORDER BY valid_until DESC LIMIT 1) AS expired,
        (SELECT valid_until FROM newsroom_wireitem
            WHERE withdrawn_at IS NULL AND valid_until > %s
            ORDER BY valid_until LIMIT 1) AS expires
    FROM newsroom_wiresequence WHERE id = 1
"""
# In one statement, for every request asks both.
SITES_AND_STATE = f"""
    SELECT site.*, state.* FROM ({SITES}) site LEFT JOIN ({STATE}) state ON 1 = 1 ORDER BY site.id
"""  # noqa: S608 - both are constants


def site_and_state(request: HttpRequest) -> tuple[Site, State]:
    """The Site of a request and the wire's state now, in one query that does not grow with it.

    Like :func:`newsroom.wire.readers.site_for`, it raises ``Http404`` without a Site, and
    ``DisallowedHost`` for a host that is not allowed.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(SITES_AND_STATE, [hostname_of(request), now, now])
        rows = cursor.fetchall()
    width = len(SITE_COLUMNS) + 1
    site = choose_site(request, [row[:width] for row in rows])
    value, version, hidden, *moments = rows[0][width:]
    return site, State(value or 0, version or 0, hidden or 0, *map(_moment, moments))


def _moment(value: Any) -> datetime | None:
    # SQLite keeps moments as text.
    moment = parse_datetime(value) if isinstance(value, str) else value
    return make_aware(moment, connection.timezone) if moment and is_naive(moment) else moment
