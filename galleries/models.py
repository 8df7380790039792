from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from .alt_text_settings import AltTextSettings
from .consents.models import People, ShowsPeople, WithdrawnConsent
from .consents.panel import ConsentPanel
from .described import AltTextMissing, AltTextRequiredMixin, PhotosPageMixin
from .forms import PhotosPageForm, recognise_rows
from .panels import PhotosPanel
from .previews import PreviewModesMixin

__all__ = [
    "AltTextMissing",
    "AltTextRequiredMixin",
    "AltTextSettings",
    "GalleryPage",
    "GalleryPhoto",
    "Licence",
    "PageRow",
    "People",
    "Photo",
    "PhotosPageForm",
    "PhotosPageMixin",
    "WithdrawnConsent",
    "add_last",
    "recognise_rows",
]


class Licence(models.TextChoices):
    """Terms of reuse of a photo; the values are SPDX licence identifiers where one exists."""

    UNSPECIFIED = "", _("Not specified")
    ALL_RIGHTS_RESERVED = "LicenseRef-all-rights-reserved", _("All rights reserved")
    PRESS = "LicenseRef-press", _("Free for the press, with credit")
    CC0 = "CC0-1.0", _("Creative Commons Zero (CC0)")
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0 (CC BY)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")
    CC_BY_ND = "CC-BY-ND-4.0", _("Creative Commons Attribution-NoDerivatives 4.0 (CC BY-ND)")


class PageRow(TranslatableMixin, Orderable):
    """A row of a page is in its page's language and has a place among its rows, whoever made it.

    Wagtail's copy for translation leaves rows that only a revision knows in the source's language,
    where they would stand in the way of the source's own. Only its forms number rows; those that
    have no number come in whatever order the database finds them.
    """

    sort_order: int | None

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.locale_id = self.page.locale_id
        if self.sort_order is None:
            self.sort_order = self._place_after_others()
        super().save(*args, **kwargs)

    def _place_after_others(self) -> int:
        others = type(self)._base_manager.filter(page=self.page).exclude(pk=self.pk)
        last: int | None = others.aggregate(last=models.Max("sort_order"))["last"]
        return 0 if last is None else last + 1


def add_last(rows: Any, *added: PageRow) -> None:
    """Add rows to those of a page or a draft, after the others, and number all as a form would."""
    placed = [*rows.all(), *added]
    for place, row in enumerate(placed):
        row.sort_order = place
    rows.set(placed)


class Photo(PageRow, ShowsPeople):
    """One use of an image on one page, with the words that belong to this use.

    Rows are translatable, so that a translation keeps each photo's identity and only its words
    are translated.
    """

    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("The picture itself. It is the same in all languages."),
    )
    alt_text = models.TextField(
        _("alternative text"),
        blank=True,
        help_text=_(
            "Say in one or two sentences what the photo shows, for people who cannot see it. "
            "Do not repeat the headline or the caption."
        ),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The photo adds nothing to the text; screen readers skip it."),
    )
    caption = models.TextField(
        _("caption"), blank=True, help_text=_("Shown below the photo to everybody.")
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who took the photo or owns the rights, as it should be printed."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=64,
        blank=True,
        choices=Licence,
        default=Licence.UNSPECIFIED,
        help_text=_("On what terms others may use the photo."),
    )
    shows_together = models.BooleanField(
        _("shows one thing together with others"),
        default=False,
        help_text=_(
            "Several photos with the same alternative text that show one thing only when taken "
            "together. Someone who cannot see them loses nothing."
        ),
    )

    panels = [
        FieldPanel("image"),
        FieldPanel("alt_text"),
        FieldPanel("decorative"),
        FieldPanel("shows_together"),
        FieldPanel("caption"),
        FieldPanel("credit"),
        FieldPanel("licence"),
        FieldPanel("people"),
        FieldRowPanel(
            [FieldPanel("consent_date"), FieldPanel("consent_until")], classname="consent-days"
        ),
        ConsentPanel(),
    ]

    class Meta(PageRow.Meta):
        abstract = True  # type: ignore[misc]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.alt_text or gettext("Photo %(number)s") % {"number": (self.sort_order or 0) + 1}


class GalleryPage(PreviewModesMixin, PhotosPageMixin, Page):
    """A set of photos of one event or subject."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences: what the photos are about.")
    )
    date = models.DateField(
        _("date"), null=True, blank=True, help_text=_("The day on which the photos were taken.")
    )
    place = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("Where the photos were taken.")
    )

    in_feeds = models.BooleanField(
        _("in feeds"),
        default=True,
        help_text=_("Whether subscribers of feeds get it, where the site has feeds."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("date"), FieldPanel("place")])],
            heading=_("When and where"),
        ),
        PhotosPanel("photos", chooser_field_name="image", heading=_("Photos"), label=_("Photo")),
    ]
    promote_panels = [*Page.promote_panels, FieldPanel("in_feeds")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("gallery")
        verbose_name_plural = _("galleries")


class GalleryPhoto(Photo):
    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="photos")

    class Meta(Photo.Meta):
        verbose_name = _("photo of a gallery")
        verbose_name_plural = _("photos of galleries")
