"""Where pages live: their site and address, read from the database.

Wagtail caches the root paths of sites for an hour in each process; what is written to the wire
must not depend on a cache that another process's change does not reach.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, Site


@dataclass(frozen=True)
class Root:
    site_id: int
    path: str
    url: str


@dataclass(frozen=True)
class Address:
    """A page's place: ``root_url`` has scheme and host, ``path`` starts with a slash."""

    site_id: int
    root_url: str
    path: str

    @property
    def url(self) -> str:
        return self.root_url + self.path


class AddressBook:
    """The sites' root pages in every language, most specific first, as Wagtail orders them."""

    def __init__(self) -> None:
        self.roots: list[Root] = []
        for site in Site.objects.select_related("root_page").order_by(
            "-root_page__url_path", "-is_default_site", "hostname"
        ):
            pages = Page.objects.filter(translation_key=site.root_page.translation_key)
            paths = pages.values_list("url_path", flat=True)
            self.roots += [Root(site.pk, path, site.root_url) for path in paths]

    def root_of(self, url_path: str) -> Root | None:
        return next((root for root in self.roots if url_path.startswith(root.path)), None)

    def locate(self, page: Page, language: str) -> Address | None:
        """The page's address in its first site, or None if no site holds it."""
        root = self.root_of(page.url_path)
        if root is None:
            return None
        rest = page.url_path.removeprefix(root.path)
        try:
            with translation.override(language):
                path = reverse("wagtail_serve", args=(rest,))
        except NoReverseMatch:
            return None
        return Address(root.site_id, root.url, path)


def media_url(url: str, root_url: str) -> str:
    """An absolute address of a file, whether its storage gives a path or a full address."""
    return root_url + url if url.startswith("/") else url


def content_languages() -> list[str]:
    """Language codes of the content, the default language first."""
    return sorted(get_content_languages(), key=lambda code: code != settings.LANGUAGE_CODE)
