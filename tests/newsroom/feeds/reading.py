"""Reading a feed as its readers do: over HTTP, then as XML or JSON."""

import json
from dataclasses import dataclass
from typing import Any

import feedparser  # type: ignore[import-untyped]
import lxml.html
from django.test import Client
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
XML = "{http://www.w3.org/XML/1998/namespace}"

XML_FORMATS = ["rss", "atom"]
FORMATS = [*XML_FORMATS, "json"]
TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}


@dataclass
class Feed:
    response: Any
    extension: str

    @property
    def body(self) -> bytes:
        return self.response.content

    @property
    def root(self) -> Any:
        return etree.fromstring(self.body)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def entries(self) -> list[Any]:
        """The items: elements, or members of the JSON feed."""
        if self.extension == "json":
            return list(self.json["items"])
        return list(self.root.iter("item", f"{ATOM}entry"))

    @property
    def parsed(self) -> Any:
        return feedparser.parse(self.body)

    def texts(self, rss: str, atom: str, member: str = "") -> list[str]:
        """The text of one element of every entry, by its name in each format."""
        if self.extension == "json":
            return [entry[member] for entry in self.entries]
        name = rss if self.extension == "rss" else f"{ATOM}{atom}"
        return [entry.findtext(name) for entry in self.entries]

    @property
    def ids(self) -> list[str]:
        return self.texts("guid", "id", "id")

    @property
    def titles(self) -> list[str]:
        return self.texts("title", "title", "title")

    @property
    def contents(self) -> list[Any]:
        """Each entry's full text, parsed as HTML."""
        return [
            lxml.html.fragment_fromstring(text, create_parent="div")
            for text in self.texts(f"{CONTENT}encoded", "content", "content_html")
        ]

    def links(self, relation: str) -> list[str]:
        """The addresses that an XML feed itself, not an entry, links with a relation."""
        parent = self.root if self.extension == "atom" else self.root.find("channel")
        return [
            link.get("href")
            for link in parent.findall(f"{ATOM}link")
            if link.get("rel") == relation
        ]


def get(
    extension: str,
    language: str = "pl",
    host: str = "localhost",
    name: str = "news",
    **headers: str,
) -> Any:
    """The answer to a client that nobody knows; ``headers`` as ``if_none_match="…"``."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(headers=names).get(f"/feeds/{language}/{name}.{extension}", HTTP_HOST=host)


def read(extension: str, language: str = "pl", host: str = "localhost", name: str = "news") -> Feed:
    response = get(extension, language, host, name)
    assert response.status_code == 200
    return Feed(response, extension)
