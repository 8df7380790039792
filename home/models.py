from collections.abc import Iterator
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from galleries.alt_text import Picture
from galleries.models import AltTextRequiredMixin
from newsroom.blocks import BodyBlock
from newsroom.models import BodyImagesMixin

from .blocks import PromoCardsBlock


def count_field(
    verbose_name: Any, default: int, help_text: Any
) -> "models.PositiveSmallIntegerField[Any, Any]":
    return models.PositiveSmallIntegerField(
        verbose_name, default=default, validators=[MaxValueValidator(50)], help_text=help_text
    )


class HomePage(AltTextRequiredMixin, Page):
    """The first page of a language: the newest of everything, and what the office promotes."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Who publishes here and what readers find, in one to three sentences."),
    )
    news_count = count_field(
        _("number of news"), 7, _("How many of the newest news are shown; 0 shows none.")
    )
    projects_count = count_field(
        _("number of projects"), 3, _("How many of the newest projects are shown; 0 shows none.")
    )
    galleries_count = count_field(
        _("number of galleries"), 3, _("How many of the newest galleries are shown; 0 shows none.")
    )
    promo_cards = StreamField(
        PromoCardsBlock(),
        blank=True,
        verbose_name=_("promoted"),
        help_text=_("Cards that lead to important pages, here or elsewhere."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("news_count"),
                        FieldPanel("projects_count"),
                        FieldPanel("galleries_count"),
                    ]
                )
            ],
            heading=_("What is new"),
        ),
        FieldPanel("promo_cards"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def pictures_to_describe(self) -> Iterator[Picture]:
        yield from super().pictures_to_describe()
        for number, card in enumerate(self.promo_cards, start=1):
            if (image := card.value["image"]) is not None:
                yield Picture(
                    alt=image.contextual_alt_text or "",
                    decorative=bool(image.decorative),
                    image=image.pk,
                    place=format_lazy(_("Image of card {number}"), number=number),
                )


class InfoPage(BodyImagesMixin, Page):
    """A page that stays: who we are, how to reach us, the accessibility statement."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("What the page is about, in one to three sentences.")
    )
    body = StreamField(
        BodyBlock(), blank=True, verbose_name=_("body"), help_text=_("The text, block by block.")
    )
    in_footer = models.BooleanField(
        _("linked in the footer"),
        default=False,
        help_text=_(
            "Every page links to it at its foot, as the law asks for an accessibility statement."
        ),
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("in_footer")], heading=_("On every page")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")
