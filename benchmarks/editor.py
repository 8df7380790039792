"""An editor at Wagtail's admin, over HTTP: fills in its forms and presses its buttons."""

import re
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from wagtail.test.utils.form_data import querydict_from_html

from .server import Client, Reply
from .settings import HOSTNAME

NAME, PASSWORD = "editor", "for-benchmarks-only"
VALUELESS_BOX = re.compile(r'(<input(?![^>]*\svalue=)[^>]*\stype="checkbox")')


class Editor:
    """Signed in at a server; every publication is one POST, as a browser sends it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}
        self.get("/admin/login/")
        self.post("/admin/login/", {"username": NAME, "password": PASSWORD, "next": "/admin/"})

    def get(self, path: str) -> Reply:
        return self._remember(self.client.get(path, self._headers()))

    def post(self, path: str, fields: Mapping[str, Any]) -> Reply:
        """Send a form; what does not lead on to another page has been refused."""
        sent = {**fields, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        reply = self._remember(self.client.post(path, urlencode(sent, True), self._headers()))
        if reply.status != 302:
            raise RuntimeError(f"POST {path} answered {reply.status}: {reply.body[:2000]!r}")
        return reply

    def form(self, page: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
        """What is sent when the editor changes these fields of a page and presses Publish."""
        html = self.get(f"/admin/pages/{page['pk']}/edit/").body.decode()
        html = VALUELESS_BOX.sub(r'\1 value="on"', html)  # a word that browsers send
        data = querydict_from_html(html, form_id="page-edit-form")
        form = {name: data.getlist(name) for name in data}
        return {**form, **page["body"], **changes, "action-publish": "action-publish"}

    def send(self, page: Mapping[str, Any], form: Mapping[str, Any]) -> str:
        """Publish; returns the path of the page that the admin shows next."""
        reply = self.post(f"/admin/pages/{page['pk']}/edit/", form)
        return urlsplit(reply.headers["Location"]).path

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "Accept": "text/html",
            "Cookie": cookies,
            "Referer": f"http://{HOSTNAME}/admin/",
        }

    def _remember(self, reply: Reply) -> Reply:
        for line in reply.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return reply
