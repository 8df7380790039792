"""The facts of an EU-funded project, as a list of terms and their values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst

from newsroom.funding.rules import ProgrammingPeriod
from newsroom.models import ProjectPage, ProjectStatus
from newsroom.wire.documents import ProjectDocument

BEFORE_DATES = (
    "official_title", "project_number", "programming_period", "programme", "fund",
    "priority_axis", "measure", "sub_measure", "implementer", "partners",
)  # fmt: skip
DATES = ("start", "end")
AMOUNTS = ("total_value", "eu_contribution")


@dataclass(frozen=True)
class Fact:
    """A term and its values; ``day`` instead of values for a date."""

    term: str
    values: list[str]
    day: date | None = None


def facts_of(document: ProjectDocument) -> list[Fact]:
    """What is known of a project, in the order of the funding rules; empty fields are left out."""
    facts = [Fact(_term(name), _values(document, name)) for name in BEFORE_DATES]
    facts += [
        Fact(_term(name), [], day) for name in DATES if (day := getattr(document, name)) is not None
    ]
    facts += [Fact(_term(name), _amount(document, name)) for name in AMOUNTS]
    facts.append(Fact(_term("status"), _choice(ProjectStatus, document.status)))
    return [fact for fact in facts if fact.values or fact.day]


def _term(name: str) -> str:
    field: Any = ProjectPage._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _values(document: ProjectDocument, name: str) -> list[str]:
    value = getattr(document, name)
    if name == "programming_period":
        return _choice(ProgrammingPeriod, value)
    if isinstance(value, list):
        return value
    return [value] if value else []


def _choice(choices: type[ProjectStatus] | type[ProgrammingPeriod], value: str) -> list[str]:
    return [str(choices(value).label)] if value in choices.values else []


def _amount(document: ProjectDocument, name: str) -> list[str]:
    value: Decimal | None = getattr(document, name)
    if value is None:
        return []
    amount = number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
    return [f"{amount}\N{NO-BREAK SPACE}{document.currency}".strip()]
