from collections.abc import Iterable

from anyascii import anyascii
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, InlinePanel

from .wire import Noun, WireScope, tag_key_for


class NewsTag(ClusterableModel, TagBase):
    """A subject: one vocabulary for all languages, with a label in each."""

    name = models.CharField(
        _("name"),
        unique=True,
        max_length=100,
        help_text=_("The name of the subject in the default language."),
    )
    slug = models.SlugField(
        _("slug"),
        unique=True,
        max_length=100,
        blank=True,
        help_text=_(
            "The subject's name in addresses, in every language. "
            "Left empty, it is made of the name."
        ),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        InlinePanel(
            "labels",
            heading=_("Names in other languages"),
            label=_("Name"),
            help_text=_("Where a language has none, the name above is shown."),
        ),
    ]

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Latin letters only, as in the addresses of pages; taggit asks again with a number."""
        slug = slugify(anyascii(tag))[:90] or "tag"
        return f"{slug}-{i}" if i else slug

    def label(self, language: str) -> str:
        """The tag's name in a language (BCP 47), or the default name."""
        labels = {label.locale.language_code: label.text for label in self.labels.all()}
        return str(labels.get(language, self.name))


class NewsTagLabel(models.Model):
    tag = ParentalKey(NewsTag, on_delete=models.CASCADE, related_name="labels")
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("language"),
        help_text=_("The language of this name."),
    )
    text = models.CharField(
        _("name"), max_length=100, help_text=_("What readers of this language see.")
    )

    class Meta:
        verbose_name = _("name of a tag")
        verbose_name_plural = _("names of tags")
        constraints = [
            models.UniqueConstraint(fields=["tag", "locale"], name="newsroom_one_label_a_language")
        ]

    def __str__(self) -> str:
        return self.text


class ArticleTag(ItemBase):
    content_object = ParentalKey(
        "newsroom.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )
    tag = models.ForeignKey(NewsTag, on_delete=models.CASCADE, related_name="tagged_articles")


class ProjectTag(ItemBase):
    content_object = ParentalKey(
        "newsroom.ProjectPage", on_delete=models.CASCADE, related_name="tagged_items"
    )
    tag = models.ForeignKey(NewsTag, on_delete=models.CASCADE, related_name="tagged_projects")


@transaction.atomic
def merge_tags(target: NewsTag, others: Iterable[NewsTag]) -> None:
    """Put the target wherever one of the others stands, and delete the others.

    Drafts and revisions that name a deleted tag lose it when they are next published.
    """
    for tag in others:
        if tag.pk == target.pk:
            continue
        for through in (ArticleTag, ProjectTag):
            tagged = through.objects.filter(tag=target).values("content_object_id")
            through.objects.filter(tag=tag).exclude(content_object_id__in=tagged).update(tag=target)
        # Its feeds go on as those of the target.
        scopes = WireScope.objects.filter(noun=Noun.TAGS, key=tag_key_for(tag.pk))
        scopes.update(key=tag_key_for(target.pk), former=True)
        tag.delete()
