"""What editors decide about feeds, and what feeds' readers say of themselves."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.forms import BaseChildFormSet
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images import get_image_model_string
from wagtail.models import Locale

from newsroom.http.outbound import validate_target

# What feedgen and readers take easily; see docs/reference/feeds.md.
MOST_ITEMS = 100


class FeedContent(models.TextChoices):
    FULL = "full", _("The full text")
    LEAD = "lead", _("The lead only")


class FeedOptionsMixin(models.Model):
    """For pages that are items of feeds: whether they are, and with what words."""

    in_feeds = models.BooleanField(
        _("in feeds"),
        default=True,
        help_text=_("Whether subscribers of RSS, Atom and JSON feeds get it."),
    )
    feed_summary = models.TextField(
        _("summary in feeds"),
        blank=True,
        help_text=_("Shown to subscribers instead of the lead. Left empty, the lead is."),
    )

    feed_panels = [
        MultiFieldPanel([FieldPanel("in_feeds"), FieldPanel("feed_summary")], heading=_("Feeds"))
    ]

    class Meta:
        abstract = True


class WordsFormSet(BaseChildFormSet):
    """Says in words that a language is there twice; the plain one names columns."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        return gettext("There can be words for each language only once.")

    def get_form_error(self) -> str:
        return gettext("This language is there already.")


class WordsPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = WordsFormSet
        return options


class FeedSettings(ClusterableModel, BaseSiteSetting):
    """How the feeds of a Site look."""

    content = models.CharField(
        _("content"),
        max_length=8,
        choices=FeedContent,
        default=FeedContent.FULL,
        help_text=_("What of each item is in the feeds."),
    )
    items = models.PositiveSmallIntegerField(
        _("number of items"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ITEMS)],
        help_text=_("The newest are in the feed, older ones on its next pages."),
    )
    hub = models.URLField(
        _("WebSub hub"),
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Address of the hub that tells subscribers of news. Left empty, none is."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Shown by readers' programs beside the feed, at most 144 pixels wide."),
    )

    changed = models.DateTimeField(null=True, editable=False)

    panels = [
        MultiFieldPanel(
            [FieldPanel("content"), FieldPanel("items"), FieldPanel("hub"), FieldPanel("image")],
            heading=_("All feeds"),
        ),
        WordsPanel("words", heading=_("By language"), label=_("Language")),
    ]

    class Meta:
        verbose_name = _("feeds")
        verbose_name_plural = _("feeds")

    def clean(self) -> None:
        super().clean()
        if self.hub:
            try:
                validate_target(self.hub)
            except ValidationError as error:
                raise ValidationError({"hub": error.messages}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Whoever first looks at the settings makes the row, and has changed nothing.
        if not self._state.adding:
            self.changed = timezone.now()
        super().save(*args, **kwargs)


class FeedWords(models.Model):
    """What the feeds of a Site say of themselves in one language."""

    settings = ParentalKey(FeedSettings, on_delete=models.CASCADE, related_name="words")
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    title = models.CharField(
        _("title"),
        max_length=200,
        blank=True,
        help_text=_("Name of the newsroom in its feeds. Left empty, it is the Site's name."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("What the news of this language are about.")
    )
    rights = models.CharField(
        _("rights"),
        max_length=200,
        blank=True,
        help_text=_("Who holds the rights, and what readers may do; plain text."),
    )

    panels = [
        FieldPanel("locale"),
        FieldPanel("title"),
        FieldPanel("description"),
        FieldPanel("rights"),
    ]

    class Meta:
        verbose_name = _("words of a language")
        verbose_name_plural = _("words by language")
        constraints = [
            models.UniqueConstraint(fields=["settings", "locale"], name="feed_words_once")
        ]

    def __str__(self) -> str:
        return self.title or str(self.locale)


class FeedAudience(models.Model):
    """How many subscribers a service has announced for a feed; never who they are."""

    site_id = models.PositiveBigIntegerField()
    path = models.CharField(max_length=255)
    service = models.CharField(max_length=100)
    subscribers = models.PositiveIntegerField()
    seen = models.DateTimeField()

    class Meta:
        verbose_name = _("audience of a feed")
        verbose_name_plural = _("audiences of feeds")
        constraints = [
            models.UniqueConstraint(
                fields=["site_id", "path", "service"], name="feed_audience_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.subscribers}"
