from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from . import alt_text
from .consents.models import People as People
from .consents.models import ShowsPeople
from .consents.models import WithdrawnConsent as WithdrawnConsent
from .consents.panel import ConsentPanel
from .panels import PhotosPanel
from .previews import PreviewModesMixin


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
    """A row of a page is in its page's language, whoever made it.

    Wagtail's copy for translation leaves rows that only a revision knows in the source's language,
    where they would stand in the way of the source's own.
    """

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.locale_id = self.page.locale_id
        super().save(*args, **kwargs)


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


def recognise_rows(page: Page) -> None:
    """Give the translatable rows of a page's revision the ids they have in the database.

    A revision does not know the rows that its own publication made. A form would take them for
    new ones, and with their identity their translations would be lost.
    """
    for relation in get_all_child_relations(page):
        if not issubclass(relation.related_model, TranslatableMixin):
            continue
        rows = getattr(page, relation.get_accessor_name()).all()
        unknown = {row.translation_key: row for row in rows if row.pk is None}
        known = relation.related_model.objects.filter(
            **{relation.field.name: page.pk}, translation_key__in=unknown
        )
        for pk, key in known.values_list("pk", "translation_key") if unknown else ():
            unknown[key].pk = pk


class PhotosPageForm(WagtailAdminPageForm):
    """Shows a missing alternative text at its photo when the page is to be published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        page = kwargs.get("instance")
        if page is not None and page.pk:
            recognise_rows(page)
        super().__init__(*args, **kwargs)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        formset = self.formsets.get("photos")
        # Saving a draft defers what only a public page owes; see WagtailAdminModelForm.
        if formset is None or self.is_deferred_validation:
            return bool(valid)
        for form in formset.forms:
            photo = getattr(form, "cleaned_data", {})
            if not photo.get("image") or photo.get("DELETE"):
                continue
            for finding in alt_text.examine(
                photo.get("alt_text", ""), decorative=photo.get("decorative", False)
            ):
                form.add_error("alt_text", finding.message)
                valid = False
        return bool(valid)


class AltTextMissing(ValidationError):
    """A page is not published because some of its pictures lack a text alternative."""

    def __init__(self, page: Page, problems: list[str]) -> None:
        super().__init__({NON_FIELD_ERRORS: problems})
        self.page = page


class AltTextRequiredMixin(models.Model):
    """What lacks a text alternative is not published.

    Wagtail saves a page as live on every path to publication (the editor, bulk actions,
    schedules, translations, ``revision.publish()``), so this is where the rule holds for all.
    """

    live: bool

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if clean and self.live and (problems := list(self.alt_text_problems())):
            raise AltTextMissing(self, problems)
        save: Any = super().save
        return save(clean=clean, **kwargs)

    def alt_text_problems(self) -> Iterator[str]:
        """One sentence for each picture that keeps this page from being published."""
        yield from ()


class PhotosPageMixin(AltTextRequiredMixin):
    """For pages with a child relation ``photos``."""

    photos: Any

    base_form_class = PhotosPageForm

    class Meta:
        abstract = True

    def alt_text_problems(self) -> Iterator[str]:
        yield from super().alt_text_problems()
        for number, photo in enumerate(self.photos.all(), start=1):
            for finding in alt_text.examine(photo.alt_text, decorative=photo.decorative):
                yield gettext("Photo %(number)s: %(problem)s") % {
                    "number": number,
                    "problem": finding.message,
                }


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
