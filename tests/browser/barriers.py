"""Barriers to people with disabilities, as far as axe-core finds them."""

from typing import Any

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """
([rules, selector]) => axe.run(
  selector ? document.querySelector(selector) : document,
  { runOnly: { type: "tag", values: rules } }
)
"""


def violations(page: Page, axe: str, selector: str = "") -> list[str]:
    """What axe-core finds on the page as it is, or in one part of it, in both colour schemes."""
    page.evaluate(axe)
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        result: Any = page.evaluate(RUN, [RULES, selector])
        assert result["passes"]
        found += [
            f"{page.url} ({scheme}) {violation['id']}: {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
    return found
