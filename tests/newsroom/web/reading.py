"""A reader of web pages: what is said in the HTML, not how it looks."""

import json
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from django.test import Client


class Answer:
    """A page as it was answered."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.html: Any = lxml.html.fromstring(response.content.decode())

    def all(self, xpath: str) -> list[Any]:
        found: list[Any] = self.html.xpath(xpath)
        return found

    def text(self, xpath: str) -> str:
        return " ".join(self.all(xpath)[0].text_content().split())

    @property
    def language(self) -> str:
        return str(self.html.get("lang"))

    @property
    def words(self) -> str:
        return " ".join(self.html.text_content().split())

    @property
    def canonical(self) -> str:
        (link,) = self.all("//head/link[@rel='canonical']/@href")
        return str(link)

    @property
    def alternates(self) -> dict[str, str]:
        links = self.all("//head/link[@hreflang]")
        return {link.get("hreflang"): urlsplit(link.get("href")).path for link in links}

    @property
    def switcher(self) -> dict[str, str]:
        links = self.all("//nav[@class='languages']//a")
        return {link.get("hreflang"): urlsplit(link.get("href")).path for link in links}

    @property
    def cards(self) -> list[str]:
        return [
            " ".join(a.text_content().split())
            for a in self.all("//main//article[contains(@class,'card')]//a")
        ]

    @property
    def json_ld(self) -> Any:
        (script,) = self.all("//script[@type='application/ld+json']")
        return json.loads(script.text_content())

    def meta(self, name: str) -> list[str]:
        return [str(value) for value in self.all(f"//meta[@property='{name}']/@content")]


def read(client: Client, address: str, **headers: Any) -> Answer:
    """Ask for an address, relative or absolute."""
    parts = urlsplit(address)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if parts.netloc:
        headers["HTTP_HOST"] = parts.netloc
    return Answer(client.get(path, **headers))
