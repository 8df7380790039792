"""An editor at the Wagtail admin: fills in its real forms and presses its buttons."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from newsroom.blocks import RICH_TEXT_FEATURES

Fields = Mapping[str, Any]
Commit = Callable[..., AbstractContextManager[Any]]

VALUELESS_BOX = re.compile(r'(<input(?![^>]*\svalue=)[^>]*\stype="checkbox")')


def block_form(block: Any) -> tuple[str, Any]:
    """A stored block as the editor's form sends it."""
    kind, value = block["type"], block["value"]
    if kind == "rich_text":
        value = rich_text(value, features=RICH_TEXT_FEATURES)
    elif kind == "image":
        image = value["image"]
        ticked = {"decorative": "on"} if image["decorative"] else {}
        value = {**value, "image": {k: v for k, v in image.items() if k != "decorative"} | ticked}
    if kind == "table":
        value = json.dumps(value)
    return kind, value


class Editor:
    """Every method sends one form; ``commit`` says that what it did has been committed."""

    def __init__(self, client: Client, commits: Commit) -> None:
        self.client = client
        self.commits = commits

    def post(
        self, path: str, fields: Fields | None = None, *, expected: int = 302, commit: bool = True
    ) -> Any:
        """Post to an address of the admin. Without ``commit`` its transaction is still open."""
        with self.commits(execute=commit):
            response = self.client.post(f"/admin/{path}", dict(fields or {}))
        context = getattr(response, "context", None) or {}
        form = context.get("form") if response.status_code != expected else None
        assert response.status_code == expected, form.errors if form else response.content[:500]
        return response

    def form(self, path: str, form_id: str | None = None) -> dict[str, Any]:
        """What the form at an address of the admin sends if nothing is changed in it."""
        html = self.client.get(f"/admin/{path}").content.decode()
        # Without an id it is the form that can be posted; the page's tools have forms of their own.
        index = html[: html.index('method="POST"')].count("<form") - 1 if not form_id else 0
        # As browsers do, which send a word for a ticked box that has no value.
        html = VALUELESS_BOX.sub(r'\1 value="on"', html)
        data = querydict_from_html(html, form_id=form_id, form_index=index)
        return {name: data.getlist(name) for name in data}

    def page_form(self, page: Page, **changes: Any) -> dict[str, Any]:
        """The edit form of a page; ``changes`` has dashes for double underscores."""
        form = self.form(f"pages/{page.pk}/edit/", "page-edit-form")
        if hasattr(page, "body"):
            latest = page.get_latest_revision_as_object()
            blocks = streamfield([block_form(block) for block in latest.body.raw_data])
            form.update(nested_form_data({"body": blocks}))
        form.update({name.replace("__", "-"): value for name, value in changes.items()})
        return form

    def save(self, page: Page, **changes: Any) -> Any:
        return self.post(f"pages/{page.pk}/edit/", self.page_form(page, **changes))

    def publish(
        self, page: Page, *, expected: int = 302, commit: bool = True, **changes: Any
    ) -> Any:
        form = self.page_form(page, **changes) | {"action-publish": "action-publish"}
        return self.post(f"pages/{page.pk}/edit/", form, expected=expected, commit=commit)

    def unpublish(self, page: Page, *, commit: bool = True) -> Any:
        return self.post(f"pages/{page.pk}/unpublish/", commit=commit)

    def delete(self, page: Page) -> Any:
        return self.post(f"pages/{page.pk}/delete/")

    def move(self, page: Page, target: Page, *, commit: bool = True) -> Any:
        response = self.post(f"pages/{page.pk}/move/{target.pk}/confirm/", commit=commit)
        assert Page.objects.get(pk=page.pk).is_child_of(Page.objects.get(pk=target.pk))
        return response

    def restrict(self, page: Page, *, commit: bool = True) -> Any:
        form = {"restriction_type": "login"}
        return self.post(f"pages/{page.pk}/privacy/", form, expected=200, commit=commit)

    def lift_restriction(self, page: Page) -> Any:
        return self.post(f"pages/{page.pk}/privacy/", {"restriction_type": "none"}, expected=200)

    def copy(self, page: Page, target: Page, slug: str, *, alias: bool = False) -> Page:
        fields = {"new_title": page.title, "new_slug": slug, "new_parent_page": target.pk}
        ticked = {"alias": "on"} if alias else {}
        if page.numchild:
            ticked["copy_subpages"] = "on"
        self.post(f"pages/{page.pk}/copy/", fields | ticked)
        found: Page = Page.objects.child_of(target).get(slug=slug)
        return found

    def convert_alias(self, page: Page) -> Any:
        return self.post(f"pages/{page.pk}/convert_alias/")

    def bulk(
        self, model: str, action: str, items: Iterable[Any], fields: Fields | None = None
    ) -> Any:
        """A bulk action on items of a model (``wagtailcore/page`` …)."""
        chosen = "&".join(f"id={item.pk}" for item in items)
        return self.post(f"bulk/{model}/{action}/?next=/admin/&{chosen}", fields)
