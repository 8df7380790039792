"""The lists that are no pages in the tree, where there is anything in them: see ``web_urls``."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Exists, Max, OuterRef
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from newsroom.addresses import content_languages
from newsroom.models import Kind, NewsTag, Noun, WireScope
from newsroom.web.visit import Visit
from newsroom.wire.text import uri

from .addresses import PublicAddress, Span
from .items import public_rows

NAMES = {Kind.GALLERY: "galleries", Kind.PROJECT: "projects"}
Dates = Mapping[str, datetime | None]


def lists_of_kinds(visit: Visit, now: datetime) -> list[PublicAddress]:
    """All galleries, all projects, in the languages in which the Site has its first page."""
    rows = public_rows(visit, now).filter(kind__in=NAMES).order_by()
    dates = rows.values_list("kind", "locale").annotate(Max("changed"))
    found: dict[str, dict[str, datetime]] = {}
    for kind, language, changed in dates:
        if language in visit.languages:
            found.setdefault(kind, {})[language] = changed
    return [
        address
        for kind, name in NAMES.items()
        for address in in_languages(visit, name, {}, found.get(kind, {}))
    ]


def lists_of_tags(
    visit: Visit, now: datetime, span: Span | None = None
) -> Iterator[tuple[int, PublicAddress]]:
    """The lists of subjects with these ids, or all, in two queries; with the subjects' ids."""
    languages = content_languages()
    tags = NewsTag.objects.filter(pk__range=span) if span else NewsTag.objects.all()
    scopes = WireScope.objects.filter(site_id=visit.site.pk, noun=Noun.TAGS)
    dates = {
        (slug, language): changed
        for slug, language, changed in scopes.values_list("slug", "locale", "changed")
    }
    bearing = {
        f"in_{number}": Exists(
            public_rows(visit, now).filter(
                locale=language,
                tags__slug=OuterRef("slug"),
                tags__site_id=visit.site.pk,
                tags__kind__in=Kind.values,
                tags__locale=language,
            )
        )
        for number, language in enumerate(languages)
    }
    found = tags.order_by("pk").annotate(**bearing).values_list("pk", "slug", *bearing)
    for pk, slug, *borne in found:
        used = [language for language, is_borne in zip(languages, borne, strict=True) if is_borne]
        changed = {language: dates.get((slug, language)) for language in used}
        for address in in_languages(visit, "tag", {"slug": slug}, changed):
            yield pk, address


def in_languages(
    visit: Visit, name: str, arguments: dict[str, str], changed: Dates
) -> list[PublicAddress]:
    """A list's addresses in these languages; none where the project does not serve it."""
    root = visit.site.root_url
    addresses: dict[str, str] = {}
    for language in content_languages():
        if language in changed:
            with translation.override(language):
                try:
                    path = reverse(f"newsroom_web:{name}", kwargs=arguments)
                except NoReverseMatch:
                    return []
            # Without languages in its addresses a project has one list.
            if uri(root + path) not in addresses.values():
                addresses[language] = uri(root + path)
    alternates = addresses if len(addresses) > 1 else {}
    return [
        PublicAddress(url, changed[language], alternates) for language, url in addresses.items()
    ]
