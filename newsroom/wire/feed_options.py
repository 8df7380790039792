"""How the feeds of a Site look: what editors have set, else what the settings say."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db.models import Prefetch
from wagtail.models import Site

from newsroom.conf import conf
from newsroom.models import FeedContent, FeedSettings, FeedWords


@dataclass(frozen=True)
class Words:
    """What editors say of a Site's feeds in one language."""

    title: str = ""
    description: str = ""
    rights: str = ""


@dataclass(frozen=True)
class Options:
    """How the feeds of a Site look."""

    site: Site
    full: bool = True
    items: int = field(default_factory=lambda: conf.feed_items)
    hub: str = ""
    image_id: int | None = None
    changed: datetime | None = None
    words: dict[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site) -> Self:
        """Those of a Site, in two queries."""
        words = Prefetch("words", FeedWords.objects.select_related("locale"))
        found = FeedSettings.objects.filter(site=site).prefetch_related(words).first()
        if found is None:
            return cls(site)
        return cls(
            site,
            full=found.content == FeedContent.FULL,
            items=found.items or conf.feed_items,
            hub=found.hub,
            image_id=found.image_id,
            changed=found.changed,
            words={
                one.locale.language_code: Words(one.title, one.description, one.rights)
                for one in found.words.all()
            },
        )

    def words_in(self, language: str) -> Words:
        return self.words.get(language, Words())

    def newsroom(self, language: str) -> str:
        """What the newsroom is called in its feeds."""
        return self.words_in(language).title or site_name(self.site)


def site_name(site: Site) -> str:
    return str(site.site_name or getattr(settings, "WAGTAIL_SITE_NAME", "") or site.hostname)


def publisher(site: Site) -> str:
    return conf.publisher or site_name(site)
