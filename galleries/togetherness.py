"""The record that somebody let photos share their alternative text (W3C technique G196)."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, PageLogEntry, Revision

ACTION = "galleries.show_together"


class ShowTogetherFormatter(LogFormatter):
    label = _("Photos show one thing together")

    def format_message(self, log_entry: Any) -> str:
        photos = log_entry.data.get("photos", [])
        if not photos:
            return gettext("No photos share their alternative text any more.")
        sentence = ngettext(
            "Photo %(numbers)s shows one thing together with others.",
            "Photos %(numbers)s show one thing together and may share their alternative text.",
            len(photos),
        )
        return sentence % {"numbers": ", ".join(map(str, photos))}


def record(page: Page, revision: Revision | None) -> None:
    """Log which photos of a published page show one thing together, when that has changed."""
    photos = [number for number, photo in enumerate(page.photos.all(), 1) if photo.shows_together]
    last = PageLogEntry.objects.filter(page=page.pk, action=ACTION).order_by("-pk").first()
    if photos == (last.data.get("photos", []) if last else []):
        return
    user = revision.user if revision else None
    log(page, ACTION, user=user, revision=revision, data={"photos": photos})
