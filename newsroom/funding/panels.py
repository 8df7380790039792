"""What the page of a project still owes, at the top of its form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from wagtail.admin.panels import Panel

from .rules import FIELDS, Gap, gaps, required

CSS = ["newsroom/admin/project_gaps.css"]
JS = ["newsroom/admin/project_gaps.js"]


def values_of(page: Any) -> dict[str, Any]:
    """The fields of a project that the rules look at."""
    return {name: getattr(page, name) for name in FIELDS}


def label_of(field: str, model: type[Model]) -> str:
    named: Any = model._meta.get_field(field)
    return capfirst(str(named.verbose_name))


def told(found: list[Gap], model: type[Model]) -> dict[str, Any]:
    """Gaps as the templates show them."""
    return {
        "summary": summary(found),
        "rows": [{"gap": gap, "label": label_of(gap.field, model)} for gap in found],
    }


def summary(found: Iterable[Gap]) -> str:
    found = list(found)
    duties = len(required(found))
    parts = []
    if duties:
        parts.append(
            ngettext("%(count)s thing is required.", "%(count)s things are required.", duties)
            % {"count": duties}
        )
    if advice := len(found) - duties:
        parts.append(
            ngettext("%(count)s thing is recommended.", "%(count)s things are recommended.", advice)
            % {"count": advice}
        )
    return " ".join(parts) or gettext("Nothing is missing.")


class CompletenessPanel(Panel):
    """It follows what is typed; see ``project_gaps.js``."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "newsroom/admin/project_gaps_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = gaps(values_of(self.instance))
            return context | told(found, type(self.instance)) | {"fields": FIELDS}

        @property
        def media(self) -> forms.Media:
            scripts = [forms.Script(path, type="module") for path in JS]
            media: forms.Media = super().media + forms.Media(css={"all": CSS}, js=scripts)  # type: ignore[arg-type]
            return media
