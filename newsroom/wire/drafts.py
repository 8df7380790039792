"""Drafts, composed as if they were published: for those who were let in, never stored."""

from django.utils import timezone
from wagtail.models import Page

from .compose import Composition, compose


def compose_draft(page: Page) -> Composition:
    """What readers would get if this draft were published as it is; ``Withheld`` if in no site.

    Whether the page itself is public is not asked; what it embeds passes the same test as ever.
    A draft that is to go live later is composed as of then.
    """
    now = timezone.now()
    # A form of the editor changes the slug, and leaves the address to the publication.
    page.set_url_path(page.get_parent())
    return compose(page, now=max(now, page.go_live_at or now), ignore_visibility=True)
