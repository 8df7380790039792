"""Every picture that live pages show, with what is wrong in its alternative text."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Max
from wagtail.images import get_image_model
from wagtail.models import Page

from .alt_text import Finding, Picture, Rules, Surroundings
from .alt_text_settings import current_rules
from .described import AltTextRequiredMixin
from .examinations import examine_page

HOUR = 3600


@dataclass(frozen=True)
class PictureUse:
    """A picture on a live page; ``parent`` is the path of the page above it."""

    page_id: int
    page_title: str
    language: str
    parent: str
    picture: Picture
    findings: list[Finding]


@dataclass(frozen=True)
class Share:
    """How many of a language's pictures have a good alternative text, or need none."""

    good: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all of them."""
        return self.good * 100 // self.total if self.total else 100


def picture_uses(pages: Container[int] | None = None) -> list[PictureUse]:
    """The uses on all live pages, or on some by id; the queries do not grow with the archive.

    The rules are those of now, not those that held when a page was published.
    """
    rules, files = current_rules(), Files()
    return [
        use
        for model in apps.get_models()
        if issubclass(model, AltTextRequiredMixin) and not model._meta.proxy
        for use in _uses_on(model, pages, rules, files)
    ]


def share_of_good_alts() -> dict[str, Share]:
    """The shares by language code, as of the last publication."""
    pages = Page.objects.filter(live=True).aggregate(Max("last_published_at"), Count("pk"))
    state = (*pages.values(), *current_rules().values())
    kept = cache.get("galleries.share_of_good_alts")
    if kept and kept[0] == state:
        shares: dict[str, Share] = kept[1]
        return shares
    shares = count_shares(picture_uses())
    cache.set("galleries.share_of_good_alts", (state, shares), HOUR)
    return shares


def count_shares(uses: list[PictureUse]) -> dict[str, Share]:
    good: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for use in uses:
        total[use.language] += 1
        good[use.language] += not use.findings
    return {language: Share(good[language], total[language]) for language in sorted(total)}


class Files:
    """The hashes of all images' files, looked up at once when the first is asked for."""

    @cached_property
    def hashes(self) -> dict[Any, str]:
        return dict(get_image_model().objects.values_list("pk", "file_hash"))

    def of(self, images: Iterable[Any]) -> dict[Any, str]:
        return self.hashes


def _uses_on(
    model: Any, chosen: Container[int] | None, rules: Rules, files: Files
) -> Iterator[PictureUse]:
    pictures: dict[int, list[Picture]] = defaultdict(list)
    for page_id, picture in model.archived_pictures():
        pictures[page_id].append(picture)
    if not pictures:
        return
    columns = ["pk", "title", "locale__language_code", "path"]
    if _has_lead(model):
        columns.append("lead")
    pages = model._default_manager.filter(live=True, alias_of=None).order_by("path")
    for page_id, title, language, path, *lead in pages.values_list(*columns):
        if page_id not in pictures or (chosen is not None and page_id not in chosen):
            continue
        surroundings = Surroundings(language, title, *lead)
        parent = path[: -model.steplen]
        for picture, found in examine_page(pictures[page_id], surroundings, rules, files.of):
            yield PictureUse(page_id, title, language, parent, picture, found)


def _has_lead(model: Any) -> bool:
    try:
        model._meta.get_field("lead")
    except FieldDoesNotExist:
        return False
    return True
