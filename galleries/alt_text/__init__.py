"""The rules for alternative texts of photos: pure functions, text in, findings out.

They follow WCAG 2.2, success criterion 1.1.1 (Non-text Content): a photo either has a text
alternative that serves the same purpose or is marked as decoration. What the rules find is what
automatic tests may: that a text cannot be a description, never that it is a good one.
"""

from .findings import DEFAULTS, MISSING, Code, Finding, Rules, Severity
from .rules import Picture, Surroundings, examine, examine_all

__all__ = [
    "DEFAULTS",
    "MISSING",
    "Code",
    "Finding",
    "Picture",
    "Rules",
    "Severity",
    "Surroundings",
    "examine",
    "examine_all",
]
