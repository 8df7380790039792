"""The statement that a project's page shows beside the emblem of the Union."""

from dataclasses import dataclass

from .rules import ProgrammingPeriod
from .wordings import wording_in

# A static file of this package; the emblem itself has no words and is the same everywhere.
EMBLEM = "newsroom/eu-emblem.svg"


@dataclass(frozen=True)
class Statement:
    """``language`` is that of ``text`` and ``emblem``: English where there is no other wording."""

    text: str
    emblem: str
    language: str


def statement_for(period: str, fund: str, language: str) -> Statement | None:
    """What is said of the Union's support in a period; None before the period is known.

    From 2021 it is a sentence; before, it was the Union's name together with that of the fund.
    """
    if period not in ProgrammingPeriod.values:
        return None
    words = wording_in(language)
    if period == ProgrammingPeriod.P2021:
        return Statement(words.co_funded, words.emblem, words.language)
    text = f"{words.union} – {fund}" if fund else words.union
    return Statement(text, words.emblem, words.language)
