"""Template tags for web pages; what they show comes from the wire."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, pgettext
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Page

from galleries.documents import PhotoDocument
from galleries.models import Licence
from newsroom.addresses import content_languages
from newsroom.web.body import Part, parts_of
from newsroom.web.discovery import Discovery, announced, discovery, scope_of, scope_of_item
from newsroom.web.facts import Fact, facts_of
from newsroom.web.feeds import page_path
from newsroom.web.lists import Listing
from newsroom.web.metadata import Head
from newsroom.web.visit import Place, Visit, source_of, visit_of
from newsroom.wire.channels import Channel
from newsroom.wire.compose import body_blocks, kind_of, uid_of
from newsroom.wire.documents import Block, Card, ItemDocument, ProjectDocument
from newsroom.wire.readers import items

register = template.Library()


def visit_in(context: Context) -> Visit | None:
    """The visit of the request in a template's context; an error page may have none."""
    request = context.get("request")
    return visit_of(request) if isinstance(request, HttpRequest) else None


def place_in(context: Context) -> Place | None:
    """What stands at the address that is shown: a list's own, or its page's."""
    place, page, visit = context.get("place"), context.get("page"), visit_in(context)
    if isinstance(place, Place):
        return place
    return visit.place(page) if visit and isinstance(page, Page) else None


@register.simple_tag(takes_context=True)
def document_of(context: Context, page: Page) -> ItemDocument:
    """The public document of an article, gallery or project."""
    return visit_of(context["request"]).document(page)


@register.simple_tag
def text_of(page: Page) -> Page:
    """The page whose text stands at a page's address: the source of an alias, else itself."""
    return source_of(page)


@register.simple_tag(takes_context=True)
def body_of(context: Context, page: Page) -> list[Block]:
    """The public blocks of a page that is never on the wire."""
    visit = visit_in(context)
    return body_blocks(page, visit.looks if visit else None)


@register.filter
def parts(blocks: list[Block]) -> Iterator[Part]:
    return parts_of(blocks)


@register.simple_tag(takes_context=True)
def section_listing(context: Context, page: Page) -> Listing:
    """The asked-for page of the news of a section."""
    visit = visit_of(context["request"])
    place = visit.place(page)
    section = uid_of(source_of(page))
    rows = items(visit.site.pk, locale=place.language).filter(section_uid=section)
    return visit.listing(rows, place.url, place.language)


@register.simple_tag(takes_context=True)
def project_listing(context: Context, document: ProjectDocument) -> Listing:
    """The asked-for page of the news of a project."""
    visit = visit_of(context["request"])
    rows = items(visit.site.pk, "article", document.locale).filter(project_uid=document.id)
    return visit.listing(rows, document.url, document.locale)


@register.simple_tag(takes_context=True)
def newest(context: Context, kind: str, count: int) -> list[Card]:
    """The newest items of a kind in the language of the page."""
    visit, place = visit_of(context["request"]), place_in(context)
    language = place.language if place else visit.language
    rows = items(visit.site.pk, kind, language).defer("document")
    return visit.newest(rows[:count]) if count else []


@register.simple_tag
def project_facts(document: ProjectDocument) -> list[Fact]:
    return facts_of(document)


@register.simple_tag
def other_photos(document: ItemDocument) -> list[PhotoDocument]:
    """The photos without the lead photo, which stands above the text."""
    lead = document.lead_photo
    return [photo for photo in document.photos if lead is None or photo.id != lead.id]


@register.inclusion_tag("newsroom/picture.html")
def picture(photo: PhotoDocument, sizes: str = "100vw", eager: bool = False) -> dict[str, Any]:
    """A photo as ``<picture>``: WebP, and JPEG for everybody else; ``sizes`` as in HTML."""
    return {
        "photo": photo,
        "jpeg": [item for item in photo.renditions if item.type == "image/jpeg"],
        "webp": [item for item in photo.renditions if item.type == "image/webp"],
        "sizes": sizes,
        "eager": eager,
        "alt_language": photo.alt_locale if photo.alt_locale != get_language() else "",
    }


@register.filter
def largest(photo: PhotoDocument) -> str:
    """The address of the photo's largest JPEG."""
    jpegs = [item for item in photo.renditions if item.type == "image/jpeg"]
    return max(jpegs, key=lambda item: item.width).url if jpegs else photo.src


