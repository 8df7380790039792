"""Marking: something changed that may matter. Nothing is composed here.

A mark is one inserted row in the transaction of the change. Inserts never wait for each other, so
editors' transactions cannot deadlock here, whatever order they touch pages in.
"""

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from galleries.documents import xml_text
from newsroom.models import WireDependency, WireItem, WireMark

logger = logging.getLogger(__name__)

P = ParamSpec("P")


def harmless(receiver: Callable[P, None]) -> Callable[P, None]:
    """A receiver that cannot break the change it is told of: its errors are logged."""

    @wraps(receiver)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with transaction.atomic():
                receiver(*args, **kwargs)
        except Exception:
            logger.exception("A change could not be marked; reconcile_wire will find it")

    return guarded


def mark(keys: Iterable[str]) -> None:
    """Note that what these keys name has changed (``page:<translation key>``, ``image:<id>`` …)."""
    WireMark.objects.bulk_create([WireMark(key=key) for key in keys])


def page_key(page: Page) -> str:
    return f"page:{page.translation_key}"


def tree_paths(page: Page) -> list[str]:
    """The tree paths of a page and of its aliases, and of aliases of anything below them.

    A restriction on a section also holds for what stands under an alias of that section.
    """
    paths: list[str] = []
    found = [page.path]
    while found:
        path = found.pop()
        paths.append(path)
        aliases = Page.objects.filter(alias_of__path__startswith=path)
        found += [alias for alias in aliases.values_list("path", flat=True) if alias not in paths]
    return paths


def hide(page: Page) -> None:
    """Take a page's item from the readers at once; the settler decides what becomes of it."""
    WireItem.objects.filter(page_id=page.pk, hidden=False).update(hidden=True)


def tell_why(page: Page, public_reason: str) -> None:
    """Leave word for the readers of a page that is being withdrawn, if it was public until now."""
    WireItem.objects.filter(page_id=page.pk, withdrawn_at=None).update(
        hidden=True, public_reason=xml_text(public_reason)
    )


def forget_why(page: Page) -> None:
    """What was said when a page was withdrawn holds no longer: it was live again since."""
    WireItem.objects.filter(page_id=page.pk).exclude(public_reason="").update(public_reason="")


def hide_tree(page: Page) -> None:
    """The same for everything that stands below a page or its aliases."""
    for path in tree_paths(page):
        pages = Page.objects.filter(path__startswith=path).values("pk")
        WireItem.objects.filter(page_id__in=pages, hidden=False).update(hidden=True)


def outdate(keys: Iterable[str]) -> None:
    """Have readers compose anew, at once, what looked at these; the settler writes it."""
    items = WireDependency.objects.filter(key__in=list(keys)).values("item")
    WireItem.objects.filter(pk__in=items, withdrawn_at=None).update(valid_until=timezone.now())
