"""The editors' panel of a page's photos."""

from typing import Any

from django import forms
from wagtail.admin.panels import MultipleChooserPanel

CSS = ["galleries/admin/photos.css", "galleries/admin/uploads.css"]
JS = ["galleries/admin/photos.js", "galleries/admin/uploads.js"]


class PhotosPanel(MultipleChooserPanel):
    """Wagtail's panel of many chosen images, made for describing them.

    Its parts hang in templates: what stands above the rows in ``photos_panel.html``, what stands
    at the button that adds photos in ``photo_rows.html``. Scripts are modules, styles are plain.
    """

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        template_name = "galleries/admin/photos_panel.html"

        @property
        def media(self) -> forms.Media:
            scripts: Any = [forms.Script(path, type="module") for path in JS]
            media: forms.Media = super().media + forms.Media(css={"all": CSS}, js=scripts)
            return media
