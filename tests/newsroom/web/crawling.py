"""A crawler: what it reads in the sitemaps of a Site, checked against the protocol's rules."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from lxml import etree

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
# libxml2 counts up to fifty thousand by a machine as large: the tests' sitemaps are smaller.
_RULES = (Path(__file__).parent / "schemas" / "sitemap.xsd").read_text()
SCHEMA = etree.XMLSchema(
    etree.fromstring(
        _RULES.replace('maxOccurs="50000"', 'maxOccurs="unbounded"').encode(),
        base_url=str(Path(__file__).parent / "schemas" / "sitemap.xsd"),
    )
)


class Sitemap:
    """One file, as it was answered."""

    def __init__(self, response: Any) -> None:
        assert response.status_code == 200, response.status_code
        assert response["Content-Type"] == "application/xml"
        self.response = response
        self.root: Any = etree.fromstring(response.content)

    @property
    def complaints(self) -> list[str]:
        """What the protocol's rules do not allow."""
        SCHEMA.validate(self.root)
        log: Any = SCHEMA.error_log
        return [str(error) for error in log]

    @property
    def is_index(self) -> bool:
        return bool(etree.QName(self.root).localname == "sitemapindex")

    @property
    def addresses(self) -> list[str]:
        return self.texts("/*/*/s:loc")

    @property
    def paths(self) -> list[str]:
        return [urlsplit(address).path for address in self.addresses]

    def texts(self, xpath: str) -> list[str]:
        return [str(found.text) for found in self.root.xpath(xpath, namespaces=NAMES)]

    def _of(self, path: str) -> Any:
        (found,) = (
            loc.getparent()
            for loc in self.root.xpath("/*/*/s:loc", namespaces=NAMES)
            if urlsplit(loc.text).path == path
        )
        return found

    def changed(self, path: str) -> str | None:
        found = self._of(path).findtext("s:lastmod", namespaces=NAMES)
        return str(found) if found else None

    def alternates(self, path: str) -> dict[str, str]:
        links = self._of(path).findall("x:link", NAMES)
        return {link.get("hreflang"): urlsplit(link.get("href")).path for link in links}

    def images(self, path: str) -> list[str]:
        return [str(loc.text) for loc in self._of(path).findall("i:image/i:loc", NAMES)]


def get(path: str = "/sitemap.xml", **headers: str) -> Any:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(path, headers=names)


def read(path: str = "/sitemap.xml", **headers: str) -> Sitemap:
    """A sitemap that keeps the rules."""
    found = Sitemap(get(path, **headers))
    assert found.complaints == []
    return found


def crawl() -> list[str]:
    """The addresses of all sitemaps of the default Site, by way of the index if there is one."""
    start = read()
    if not start.is_index:
        return start.addresses
    return [address for path in start.paths for address in read(path).addresses]
