"""The draft as partner sites and subscribers will get it, and links to hand on."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, Site

from galleries.previews import PreviewMode
from newsroom.api.previews import (
    PreviewLink,
    document_text,
    keep_private,
    link_to,
    path_of_previews,
)
from newsroom.conf import conf
from newsroom.wire.channels import served
from newsroom.wire.compose import Composition, Withheld, kind_of
from newsroom.wire.drafts import compose_draft
from newsroom.wire.feed_options import Options

AS_API = "newsroom_api"
AT_PARTNER = "newsroom_partner"
IN_FEEDS = "newsroom_feeds"


def preview_modes(page: Page) -> Iterator[PreviewMode]:
    if not _can_be_item(page):
        return
    if path_of_previews():
        yield PreviewMode(AS_API, _("Preview as API"), serve_as_api)
        # A page that was never saved has nothing that another site could fetch.
        if conf.preview_url and page.pk:
            yield PreviewMode(AT_PARTNER, _("Preview on the partner's site"), serve_at_partner)
    if served():
        yield PreviewMode(IN_FEEDS, _("Preview in feeds"), serve_in_feeds)


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterable[Button]:
    """The way to a preview link in the page's menu; every time it is taken, the link is new."""
    shown = _can_be_item(page) and path_of_previews()
    if shown and page.permissions_for_user(user).can_edit():
        address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        yield Button(
            _("Preview link"),
            f"{address}?{urlencode({'mode': AS_API})}",
            icon_name="link",
            # Not in place of the editor, which may hold changes that are not saved yet.
            attrs={"target": "_blank", "rel": "noreferrer"},
            priority=67,
        )


def serve_as_api(request: HttpRequest, page: Page) -> HttpResponse:
    """The draft's document as a page to read, with a link to hand on."""
    draft = _composed(page)
    context = {
        "page": page,
        "text": _indented(draft) if draft else "",
        "locale": draft.document.locale if draft else "",
        "link": _link_for(request, page, draft),
    }
    language = getattr(request, "editor_language", None) or translation.get_language()
    with translation.override(language):
        return keep_private(render(request, "newsroom/admin/api_preview.html", context))


def serve_in_feeds(request: HttpRequest, page: Page) -> HttpResponse:
    """The draft's entry in feeds, as readers' programs show one."""
    draft = _composed(page)
    context: dict[str, Any] = {"page": page, "draft": draft}
    if draft:
        entry, options = draft.entry, Options.of(Site.objects.get(pk=draft.site_id))
        context |= {
            "entry": entry,
            "content": mark_safe(entry.html) if options.full else "",
            "full": options.full,
        }
        with translation.override(draft.document.locale):
            context["bidi"] = translation.get_language_bidi()
    language = getattr(request, "editor_language", None) or translation.get_language()
    with translation.override(language):
        return keep_private(render(request, "newsroom/admin/feed_preview.html", context))


def serve_at_partner(request: HttpRequest, page: Page) -> HttpResponse:
    """Lead to the partner's front end, which fetches the draft with the token it is given."""
    draft = _composed(page)
    link = _link_for(request, page, draft)
    if draft is None or link is None:
        return serve_as_api(request, page)
    return keep_private(HttpResponseRedirect(partner_url(draft, link)))


def partner_url(draft: Composition, link: PreviewLink) -> str:
    document = draft.document
    told = {
        "token": link.token,
        "kind": document.kind,
        "id": document.id,
        "locale": document.locale,
    }
    parts = urlsplit(conf.preview_url)
    query = "&".join(filter(None, [parts.query, urlencode(told)]))
    return parts._replace(query=query).geturl()


def _can_be_item(page: Page) -> bool:
    """Whether the page, once public, is on the wire. An alias shows its source's text."""
    return kind_of(page.specific_deferred) is not None and not page.alias_of_id


def _composed(page: Page) -> Composition | None:
    try:
        return compose_draft(page)
    except Withheld:
        return None


def _link_for(request: HttpRequest, page: Page, draft: Composition | None) -> PreviewLink | None:
    """A link to what was last saved, for those who may edit the page."""
    if draft is None or not page.pk or not page.permissions_for_user(request.user).can_edit():
        return None
    return link_to(draft)


def _indented(draft: Composition) -> str:
    return json.dumps(json.loads(document_text(draft)), ensure_ascii=False, indent=2)
