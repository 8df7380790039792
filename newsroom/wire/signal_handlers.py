"""What can matter to the wire, and the marks it leaves.

Page signals are the wrong trigger: ``page_published`` is also sent for a scheduled draft, comes
after the commit, and not at all for ``add_child`` or a direct ``save()``.
"""

import logging
import threading
from collections.abc import Iterable
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import (
    page_slug_changed,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from newsroom.models import FeedSettings, FeedWords, NewsTag, NewsTagLabel

from . import answering, consents, logos
from .images import make_first, want
from .marks import forget_why, harmless, hide, hide_tree, mark, page_key
from .settle import settle_after_commit

# Saving these alone changes nothing that is public.
DRAFT_FIELDS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
}

_request = threading.local()


class Moves(threading.local):
    """The pages that a thread is moving."""

    pages: frozenset[int] = frozenset()


_moves = Moves()
logger = logging.getLogger(__name__)


def key_of(instance: Model) -> str | None:
    """The key under which compositions depend on a thing, or None if they never do."""
    match instance:
        case Page():
            return page_key(instance)
        case AbstractImage():
            return f"image:{instance.pk}"
        case AbstractDocument():
            return f"document:{instance.pk}"
        case Collection():
            return f"collection:{instance.pk}"
        case CollectionViewRestriction():
            return f"collection:{instance.collection_id}"
        case PageViewRestriction():
            return f"tree:{instance.page_id}"
        case NewsTag():
            return f"tag:{instance.pk}"
        case NewsTagLabel():
            return f"tag:{instance.tag_id}"
        case Site():
            return f"site:{instance.pk}"
        case Locale():
            return f"locale:{instance.pk}"
        # No page is concerned, but readers are: expanding any mark makes another state.
        case FeedSettings():
            return f"feeds:{instance.site_id}"
        case FeedWords():
            return f"feeds:{instance.settings.site_id}"
    return None


def on_save(instance: Model, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    key = None if raw else key_of(instance)
    # Asked here: with a savepoint of its own, every save in the project would cost more.
    if key and not (update_fields and DRAFT_FIELDS.issuperset(update_fields)):
        saved(instance, key)
    elif not raw and consents.may_matter(instance):
        consent_changed(instance)


@harmless
def saved(instance: Model, key: str) -> None:
    mark([key])
    if isinstance(instance, Page):
        if not instance.live:
            hide(instance)
        _note_consents(instance)
        # A move saves the page in its own transaction.
        if instance.pk in _moves.pages and instance.get_view_restrictions().exists():
            hide_tree(instance)
    elif isinstance(instance, PageViewRestriction):
        hide_tree(instance.page)
    elif isinstance(instance, AbstractImage | AbstractDocument | Collection):
        if isinstance(instance, AbstractImage):
            want(instance.pk)
        # Wagtail deletes old renditions, and moves a collection, after it has saved it.
        _settle_after_request(key)
        return
    elif isinstance(instance, FeedSettings):
        # First, so that readers who see the new state find the logo.
        transaction.on_commit(logos.make_missing, robust=True)
    settle_after_commit()


def before_delete(instance: Model, **kwargs: Any) -> None:
    if key := key_of(instance):
        deleted(instance, key)
    elif consents.may_matter(instance):
        consent_changed(instance)


@harmless
def deleted(instance: Model, key: str) -> None:
    mark([key])
    if isinstance(instance, Page):
        hide(instance)
    settle_after_commit()


@harmless
def consent_changed(instance: Model) -> None:
    _note_consents(instance)
    settle_after_commit()


def _note_consents(instance: Model) -> None:
    for key in consents.note(consents.images_of(instance)):
        # A photo that may be shown again lacks its files.
        _settle_after_request(key)


def before_move(instance: Page, **kwargs: Any) -> None:
    _moves.pages = _moves.pages | {instance.pk}


def after_move(instance: Page, **kwargs: Any) -> None:
    _moves.pages = _moves.pages - {instance.pk}
    after_new_address(instance)


@harmless
def after_unpublishing(instance: Page, **kwargs: Any) -> None:
    """Who withdraws a page says why only after it."""
    forget_why(instance)


@harmless
def after_new_address(instance: Page, **kwargs: Any) -> None:
    """A page was moved or renamed: what links to anything below it shows new addresses."""
    mark([f"tree:{instance.pk}"])
    settle_after_commit()


def _settle_after_request(key: str) -> None:
    _request.keys = {*getattr(_request, "keys", ()), key}


def after_request(**kwargs: Any) -> None:
    keys: set[str] = getattr(_request, "keys", set())
    if keys:
        _request.keys = set()
        # Not in the transaction below: renditions take their time.
        try:
            make_first(int(key.removeprefix("image:")) for key in keys if key.startswith("image:"))
            logos.make_missing()
        except Exception:
            logger.exception("The first renditions could not be made; the worker will try")
        files_changed(keys)
    answering.end()


@harmless
def files_changed(keys: Iterable[str]) -> None:
    """Images, documents or collections have been changed, and nothing more comes after it."""
    mark(sorted(keys))
    settle_after_commit()


def register_signal_handlers() -> None:
    post_save.connect(on_save, dispatch_uid="newsroom_on_save")
    pre_delete.connect(before_delete, dispatch_uid="newsroom_before_delete")
    pre_page_move.connect(before_move, dispatch_uid="newsroom_before_move")
    post_page_move.connect(after_move, dispatch_uid="newsroom_after_move")
    page_unpublished.connect(after_unpublishing, dispatch_uid="newsroom_after_unpublishing")
    page_slug_changed.connect(after_new_address, dispatch_uid="newsroom_after_slug_change")
    request_started.connect(answering.begin, dispatch_uid="newsroom_before_request")
    request_finished.connect(after_request, dispatch_uid="newsroom_after_request")
