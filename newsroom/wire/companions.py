"""Companions: what is kept along with the wire's items, written in the same transactions.

They stand above the wire, which does not know them; each registers itself when the project starts.
"""

from typing import Any, Protocol

from newsroom.models import WireItem

from .documents import ItemDocument


class Companion(Protocol):
    """Something that follows every put and withdrawal."""

    def prepare(self, document: ItemDocument) -> Any:
        """Do what takes its time, outside of any transaction; what it returns is handed to put.

        None stands for nothing to do.
        """

    def put(self, item: WireItem, prepared: Any) -> None:
        """The item has been written, with the document that was prepared."""

    def withdraw(self, item: WireItem) -> None:
        """The item has become its tombstone."""

    def outdate(self) -> None:
        """Everything is to be prepared anew, whether documents have changed or not."""


_companions: list[Companion] = []


def register(companion: Companion) -> None:
    """Have it follow from now on; to be called when the project starts."""
    if companion not in _companions:
        _companions.append(companion)


def prepare(document: ItemDocument) -> list[Any]:
    return [companion.prepare(document) for companion in _companions]


def put(item: WireItem, prepared: list[Any]) -> None:
    for companion, own in zip(_companions, prepared, strict=True):
        companion.put(item, own)


def withdraw(item: WireItem) -> None:
    for companion in _companions:
        companion.withdraw(item)


def outdate() -> None:
    for companion in _companions:
        companion.outdate()
