"""How many items the channels of a Site hold, asked in a few queries for all of them."""

from collections import Counter

from django.db.models import Count
from wagtail.models import Site

from newsroom.models import Kind, Noun, WireItem

from .channels import Channel

# Language, noun and slug.
Name = tuple[str, str, str]


def name_of(channel: Channel) -> Name:
    return channel.language, channel.noun, channel.slug


def item_counts(site: Site) -> Counter[Name]:
    """The public items in feeds, by the names of their channels; five queries, however many."""
    public = WireItem.objects.public().filter(site_id=site.pk, in_feeds=True).order_by()
    articles = public.filter(kind=Kind.ARTICLE)
    found: Counter[Name] = Counter()
    kinds = {Kind.ARTICLE: Noun.NEWS, Kind.GALLERY: Noun.GALLERIES}
    whole = public.filter(kind__in=kinds).values_list("locale", "kind")
    for locale, kind, count in whole.annotate(count=Count("pk")):
        found[locale, kinds[Kind(kind)], ""] = count
    # A project opens its own feed.
    projects = public.filter(kind=Kind.PROJECT)
    for noun, rows, slug in (
        (Noun.SECTIONS, articles, "section_slug"),
        (Noun.TAGS, articles, "tags__slug"),
        (Noun.PROJECTS, articles, "project_slug"),
        (Noun.PROJECTS, projects, "slug"),
    ):
        named = rows.exclude(**{slug: None}).exclude(**{slug: ""}).values_list("locale", slug)
        for locale, name, count in named.annotate(count=Count("pk")):
            found[locale, noun, name] += count
    return found