@register.filter
def licence(identifier: str) -> str:
    """The name of a licence given as an SPDX identifier."""
    return str(Licence(identifier).label) if identifier in Licence.values else identifier


@register.filter
def day(value: date | datetime) -> str:
    """A date in words, in the active language and time zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, pgettext("date format", "j E Y"))


@register.simple_tag
def tag_url(slug: str) -> str:
    """The list of a tag; empty where a project has no addresses for lists."""
    return _list_url("tag", slug=slug)


@register.simple_tag
def list_url(name: str) -> str:
    return _list_url(name)


def _list_url(name: str, **arguments: str) -> str:
    try:
        return reverse(f"newsroom_web:{name}", kwargs=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def content_language(context: Context) -> str:
    """The language of what is shown, which for an alias is its source's."""
    place = place_in(context)
    return place.language if place else str(get_language() or settings.LANGUAGE_CODE)


@register.filter
def direction(language: str) -> str:
    """``rtl`` or ``ltr``, for the attribute ``dir``."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


@register.filter
def language_name(code: str) -> str:
    """A language's name in itself."""
    return str(get_content_languages().get(code, code))


@register.simple_tag(takes_context=True)
def publisher(context: Context, language: str = "") -> str:
    """Who publishes, in a language; without one in that of the address."""
    visit = visit_in(context)
    if visit is None:
        return str(settings.WAGTAIL_SITE_NAME)
    return visit.publisher(language or visit.language)


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """For each language the address of this page in it, else of that language's first page."""
    visit, place = visit_in(context), place_in(context)
    if visit is None:
        return []
    alternates = place.alternates if place else {}
    current = place.language if place else visit.language
    found = []
    for code in content_languages():
        home = None if code in alternates else visit.home(code)
        url = alternates.get(code) or (visit.url_of(home) if home else "")
        if url:
            found.append({"code": code, "url": url, "current": code == current})
    return found if len(found) > 1 else []


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[dict[str, str]]:
    """The pages above this one that the public may see, from the first page down."""
    visit = visit_of(context["request"])
    place, page = place_in(context), context.get("page")
    home = visit.home(place.language if place else visit.language)
    if home is None:
        return []
    crumbs = [home]
    if isinstance(page, Page) and page.path:
        above = page.get_ancestors().filter(depth__gt=home.depth).select_related("locale")
        crumbs += visit.public(above)
    return [{"title": crumb.title, "url": visit.url_of(crumb)} for crumb in crumbs]


@register.simple_tag(takes_context=True)
def feeds(context: Context) -> list[Discovery]:
    """The feeds to announce, the nearest first."""
    if (found := context.get("announced_feeds")) is not None:
        return list(found)
    visit, place, page = visit_of(context["request"]), place_in(context), context.get("page")
    language = place.language if place else visit.language
    if not isinstance(page, Page):
        return discovery(visit.site, language, context.get("feed_scope"))
    document = visit.document(page) if kind_of(page) else None
    scope = scope_of_item(document) if document else scope_of(page)
    return discovery(visit.site, language, scope, document)


@register.filter
def formats(channel: Channel) -> list[Discovery]:
    """A feed in each of its formats; most programs read the first one."""
    return list(announced([channel]))


@register.simple_tag
def feeds_url() -> str:
    """The page of all feeds in the active language; empty where a project serves none."""
    try:
        return page_path(get_supported_content_language_variant(get_language() or ""))
    except (LookupError, NoReverseMatch):
        return ""


@register.inclusion_tag("newsroom/head.html", takes_context=True)
def news_head(context: Context) -> dict[str, Any]:
    """The links and metadata for ``<head>``."""
    visit, place, page = visit_of(context["request"]), place_in(context), context.get("page")
    if place is None:
        return {}
    found = context.get("listing")
    document = visit.document(page) if isinstance(page, Page) and kind_of(page) else None
    about: Any = document or (source_of(page) if isinstance(page, Page) else None)
    head = Head(
        place=place,
        canonical=found.canonical if isinstance(found, Listing) else place.url,
        title=str(about.seo_title or about.title if about else context.get("title", "")),
        description=_description(about),
        publisher=visit.publisher(place.language),
        document=document,
        feeds=feeds(context),
    )
    return {"head": head, "listing": found, "is_preview": visit.is_preview}


def _description(about: Any) -> str:
    names = ("seo_description", "search_description", "lead", "introduction")
    return next((text for name in names if (text := getattr(about, name, ""))), "")
