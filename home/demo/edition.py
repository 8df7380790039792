"""The Polish edition: every page of the demo, published through revisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from wagtail.models import Locale, Page, Site

from galleries.models import GalleryPage, GalleryPhoto, Photo
from home.models import HomePage, InfoPage
from newsroom.models import (
    ArticlePage,
    ArticlePhoto,
    Correction,
    NewsIndexPage,
    NewsTag,
    NewsTagLabel,
    ProjectPage,
    ProjectPhoto,
)

from .blocks import BodyWriter
from .library import Library
from .texts import SOURCE, Texts, in_polish, read, read_folder

LICENCE = "CC0-1.0"
COPIED = ("title", "slug", "lead", "byline", "place", "introduction")
PROJECT_FIELDS = (
    "official_title",
    "project_number",
    "programming_period",
    "programme",
    "fund",
    "priority_axis",
    "measure",
    "sub_measure",
    "implementer",
    "partners",
    "contact",
    "start",
    "end",
    "website",
    "status",
)


@dataclass(frozen=True)
class Entry:
    """A published page and the words it was made of, with those of its photos."""

    page: Any
    texts: Texts
    published: datetime


class Edition:
    def __init__(self, library: Library, editor: Any) -> None:
        self.library = library
        self.editor = editor
        self.locale = Locale.objects.get(language_code=SOURCE)
        self.pages: dict[str, Any] = {}
        self.entries: list[Entry] = []
        self.body = BodyWriter(library, self.pages)

    def publish(self) -> list[Entry]:
        """Make all pages; parents come before their children in what is returned."""
        self.tags = {slug: self._tag(slug, labels) for slug, labels in read("tags").items()}
        home = self._home()
        for texts in read_folder("info"):
            self._info_page(home, texts)
        for key, texts in read("sections").items():
            section = NewsIndexPage(**self._fields(texts))
            self._publish(section, home, {**texts, "key": key}, self.started)
        for texts in read_folder("projects"):
            self._project(texts)
        for texts in read_folder("galleries"):
            self._gallery(texts)
        for texts in read_folder("articles"):
            self._article(texts)
        self._promote(home)
        return self.entries

    def _home(self) -> Any:
        """The first page takes the place of Wagtail's welcome page."""
        texts = read("home")
        self.started: datetime = texts["published"]
        welcome = Page.objects.filter(depth=2).first()
        home = HomePage(**self._fields(texts))
        self._publish(home, Page.get_first_root_node(), {**texts, "key": "home"}, self.started)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        site.root_page = home
        site.site_name = in_polish(texts["title"])
        site.hostname = site.hostname or "localhost"
        site.save()
        if welcome:
            Page.objects.get(pk=welcome.pk).delete()
        return home

    def _promote(self, home: Any) -> None:
        """Put the cards on the first page, now that the pages they lead to exist."""
        texts = self._with_pictures(read("home"))
        home = HomePage.objects.get(pk=home.pk)
        cards = [{**card, "type": "card"} for card in in_polish(texts["cards"])]
        home.promo_cards = self.body.write("home", cards)
        home.save_revision(user=self.editor).publish(user=self.editor)
        self.entries[0] = Entry(home, texts, self.started)

    def _info_page(self, home: Any, texts: Texts) -> None:
        page = InfoPage(**self._fields(texts), in_footer=texts["in_footer"])
        self._publish(page, home, texts, texts["date"])

    def _project(self, texts: Texts) -> None:
        texts = self._with_pictures(texts)
        polish = in_polish(texts)
        page = ProjectPage(
            **self._fields(texts),
            **{name: polish[name] for name in PROJECT_FIELDS if name in polish},
            **{
                name: self.body.rich_text(polish[name])
                for name in ("aims", "results", "target_groups")
            },
            total_value=Decimal(texts["total_value"]),
            eu_contribution=Decimal(texts["eu_contribution"]),
        )
        page.photos.set(list(self._photos(ProjectPhoto, polish)))
        self._publish(page, self.pages["projects"], texts, texts["date"])

    def _gallery(self, texts: Texts) -> None:
        texts = self._with_pictures(texts)
        page = GalleryPage(**self._fields(texts), date=texts["date"])
        page.photos.set(list(self._photos(GalleryPhoto, in_polish(texts))))
        self._publish(page, self.pages[texts["section"]], texts, texts["published"])

    def _article(self, texts: Texts) -> None:
        texts = self._with_pictures(texts)
        polish = in_polish(texts)
        page = ArticlePage(
            **self._fields(texts),
            publication_date=texts["date"],
            event_start=texts.get("event_start"),
            event_end=texts.get("event_end"),
            project=self.pages[texts["project"]] if "project" in texts else None,
        )
        page.photos.set(list(self._photos(ArticlePhoto, polish)))
        page.corrections.set(
            [
                Correction(**correction, locale=self.locale, sort_order=number)
                for number, correction in enumerate(polish.get("corrections", []))
            ]
        )
        self._publish(page, self.pages[texts["section"]], texts, texts["date"])

    def _fields(self, texts: Texts) -> dict[str, Any]:
        """What page types have in common."""
        polish = in_polish(texts)
        fields = {name: polish[name] for name in COPIED if name in polish}
        if "body" in texts:
            fields["body"] = self.body.write(polish["slug"], polish["body"])
        return {**fields, "locale": self.locale, "live": False}

    def _photos(self, model: type[Photo], polish: Texts) -> Iterator[Photo]:
        for number, photo in enumerate(polish["photos"]):
            extra = {"is_lead": photo.get("lead", False)} if model is ArticlePhoto else {}
            yield model(
                image=self.library.images[photo["picture"]],
                alt_text=photo["alt"],
                caption=photo.get("caption", ""),
                credit=photo["credit"],
                licence=LICENCE,
                locale=self.locale,
                sort_order=number,
                **extra,
            )

    def _with_pictures(self, texts: Texts) -> Texts:
        """The texts with the alternative text and credit of each picture put in its place."""

        def described(value: Any) -> Any:
            if isinstance(value, list):
                return [described(item) for item in value]
            if isinstance(value, dict) and "picture" in value:
                alt = self.library.captions[value["picture"]]["alt"]
                return {**value, "alt": alt, "credit": self.library.captions["credit"]}
            return value

        return {key: described(value) for key, value in texts.items()}

    def _tag(self, slug: str, labels: dict[str, str]) -> Any:
        tag = NewsTag.objects.create(slug=slug, name=labels[SOURCE])
        for locale in Locale.objects.filter(language_code__in=labels):
            NewsTagLabel.objects.create(tag=tag, locale=locale, text=labels[locale.language_code])
        return tag

    def _publish(self, page: Any, parent: Any, texts: Texts, published: datetime) -> None:
        page.first_published_at = published
        page.owner = self.editor
        for slug in texts.get("tags", []):
            page.tags.add(self.tags[slug])
        parent.add_child(instance=page)
        page.save_revision(user=self.editor).publish(user=self.editor)
        self.pages[texts.get("key") or page.slug] = page
        self.entries.append(Entry(page, texts, published))
