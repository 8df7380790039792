"""Where imported pages go: the section of an article, and who holds projects and boxes."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from newsroom.addresses import AddressBook
from newsroom.conf import conf
from newsroom.models import NewsIndexPage


class DestinationError(Exception):
    """There is no such place; the message is one line."""


@dataclass(frozen=True)
class Destination:
    """``info_page_model`` is None where the site has none; ``others`` are further sections."""

    site_id: int
    locale: Locale
    section: NewsIndexPage
    address: str
    info_page_model: type[Page] | None
    others: tuple[str, ...] = ()

    def parent_for(self, model: type[Page]) -> Page:
        """The nearest page above the section that may hold a page of this kind."""
        for ancestor in self.section.get_ancestors().specific().order_by("-depth"):
            if ancestor.depth > 1 and model.can_create_at(ancestor):
                return ancestor
        message = _("no page above the section %(section)s can hold this kind: %(kind)s")
        raise DestinationError(
            message % {"section": self.address, "kind": model._meta.verbose_name}
        )


def find(language: str, path: str) -> Destination:
    """The section with this address, or without one the first of the language in tree order."""
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None:
        codes = ", ".join(Locale.objects.values_list("language_code", flat=True))
        message = _("unknown locale “%(locale)s”; there are: %(known)s")
        raise DestinationError(message % {"locale": language, "known": codes})
    sections = list(sections_of(locale))
    if not sections:
        message = _("there is no news section in “%(locale)s”")
        raise DestinationError(message % {"locale": language})
    chosen = [place for place in sections if matches(place, path)] if path else sections[:1]
    if len(chosen) != 1:
        known = ", ".join(address for _section, address, _site in sections)
        message = (
            _("several sections are called “%(path)s” in “%(locale)s”; there are: %(known)s")
            if chosen
            else _("no section is called “%(path)s” in “%(locale)s”; there are: %(known)s")
        )
        raise DestinationError(message % {"path": path, "locale": language, "known": known})
    section, address, site_id = chosen[0]
    others = tuple(other for _section, other, _site in sections if other != address)
    return Destination(site_id, locale, section, address, info_page_model(), others)


def sections_of(locale: Locale) -> Any:
    """Sections of one language with their address paths and sites, in tree order."""
    book = AddressBook()
    for section in NewsIndexPage.objects.filter(locale=locale, alias_of=None).order_by("path"):
        if address := book.locate(section, locale.language_code):
            yield section, address.path, address.site_id


def matches(place: tuple[NewsIndexPage, str, int], path: str) -> bool:
    section, address, _site = place
    wanted = urlsplit(path).path.strip("/")
    if wanted == address.strip("/"):
        return True
    return bool(wanted) and f"/{section.url_path.strip('/')}".endswith(f"/{wanted}")


def info_page_model() -> type[Page] | None:
    name = conf.info_page_model
    if not name:
        return None
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError) as error:
        raise DestinationError(f"NEWSROOM_INFO_PAGE_MODEL: {error}") from error
    if not issubclass(model, Page) or not hasattr(model, "body"):
        message = _("NEWSROOM_INFO_PAGE_MODEL: %(model)s is not a page with a body")
        raise DestinationError(message % {"model": name})
    return model
