"""Previews the way an editor gets them: from the admin's own addresses."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from wagtail.models import Page

from tests.editor import Editor

AS_API = "newsroom_api"
AT_PARTNER = "newsroom_partner"


def page_preview(editor: Editor, page: Page, mode: str = AS_API, **changes: Any) -> Any:
    """What the preview panel shows of a page's form with unsaved changes."""
    address = f"/admin/pages/{page.pk}/edit/preview/"
    answer = editor.client.post(address, editor.page_form(page, **changes)).json()
    assert answer == {"is_valid": True, "is_available": True}
    return editor.client.get(f"{address}?mode={mode}&in_preview_panel=true")


def saved_preview(editor: Editor, page: Page, mode: str = AS_API) -> Any:
    """What the preview of the last saved draft shows."""
    return editor.client.get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}")


def link_in(response: Any) -> str:
    """The preview link on a preview's page; empty if there is none."""
    found = re.search(r'<p class="link"[^>]*>(.*?)</p>', response.content.decode())
    return unescape(found[1]) if found else ""


def document_in(response: Any) -> Any:
    found = re.search(r"<pre[^>]*>(.*?)</pre>", response.content.decode(), re.DOTALL)
    assert found, response.content.decode()
    return json.loads(unescape(found[1]))


def preview_link(editor: Editor, page: Page) -> str:
    link = link_in(saved_preview(editor, page))
    assert link
    return link


def preview_token(editor: Editor, page: Page) -> str:
    return parse_qs(urlsplit(preview_link(editor, page)).query)["token"][0]
