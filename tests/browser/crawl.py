"""Every web page of a site that a reader can click to."""

import urllib.request
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html

NOT_PAGES = ("/static/", "/media/", "/documents/", "/feeds/", "/api/")


def links_of(url: str) -> set[str]:
    with urllib.request.urlopen(url, timeout=30) as response:
        html: Any = lxml.html.fromstring(response.read())
    targets = (urldefrag(urljoin(url, str(href))).url for href in html.xpath("//a/@href"))
    return {target for target in targets if is_page(target, urlsplit(url).netloc)}


def is_page(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.netloc == host and not parts.path.startswith(NOT_PAGES)


def crawl(start: str) -> list[str]:
    """All pages from a start; a dead link is an error."""
    found, waiting = set(), {start}
    while waiting:
        url = waiting.pop()
        found.add(url)
        waiting |= links_of(url) - found
    return sorted(found)
