"""Where a page of a list ends: opaque, signed, and bound to the list it came from."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from newsroom.models import WireItem

from .errors import BadParameter

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MAX_LENGTH = 200


@dataclass(frozen=True)
class Order:
    """How a list is ordered: by a moment, and by the row's number where moments are equal."""

    field: str
    descending: bool

    @classmethod
    def named(cls, name: str) -> "Order":
        """The order a parameter names: ``-published`` is newest first."""
        return cls(name.removeprefix("-"), name.startswith("-"))

    def columns(self, moment: str = "", pk: str = "pk") -> list[str]:
        sign = "-" if self.descending else ""
        return [f"{sign}{moment or self.field}", f"{sign}{pk}"]


@dataclass(frozen=True)
class Position:
    """The place of an item in an ordered list."""

    order: Order
    moment: datetime
    pk: int

    @classmethod
    def of(cls, row: WireItem, order: Order) -> "Position":
        return cls(order, getattr(row, order.field), row.pk)

    def after(self, moment: str = "", pk: str = "pk") -> Q:
        """Everything behind this place. The first condition is what an index can begin with."""
        moment, beyond = moment or self.order.field, "lt" if self.order.descending else "gt"
        return Q(**{f"{moment}__{beyond}e": self.moment}) & (
            Q(**{f"{moment}__{beyond}": self.moment}) | Q(**{f"{pk}__{beyond}": self.pk})
        )


def encode(position: Position, binding: str) -> str:
    moment = (position.moment - EPOCH) // timedelta(microseconds=1)
    return _sealed(f"{moment}.{position.pk}", binding)


def decode(cursor: str, binding: str, order: Order) -> Position:
    """The position in a cursor that was made for the list the binding describes."""
    moment, pk = _opened(cursor, binding).split(".")
    return Position(order, EPOCH + timedelta(microseconds=int(moment)), int(pk))


def encode_number(number: int, binding: str) -> str:
    """The cursor of a list without a moment to go on from: how many of its items came before."""
    return _sealed(str(number), binding)


def decode_number(cursor: str, binding: str) -> int:
    return int(_opened(cursor, binding))


def _sealed(text: str, binding: str) -> str:
    opaque = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return _signer(binding).sign(opaque)


def _opened(cursor: str, binding: str) -> str:
    try:
        opaque = _signer(binding).unsign(cursor)
    except BadSignature:
        raise BadParameter(
            "cursor", "Use the cursor of this list's `next` address, with the same filters."
        ) from None
    return urlsafe_b64decode(opaque + "=" * (-len(opaque) % 4)).decode()


def _signer(binding: str) -> Signer:
    return Signer(sep=".", salt=f"newsroom.api.cursor:{binding}")
