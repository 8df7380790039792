"""Unpublishing a source asks about its translations, and unpublishes them with it or not at all."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from .translation_states import states_of
from .translations import several_languages

FIELD = "translations"


@dataclass(frozen=True)
class Question:
    """Whether a translation that readers see is to go with its source."""

    page: Page
    language: str
    language_name: str
    allowed: bool


def questions(page: Page, user: Any) -> list[Question]:
    """One for each live translation of a source; none about the source of a translation."""
    if not several_languages() or page.alias_of_id:
        return []
    states = states_of([page])[page.translation_key].values()
    if not any(state.is_source and state.page and state.page.pk == page.pk for state in states):
        return []
    return [
        Question(
            state.page,
            state.language,
            state.language_name,
            state.page.permissions_for_user(user).can_unpublish(),
        )
        for state in states
        if state.page and state.page.pk != page.pk and state.page.live
    ]


def unpublish_with_translations(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Take the chosen translations' place in Wagtail's view: all of it in one transaction."""
    chosen = request.POST.getlist(FIELD)
    if not chosen:
        return None
    asked = [one for one in questions(page, request.user) if str(one.page.pk) in chosen]
    if not all(one.allowed for one in asked):
        raise PermissionDenied
    pages = [page, *(one.page.specific for one in asked)]
    below = bool(request.POST.get("include_descendants"))
    with transaction.atomic():
        for each in pages:
            UnpublishPageAction(each, user=request.user, include_descendants=below).execute(
                skip_permission_checks=True
            )
    messages.success(
        request,
        ngettext(
            "“%(title)s” has been unpublished in %(count)d language.",
            "“%(title)s” has been unpublished in %(count)d languages.",
            len(pages),
        )
        % {"title": page.get_admin_display_title(), "count": len(pages)},
    )
    for told in hooks.get_hooks("after_unpublish_page"):
        answer: HttpResponse | None = told(request, page)
        if answer is not None:
            return answer
    next_url = get_valid_next_url_from_request(request)
    return (
        redirect(next_url) if next_url else redirect("wagtailadmin_explore", page.get_parent().pk)
    )
