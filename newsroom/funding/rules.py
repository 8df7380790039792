"""What the page of an EU-funded project owes, by programming period: pure functions.

Which article asks for what is said in docs/reference/project-pages.md, with what is only our
recommendation.
"""

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class ProgrammingPeriod(models.TextChoices):
    """Multiannual financial frameworks of the European Union."""

    P2007 = "2007-2013", "2007–2013"
    P2014 = "2014-2020", "2014–2020"
    P2021 = "2021-2027", "2021–2027"


class Severity(models.TextChoices):
    DUTY = "duty", _("Required")
    ADVICE = "advice", _("Recommended")


@dataclass(frozen=True)
class Gap:
    """Something a page lacks: ``field`` is where to put it, ``source`` who asks for it."""

    code: str
    field: str
    severity: Severity
    message: Text
    source: Text


WEBSITE_2014 = _("Regulation (EU) No 1303/2013, Annex XII, section 2.2, point 2(a)")
FUND_2014 = _("Regulation (EU) No 1303/2013, Annex XII, section 2.2, point 1(b)")
WEBSITE_2021 = _("Regulation (EU) 2021/1060, Article 50(1)(a)")
PRACTICE = _("Good practice, not law")

PERIOD = Gap(
    "period",
    "programming_period",
    Severity.DUTY,
    _("Choose the programming period: it decides what the page owes and which statement it shows."),
    _("Regulations (EU) No 1303/2013 and (EU) 2021/1060"),
)


def content(severity: Severity, source: Text) -> list[Gap]:
    """A short description of the operation, with its aims and results."""
    return [
        Gap("description", "lead", severity, _("Say in short what the project does."), source),
        Gap("aims", "aims", severity, _("Say what the project wants to change."), source),
        Gap(
            "results",
            "results",
            severity,
            _("Say what the project has brought, or is to bring."),
            source,
        ),
    ]


def fund(severity: Severity, source: Text) -> Gap:
    return Gap("fund", "fund", severity, _("Name the fund that pays for it, in full."), source)


CUSTOMARY = [
    Gap(
        "programme",
        "programme",
        Severity.ADVICE,
        _("Name the programme, in full."),
        PRACTICE,
    ),
    Gap(
        "eu_contribution",
        "eu_contribution",
        Severity.ADVICE,
        _("Say how much the European Union pays."),
        PRACTICE,
    ),
    Gap(
        "total_value",
        "total_value",
        Severity.ADVICE,
        _("Say how much the whole project costs."),
        PRACTICE,
    ),
    Gap(
        "target_groups",
        "target_groups",
        Severity.ADVICE,
        _("Say whom the project is for."),
        PRACTICE,
    ),
]

# Everything a page can lack; what it has is taken out.
OWED: dict[str, list[Gap]] = {
    "": [PERIOD, *content(Severity.DUTY, PERIOD.source), fund(Severity.ADVICE, PRACTICE)],
    ProgrammingPeriod.P2007: [
        *content(Severity.ADVICE, PRACTICE),
        fund(Severity.ADVICE, PRACTICE),
        *CUSTOMARY,
    ],
    ProgrammingPeriod.P2014: [
        *content(Severity.DUTY, WEBSITE_2014),
        fund(Severity.DUTY, FUND_2014),
        *CUSTOMARY,
    ],
    ProgrammingPeriod.P2021: [
        *content(Severity.DUTY, WEBSITE_2021),
        fund(Severity.ADVICE, PRACTICE),
        *CUSTOMARY,
    ],
}
FIELDS = tuple(dict.fromkeys(gap.field for owed in OWED.values() for gap in owed))


def gaps(values: Mapping[str, Any]) -> list[Gap]:
    """What a project lacks, what is required first; ``values`` are its fields by name.

    Rich text counts if there are words in it.
    """
    owed = OWED.get(str(values.get("programming_period") or ""), OWED[""])
    missing = [gap for gap in owed if not is_filled(values.get(gap.field))]
    return sorted(missing, key=lambda gap: gap.severity != Severity.DUTY)


def is_filled(value: Any) -> bool:
    if isinstance(value, str):
        return bool(html.unescape(strip_tags(value)).strip())
    return value is not None


def required(found: Iterable[Gap]) -> list[Gap]:
    return [gap for gap in found if gap.severity == Severity.DUTY]
