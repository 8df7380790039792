"""Preview modes that other apps add to a page type without the page type knowing them.

An app registers them with Wagtail's hooks, under the name ``register_page_preview_modes``: a
function of the page that gives its :class:`PreviewMode`\\ s.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.models import Page, PreviewableMixin

HOOK = "register_page_preview_modes"


@dataclass(frozen=True)
class PreviewMode:
    """A way to show a draft: ``serve`` gets the page as it is in the editor, saved or not."""

    name: str
    label: str | Promise
    serve: Callable[[HttpRequest, Page], HttpResponseBase]


class PreviewModesMixin(PreviewableMixin, models.Model):
    """A page with its own preview modes and those that were registered for it."""

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        added = [(mode.name, mode.label) for mode in self._registered_modes()]
        return [*super().preview_modes, *added]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        for mode in self._registered_modes():
            if mode.name == mode_name:
                return mode.serve(request, self)
        response: HttpResponseBase = super().serve_preview(request, mode_name)
        return response

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        # A preview is served as if at the page's address, and so in the page's language.
        attributes = {"editor_language": translation.get_language(), **(extra_request_attrs or {})}
        response: HttpResponseBase = super().make_preview_request(
            original_request, preview_mode, attributes
        )
        return response

    def _registered_modes(self) -> Iterator[PreviewMode]:
        for register in hooks.get_hooks(HOOK):
            yield from register(self)
