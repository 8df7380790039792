"""What a benchmark prints: the machine, and a table in Markdown."""

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count

PACKAGES = ("Django", "wagtail", "gunicorn")


def machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cpu_count()} cores, "
        f"Python {platform.python_version()}, {packages}"
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column is of names, the others of figures."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for first, *figures in (heads, rule, *rows):
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(figures, widths[1:], strict=True)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def verdict(met: bool) -> str:
    return "met." if met else "missed."
