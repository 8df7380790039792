"""The state of the wire: as long as it stays the same, so does every public answer.

Whatever readers may see differently steps one of the counter's two numbers, or hides rows, which
happens in editors' own transactions, and those must not wait for the counter. Between two steps
rows are only ever hidden, so their number tells the states in between apart. Time alone can change
an answer as well: a state holds no longer than until the next expiry.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
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
    hidden: int = 0
    # When the newest change was written, and when something last expired that is not settled yet.
    changed: datetime | None = None
    expired: datetime | None = None
    # When something will expire next.
    expires: datetime | None = None

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
SITE_WIDTH = len(SITE_COLUMNS) + 1
# In one statement, for every request asks both.
SITES_AND_STATE = f"""
    SELECT site.*, state.* FROM ({SITES}) site LEFT JOIN ({STATE}) state ON 1 = 1 ORDER BY site.id
"""  # noqa: S608 - both are constants


class Snapshot:
    """What one query tells of a request's Site and of the wire now; it does not grow with either.

    Whoever knows an answer by ``name`` already needs neither Site nor State, so these are made when
    they are asked for. Both ask like :func:`newsroom.wire.readers.site_for`: a host that is not
    allowed is a ``DisallowedHost`` at once, and ``site`` raises ``Http404`` where there is none.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        host = hostname_of(request)
        with connection.cursor() as cursor:
            cursor.execute(SITES_AND_STATE, [host, now, now])
            self.rows = cursor.fetchall()
        # An expiry that has passed makes another state, whatever the clock of a cache says.
        self.name = f"{host}:{request.get_port()} {self.rows}"

    def site(self) -> Site:
        """The Site, remembered with the request: who asks for it next asks no database."""
        known: Site | None = getattr(self.request, "_wagtail_site", None)
        return known or choose_site(self.request, [row[:SITE_WIDTH] for row in self.rows])

    @cached_property
    def state(self) -> State:
        if not self.rows:
            return State()
        _, _, hidden, *moments = self.rows[0][SITE_WIDTH:]
        return State(hidden or 0, *map(as_moment, moments))


def as_moment(value: Any) -> datetime | None:
    """What a query that Django has not written gives for a moment: SQLite keeps them as text."""
    moment = parse_datetime(value) if isinstance(value, str) else value
    return make_aware(moment, connection.timezone) if moment and is_naive(moment) else moment
