"""Refuses moves that would give one site two pages of a kind with the same slug."""

from collections.abc import Iterable

from django.apps import apps
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction
from wagtail.models import Page

from newsroom.addresses import AddressBook
from newsroom.models.articles import UniqueSlugMixin


def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    if not _slug_is_taken(request, [page], destination):
        return None
    return redirect("wagtailadmin_pages:move", page.pk)


def refuse_bulk_move(
    request: HttpRequest, action_type: str, objects: Iterable[object], action: object
) -> HttpResponse | None:
    if action_type != "move" or not isinstance(action, MoveBulkAction):
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if not _slug_is_taken(request, pages, action.cleaned_form.cleaned_data["chooser"]):
        return None
    return HttpResponseRedirect(action.next_url)


def _slug_is_taken(request: HttpRequest, pages: list[Page], destination: Page) -> bool:
    """Whether a page may not go there; says so to the editor."""
    if (page := _with_taken_slug(pages, destination)) is None:
        return False
    messages.error(
        request,
        _(
            "“%(title)s” was not moved. Another page of this kind has the slug “%(slug)s” in "
            "that site and language. Choose a different one."
        )
        % {"title": page.get_admin_display_title(), "slug": page.slug},
    )
    return True


def _with_taken_slug(pages: Iterable[Page], destination: Page) -> Page | None:
    """The first page, of those to be moved and all below them, that meets its slug there."""
    book = AddressBook()
    root = book.root_of(destination.url_path)
    if root is None:
        return None
    arriving = set()
    for page in pages:
        # What stays in its site and language stays the only one there.
        if book.root_of(page.url_path) == root:
            continue
        for moved in _with_unique_slugs(page):
            identity = (type(moved), moved.locale_id, moved.slug)
            if identity in arriving or moved.same_slug_below(root).exists():
                return moved
            arriving.add(identity)
    return None


def _with_unique_slugs(page: Page) -> Iterable[Page]:
    """The page and those below it whose slugs name them, without aliases."""
    for model in apps.get_models():
        if issubclass(model, UniqueSlugMixin):
            yield from model.objects.descendant_of(page, inclusive=True).filter(alias_of=None)
