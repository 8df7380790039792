"""Clean HTML as plain text, for readers that take no markup."""

import re

import lxml.html

PARAGRAPHS = {
    "p", "h2", "h3", "h4", "ul", "ol", "blockquote", "cite", "table", "caption", "hr", "div",
}  # fmt: skip
LINES = {"br", "li", "tr"}
CELLS = {"td", "th"}
SPACE = re.compile(r"\s+")


def plain_text(html: str) -> str:
    """The words of a body: paragraphs with a blank line between them, pictures left out.

    List items and table rows are lines; the cells of a row are divided by tabs.
    """
    if not html.strip():
        return ""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for figure in list(root.iter("figure")):
        figure.drop_tree()
    for element in root.iter():
        element.text = _folded(element.text)
        element.tail = _folded(element.tail)
        if element.tag in PARAGRAPHS:
            element.text = "\n\n" + element.text
            element.tail = "\n\n" + element.tail
        elif element.tag in LINES:
            element.tail = "\n" + element.tail
        elif element.tag in CELLS and element.getnext() is not None:
            element.tail = "\t" + element.tail
    lines = (line.strip(" ") for line in root.text_content().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _folded(text: str | None) -> str:
    return SPACE.sub(" ", text or "")
