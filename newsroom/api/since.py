"""How far a reader has come in the log of changes: what ``since`` says.

``57``: everything up to change 57 is known. ``57.90``: a first sync that began when 90 was the
newest change has come to 57; it is never told of what was withdrawn before it began.
"""

import re
from dataclasses import dataclass

from .errors import BadParameter

# Nineteen digits are more than a database can count.
FORM = re.compile(r"(0|[1-9][0-9]{0,18})(\.(0|[1-9][0-9]{0,18}))?")
ACCEPTED = "Use 0 to start from nothing, or the `since` of the last answer's `next` address."


@dataclass(frozen=True)
class Since:
    """``start`` is the newest change when a first sync began that has not come to its end."""

    position: int = 0
    start: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Since":
        found = FORM.fullmatch(text)
        if not found:
            raise ValueError(ACCEPTED)
        position, _, start = found.groups()
        return cls(int(position), None if start is None else int(start))

    def __str__(self) -> str:
        return str(self.position) if self.start is None else f"{self.position}.{self.start}"

    def at(self, newest: int) -> "Since":
        """The same when that is the newest change: from nothing, a sync begins."""
        if max(self.position, self.start or 0) > newest:
            raise BadParameter(
                "since",
                "There has been no such change yet: this was said by another database, or by this "
                "one before it was restored. Start again with since=0, and drop what it does not "
                "give.",
            )
        return Since(0, newest) if self == Since() else self

    @property
    def began(self) -> int:
        """Whoever reads on from here never had what was withdrawn up to this change."""
        return self.start or 0

    def misses(self, forgotten: int) -> bool:
        """Whether withdrawals this reader needs are among those up to ``forgotten``."""
        return (self.position if self.start is None else self.start) < forgotten
