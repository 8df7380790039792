"""What the reference site shows around and on its pages."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from django import template
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.template import Context
from wagtail.models import Page

from galleries.documents import PhotoDocument
from home.models import HomePage
from newsroom.models import uid_for
from newsroom.web.visit import Visit, visit_of
from newsroom.wire.clean import safe_url

register = template.Library()


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    language: str
    current: bool = False


@dataclass(frozen=True)
class PromoCard:
    title: str
    text: str
    url: str
    photo: PhotoDocument | None


@register.simple_tag(takes_context=True)
def home_url(context: Context) -> str:
    """The first page in the language of the address, or the site's root."""
    visit = _visit(context)
    home = visit.home(visit.language) if visit else None
    return visit.url_of(home) if visit and home else "/"


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Link]:
    """Below the first page: the sections of news, and what editors put into menus."""
    visit = _visit(context)
    home = visit.home(visit.language) if visit else None
    if visit is None or home is None:
        return []
    pages = home.get_children().filter(Q(show_in_menus=True) | Q(newsindexpage__isnull=False))
    here = visit.site.root_url + context["request"].path
    return [
        Link(page.title, url, visit.language, here.startswith(url))
        for page in visit.public(pages.select_related("locale"))
        if (url := visit.url_of(page))
    ]


@register.simple_tag(takes_context=True)
def footer_pages(context: Context) -> list[Link]:
    """The information pages linked on every page; an untranslated one in its own language."""
    visit = _visit(context)
    if visit is None:
        return []
    found: dict[Any, Link] = {}
    pages = Page.objects.filter(infopage__in_footer=True).select_related("locale").order_by("path")
    for page in visit.public(pages):
        language = page.locale.language_code
        wanted = page.translation_key not in found or language == visit.language
        address = visit.book.locate(page, language)
        if wanted and address and address.site_id == visit.site.pk:
            found[page.translation_key] = Link(page.title, address.url, language)
    return list(found.values())


@register.simple_tag(takes_context=True)
def promo_cards(context: Context, page: HomePage) -> list[PromoCard]:
    """The first page's cards without those that lead to what is not public."""
    visit = visit_of(context["request"])
    look = visit.look(page.locale.language_code)
    found = []
    look.expect(block.value["image"] for block in page.promo_cards)
    for block in page.promo_cards:
        card = block.value
        if card["page"]:
            target = look.localized_page(card["page"].pk)
            url = look.url_of(target) if target else ""
        else:
            url = safe_url(card["url"] or "", visit.site.root_url) or ""
        image = card["image"]
        photo = image and look.photo(
            image,
            uid_for(uuid5(page.translation_key, block.id or ""), look.language),
            alt="" if image.decorative else (image.contextual_alt_text or "").strip(),
            decorative=bool(image.decorative),
        )
        if url:
            found.append(PromoCard(card["title"], card["text"], url, photo))
    return found


@register.simple_tag(takes_context=True)
def may_be_editor(context: Context) -> bool:
    """Whether the visitor has a session; without looking at it, so that pages can be cached."""
    request = context.get("request")
    return isinstance(request, HttpRequest) and settings.SESSION_COOKIE_NAME in request.COOKIES


def _visit(context: Context) -> Visit | None:
    request = context.get("request")
    return visit_of(request) if isinstance(request, HttpRequest) else None
