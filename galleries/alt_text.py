"""The rules for alternative texts of photos: pure functions, text in, findings out.

They follow WCAG 2.2, success criterion 1.1.1 (Non-text Content): a photo either has a text
alternative or is marked as decoration.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """What is wrong with one alternative text; an ``error`` blocks publishing."""

    code: str
    severity: Severity
    message: str | Promise


MISSING = Finding(
    code="missing",
    severity="error",
    message=_(
        "Describe what the photo shows, or mark it as decorative. "
        "Without this the page can be saved as a draft, but not published."
    ),
)


def examine(alt: str, *, decorative: bool) -> list[Finding]:
    """Every finding on one photo's alternative text, worst first; an empty list is a good one."""
    if decorative or alt.strip():
        return []
    return [MISSING]
