from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from galleries.models import PageRow, Photo, PhotosPageMixin, add_last
from galleries.panels import PhotosPanel
from galleries.previews import PreviewModesMixin
from newsroom.addresses import AddressBook, Root
from newsroom.blocks import BodyBlock

from .api import DOCUMENT
from .body_images import BodyImagesForm, BodyImagesMixin
from .feeds import FeedOptionsMixin
from .tags import ArticleTag


class SlugTaken(ValidationError):
    """Another page of the kind has the page's slug in the same site and language."""

    def __init__(self, page: Page) -> None:
        message = _(
            "Another page of this kind has this slug in this site and language. "
            "Choose a different one."
        )
        super().__init__({"slug": message})
        self.page = page


class UniqueSlugMixin(models.Model):
    """For pages whose slug names them in lists, feeds and the API: one in its site and language."""

    live: bool
    alias_of_id: int | None
    slug: str
    path: str
    locale_id: int
    get_parent: Any
    objects: Any

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        if clean and self.live:
            # Before Wagtail's own check, which does not say which page it is about.
            self.check_slug()
        elif self.live and self._state.adding:
            # Part of a copied tree: what has been copied before it is there already.
            self.take_free_slug()
        save: Any = super().save
        return save(clean=clean, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.check_slug()

    def check_slug(self) -> None:
        """Refuse a slug that is taken; an alias, which is never an item, takes none."""
        if self.slug_is_taken():
            raise SlugTaken(self)

    def take_free_slug(self) -> None:
        """Add to the slug the first number that makes it the page's own."""
        wanted, number = self.slug, 0
        while self.slug_is_taken():
            number += 1
            self.slug = f"{wanted}-{number}"

    def slug_is_taken(self) -> bool:
        # A new page has its parent before it has a place in the tree.
        parent = self.get_parent() if self.path or hasattr(self, "_cached_parent_obj") else None
        root = AddressBook().root_of(parent.url_path) if parent else None
        if root is None or self.alias_of_id:
            return False
        return bool(self.same_slug_below(root).exists())

    def same_slug_below(self, root: Root) -> Any:
        """The other pages of this kind and language below a site's root that have this slug."""
        return (
            type(self)
            .objects.filter(slug=self.slug, locale_id=self.locale_id, alias_of=None)
            .filter(url_path__startswith=root.path)
            .exclude(pk=self.pk)
        )


class NewsIndexPage(UniqueSlugMixin, Page):
    """A section of news."""

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("What this section is about, in a sentence.")
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    subpage_types = ["newsroom.ArticlePage", "galleries.GalleryPage"]

    class Meta:
        verbose_name = _("news section")
        verbose_name_plural = _("news sections")


class ArticlePageForm(BodyImagesForm):
    def is_valid(self) -> bool:
        valid = super().is_valid()
        formset = self.formsets.get("photos")
        leads = [
            form
            for form in (formset.forms if formset else [])
            if getattr(form, "cleaned_data", {}).get("is_lead")
            and not form.cleaned_data.get("DELETE")
        ]
        for form in leads[1:]:
            form.add_error("is_lead", _("Another photo is the lead photo already."))
            valid = False
        return valid


class ArticlePage(PreviewModesMixin, BodyImagesMixin, PhotosPageMixin, FeedOptionsMixin, Page):
    lead = models.TextField(
        _("lead"),
        blank=True,
        help_text=_("The news in one to three sentences; shown in lists, feeds and previews."),
    )
    publication_date = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        help_text=_(
            "The date shown to readers. Left empty, it is the moment of the first publication."
        ),
    )
    event_start = models.DateField(
        _("event starts"), null=True, blank=True, help_text=_("First day of the event, if any.")
    )
    event_end = models.DateField(
        _("event ends"),
        null=True,
        blank=True,
        help_text=_("Last day; left empty for an event of one day."),
    )
    body = StreamField(
        BodyBlock(), blank=True, verbose_name=_("body"), help_text=_("The text, block by block.")
    )
    byline = models.CharField(
        _("byline"),
        max_length=255,
        blank=True,
        help_text=_("Who wrote it: a person or an office. Several are divided by commas."),
    )
    project = models.ForeignKey(
        "newsroom.ProjectPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="articles",
        verbose_name=_("project"),
        help_text=_("The EU-funded project this article is about."),
    )
    tags = ClusterTaggableManager(
        through=ArticleTag,
        blank=True,
        verbose_name=_("tags"),
        help_text=_("Subjects, the same in all languages."),
    )

    base_form_class = ArticlePageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        PhotosPanel("photos", chooser_field_name="image", heading=_("Photos"), label=_("Photo")),
        MultiFieldPanel(
            [
                FieldPanel("publication_date"),
                FieldRowPanel([FieldPanel("event_start"), FieldPanel("event_end")]),
            ],
            heading=_("Dates"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("tags"),
                PageChooserPanel("project", "newsroom.ProjectPage"),
                FieldPanel("byline"),
            ],
            heading=_("Subject and author"),
        ),
        InlinePanel("corrections", heading=_("Corrections"), label=_("Correction")),
    ]
    promote_panels = [*Page.promote_panels, *FeedOptionsMixin.feed_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    api_fields = [DOCUMENT]
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def clean(self) -> None:
        super().clean()
        check_period(self.event_start, self.event_end, "event_end")

    def copy_child_relation(
        self, child_relation: Any, target: Any, commit: bool = False, append: bool = False
    ) -> Any:
        """A translation that is brought up to date keeps corrections that only it has."""
        name = getattr(child_relation, "name", child_relation)
        own = []
        if name == "corrections" and self.locale_id != target.locale_id and not target.alias_of_id:
            own = list(target.corrections.all())
        copied = super().copy_child_relation(child_relation, target, commit, append)
        if own:
            theirs = {row.translation_key for row in target.corrections.all()}
            add_last(target.corrections, *(row for row in own if row.translation_key not in theirs))
        return copied


class ArticlePhoto(Photo):
    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="photos")
    is_lead = models.BooleanField(
        _("lead photo"),
        default=False,
        help_text=_("Shown in lists and previews. If none is chosen, the first photo is."),
    )

    panels = [*Photo.panels, FieldPanel("is_lead")]

    class Meta(Photo.Meta):
        verbose_name = _("photo of an article")
        verbose_name_plural = _("photos of articles")


def this_second() -> Any:
    return timezone.now().replace(microsecond=0)


class Correction(PageRow):
    """A note about a mistake that was put right; its date is the article's significant update."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="corrections")
    date = models.DateTimeField(
        _("date"), default=this_second, help_text=_("When the article was corrected.")
    )
    text = models.TextField(
        _("text"), help_text=_("What was wrong and what is right; shown with the article.")
    )

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(PageRow.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return self.text


def check_period(start: Any, end: Any, field: str) -> None:
    """Refuse a period that ends before it starts; the error stands at the named field."""
    if start and end and end < start:
        raise ValidationError({field: _("The end lies before the start.")})
