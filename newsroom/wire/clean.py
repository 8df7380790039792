"""Rich text as clean, self-contained HTML: links resolved, everything else by allow-list."""

from collections.abc import Callable, Mapping
from urllib.parse import urljoin, urlsplit

import lxml.html
import nh3

from galleries.documents import xml_text

__all__ = ["clean_rich_text", "safe_url", "xml_text"]

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "a", "b", "strong", "i", "em",
    "sup", "sub", "blockquote", "cite",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto", "tel"}

LinkTarget = Callable[[Mapping[str, str]], str | None]


def safe_url(url: str, base: str) -> str | None:
    """An absolute address with a harmless scheme, or None."""
    try:
        absolute = urljoin(base, url.strip())
        return absolute if urlsplit(absolute).scheme.lower() in SCHEMES else None
    except ValueError:
        return None


def clean_rich_text(source: str, target: LinkTarget) -> str:
    """Clean HTML of stored rich text.

    ``target`` gives the address for the attributes of a link; where it gives None the link is
    taken off and its text stays.
    """
    if not source.strip():
        return ""
    root = lxml.html.fragment_fromstring(xml_text(source), create_parent="div")
    for link in list(root.iter("a")):
        href = target(dict(link.attrib))
        link.attrib.clear()
        if href:
            link.set("href", href)
        else:
            link.drop_tag()
    for embed in list(root.iter("embed")):
        embed.drop_tree()
    html = lxml.html.tostring(root, encoding="unicode")
    html = html.removeprefix("<div>").removesuffix("</div>")
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None
    )
