from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from galleries.models import Photo, PhotosPageMixin
from galleries.panels import PhotosPanel
from galleries.previews import PreviewModesMixin
from newsroom.blocks import INLINE_FEATURES, BodyBlock
from newsroom.funding.panels import CompletenessPanel
from newsroom.funding.rules import ProgrammingPeriod

from .api import DOCUMENT
from .articles import UniqueSlugMixin, check_period
from .body_images import BodyImagesMixin
from .tags import ProjectTag


class Currency(models.TextChoices):
    """ISO 4217 codes."""

    PLN = "PLN", _("Polish zloty (PLN)")
    EUR = "EUR", _("Euro (EUR)")
    UAH = "UAH", _("Ukrainian hryvnia (UAH)")
    CZK = "CZK", _("Czech koruna (CZK)")


class ProjectStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Under way")
    COMPLETED = "completed", _("Completed")


def amount_field(verbose_name: Any, help_text: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        verbose_name,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=help_text,
    )


def text_field(
    verbose_name: Any, help_text: Any, length: int = 255
) -> "models.CharField[Any, Any]":
    return models.CharField(verbose_name, max_length=length, blank=True, help_text=help_text)


def rich_text_field(verbose_name: Any, help_text: Any) -> RichTextField:
    return RichTextField(verbose_name, blank=True, features=INLINE_FEATURES, help_text=help_text)


class ProjectPage(PreviewModesMixin, UniqueSlugMixin, BodyImagesMixin, PhotosPageMixin, Page):
    """The landing page of a project funded by the European Union."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("What the project does, in one to three sentences.")
    )
    official_title = text_field(
        _("official title"), _("The title in the funding agreement."), length=1000
    )
    project_number = text_field(_("project number"), _("The number of the funding agreement."))
    programming_period = models.CharField(
        _("programming period"),
        max_length=9,
        blank=True,
        choices=ProgrammingPeriod,
        help_text=_("It decides which information duties apply."),
    )
    programme = text_field(_("programme"), _("The full name of the programme."))
    fund = text_field(_("fund"), _("The full name of the fund."))
    priority_axis = text_field(_("priority axis"), _("Number and name."), length=500)
    measure = text_field(_("measure"), _("Number and name."), length=500)
    sub_measure = text_field(_("sub-measure"), _("Number and name."), length=500)
    implementer = text_field(
        _("implementer"), _("The institution that carries out the project."), length=500
    )
    partners = models.TextField(
        _("partners"), blank=True, help_text=_("Institutions that take part, one on each line.")
    )
    start = models.DateField(_("start"), null=True, blank=True, help_text=_("First day."))
    end = models.DateField(_("end"), null=True, blank=True, help_text=_("Last day."))
    total_value = amount_field(_("total value"), _("The whole cost of the project."))
    eu_contribution = amount_field(_("EU contribution"), _("The part paid by the EU."))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        choices=Currency,
        default=Currency.PLN,
        help_text=_("Of both amounts."),
    )
    aims = rich_text_field(_("aims"), _("What the project wants to change."))
    results = rich_text_field(_("results"), _("What it has brought or is to bring."))
    target_groups = rich_text_field(_("target groups"), _("Whom the project is for."))
    website = models.URLField(_("website"), blank=True, help_text=_("The project's own pages."))
    contact = models.TextField(
        _("contact"), blank=True, help_text=_("Office, telephone and e-mail for questions.")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        blank=True,
        choices=ProjectStatus,
        help_text=_("How far the project is."),
    )
    body = StreamField(
        BodyBlock(), blank=True, verbose_name=_("body"), help_text=_("More about the project.")
    )
    tags = ClusterTaggableManager(
        through=ProjectTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("Subjects, the same in all languages."),
    )

    content_panels = [
        CompletenessPanel(heading=_("What this page owes")),
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldPanel("official_title"),
                FieldRowPanel([FieldPanel("project_number"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
            ],
            heading=_("The project"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("programming_period"), FieldPanel("fund")]),
                FieldPanel("programme"),
                FieldPanel("priority_axis"),
                FieldPanel("measure"),
                FieldPanel("sub_measure"),
            ],
            heading=_("Programme"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("total_value"), FieldPanel("eu_contribution")]),
                FieldPanel("currency"),
            ],
            heading=_("Money"),
        ),
        MultiFieldPanel(
            [FieldPanel("aims"), FieldPanel("results"), FieldPanel("target_groups")],
            heading=_("Purpose"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("implementer"),
                FieldPanel("partners"),
                FieldPanel("contact"),
                FieldPanel("website"),
            ],
            heading=_("Institutions and contact"),
        ),
        FieldPanel("body"),
        PhotosPanel("photos", chooser_field_name="image", heading=_("Photos"), label=_("Photo")),
        FieldPanel("tags"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("official_title"),
        index.SearchField("body"),
    ]
    api_fields = [DOCUMENT]
    override_translatable_fields = [
        SynchronizedField("project_number"),
        SynchronizedField("website"),
    ]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        check_period(self.start, self.end, "end")
        if self.total_value and self.eu_contribution and self.eu_contribution > self.total_value:
            raise ValidationError(
                {"eu_contribution": _("The contribution is larger than the total value.")}
            )


class ProjectPhoto(Photo):
    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="photos")

    class Meta(Photo.Meta):
        verbose_name = _("photo of a project")
        verbose_name_plural = _("photos of projects")
