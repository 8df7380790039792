"""Articles as a developer would write them with stock Wagtail, field by field as Newsroom's are."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from newsroom.blocks import BodyBlock


class Body(BodyBlock):
    gallery = None  # type: ignore[assignment]  # Newsroom's galleries are not here


class Section(Page):
    pass


class PlainProject(Page):
    pass


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "plain.Article", on_delete=models.CASCADE, related_name="tagged_items"
    )


class Article(Page):
    lead = models.TextField(blank=True)
    publication_date = models.DateTimeField(null=True, blank=True)
    event_start = models.DateField(null=True, blank=True)
    event_end = models.DateField(null=True, blank=True)
    body = StreamField(Body(), blank=True)
    byline = models.CharField(max_length=255, blank=True)
    project = models.ForeignKey(
        PlainProject, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)
    in_feeds = models.BooleanField(default=True)
    feed_summary = models.TextField(blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel("photos"),
        FieldPanel("publication_date"),
        FieldPanel("event_start"),
        FieldPanel("event_end"),
        FieldPanel("tags"),
        FieldPanel("project"),
        FieldPanel("byline"),
        InlinePanel("corrections"),
    ]
    promote_panels = [
        *Page.promote_panels,
        FieldPanel("in_feeds"),
        FieldPanel("feed_summary"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]


class Photo(TranslatableMixin, Orderable):
    page = ParentalKey(Article, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("wagtailimages.Image", models.CASCADE, related_name="+")
    alt_text = models.TextField(blank=True)
    decorative = models.BooleanField(default=False)
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=255, blank=True)
    licence = models.CharField(max_length=64, blank=True)
    shows_together = models.BooleanField(default=False)
    people = models.CharField(max_length=32, blank=True)
    consent_date = models.DateField(null=True, blank=True)
    consent_until = models.DateField(null=True, blank=True)
    is_lead = models.BooleanField(default=False)

    panels = [
        FieldPanel(name)
        for name in (
            "image", "alt_text", "decorative", "shows_together", "caption", "credit", "licence",
            "people", "consent_date", "consent_until", "is_lead",
        )
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Correction(TranslatableMixin, Orderable):
    page = ParentalKey(Article, on_delete=models.CASCADE, related_name="corrections")
    date = models.DateTimeField()
    text = models.TextField()

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass
