"""A newsroom of any size, the same for the same numbers.

Pages enter the tree one by one, their photos and tags in bulk, and the wire is composed by
`rebuild_wire`, as in an office that starts with an archive. A few drawn pictures serve all photos:
each has its own image and renditions in the database, and shares the files.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import transaction
from PIL import Image as Pillow
from PIL import ImageDraw
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from galleries import renditions
from home.models import HomePage
from newsroom.models import (
    ArticlePage,
    ArticlePhoto,
    ArticleTag,
    NewsIndexPage,
    NewsTag,
    NewsTagLabel,
    ProjectPage,
    WireItem,
    WireJob,
)

from .words import WORDS

NAMESPACE = uuid.UUID("3b0f5a0e-7d0c-5c9b-8f55-6b9d3a1c2e40")
NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECTIONS = 4
PROJECTS = 3
TAGS = 30
TAGS_OF_AN_ARTICLE = 3
PARAGRAPHS = 4
PICTURE_SIZE = (1920, 1280)
PAGES_AT_ONCE = 100


@dataclass(frozen=True)
class Plan:
    """How large the newsroom is to be; ``languages`` start with the default one.

    ``pictures`` is the number of drawn files that serve as everybody's photos.
    """

    articles: int
    languages: tuple[str, ...] = ("pl", "en", "uk")
    photos: int = 7
    seed: int = 1
    pictures: int = 4

    def key(self, *parts: object) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, "/".join(map(str, (self.seed, *parts))))

    def random(self, *parts: object) -> Random:
        return Random(self.key(*parts).int)


@dataclass
class Language:
    """What the articles of one language stand in and refer to."""

    locale: Locale
    sections: list[NewsIndexPage]
    projects: list[ProjectPage]

    @property
    def code(self) -> str:
        return str(self.locale.language_code)


def generate(plan: Plan, *, hostname: str = "news.example") -> None:
    """Fill an empty database; raises ``RuntimeError`` if it holds pages, or the wire lacks any."""
    if Page.objects.filter(depth__gt=2).exists():
        raise RuntimeError("A corpus is only made in an empty database.")
    with disable_reference_index_auto_update():
        with transaction.atomic():
            languages = _make_tree(plan, hostname)
            tags = _make_tags(plan)
        images = _make_images(plan)
        for numbers in _chunks(plan.articles):
            with transaction.atomic():
                _make_articles(plan, numbers, languages, tags, images)
    call_command("rebuild_wire")
    expected = len(plan.languages) * (plan.articles + PROJECTS)
    found = WireItem.objects.public().count()
    if found != expected or WireJob.objects.exists():
        raise RuntimeError(f"The wire holds {found} items instead of {expected}.")


def _chunks(count: int) -> Iterator[range]:
    for start in range(0, count, PAGES_AT_ONCE):
        yield range(start, min(start + PAGES_AT_ONCE, count))


def _make_tree(plan: Plan, hostname: str) -> list[Language]:
    """The site with its home pages, sections and projects, instead of Wagtail's welcome page."""
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.specific.delete()
    root = Page.get_first_root_node()
    homes = []
    for code in plan.languages:
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = HomePage(
            title="Newsroom", slug=f"home-{code}", locale=locale, translation_key=plan.key("home")
        )
        homes.append(root.add_child(instance=home))
    Site.objects.all().delete()
    Site.objects.create(
        hostname=hostname, port=443, root_page=homes[0], site_name="Newsroom", is_default_site=True
    )
    return [
        Language(
            home.locale,
            [_make_child(plan, home, NewsIndexPage, "section", n) for n in range(SECTIONS)],
            [_make_child(plan, home, ProjectPage, "project", n) for n in range(PROJECTS)],
        )
        for home in homes
    ]


def _make_child(plan: Plan, home: Page, model: type[Any], name: str, number: int) -> Any:
    words, random = WORDS[home.locale.language_code], plan.random(name, number)
    page = model(
        title=words.headline(random),
        slug=f"{name}-{number}",
        locale=home.locale,
        translation_key=plan.key(name, number),
        first_published_at=NEWEST,
    )
    return home.add_child(instance=page)


def _make_tags(plan: Plan) -> list[NewsTag]:
    tags = []
    for number in range(TAGS):
        tag = NewsTag.objects.create(name=f"temat {number}", slug=f"temat-{number}")
        for code in plan.languages[1:]:
            locale = Locale.objects.get(language_code=code)
            NewsTagLabel.objects.create(tag=tag, locale=locale, text=f"{code} {number}")
        tags.append(tag)
    return tags


def _draw(random: Random) -> ImageFile:
    """Hills before a sky."""
    width, height = PICTURE_SIZE
    picture = Pillow.linear_gradient("L").resize(PICTURE_SIZE).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for hill in range(5):
        foot = height * (5 + hill) // 10
        points = [(x, foot + random.randint(-120, 120)) for x in range(0, width + 1, width // 12)]
        colour = (random.randint(20, 90), random.randint(80, 160) - hill * 12, 60)
        pen.polygon([(0, height), *points, (width, height)], fill=colour)
    data = BytesIO()
    picture.save(data, "JPEG", quality=80)
    return ImageFile(BytesIO(data.getvalue()), name=f"picture-{random.getrandbits(32):08x}.jpg")


def _make_images(plan: Plan) -> list[Any]:
    """An image for each photo of each article, all with every rendition."""
    model = get_image_model()
    collection = Collection.get_first_root_node()
    drawn = []
    for number in range(min(plan.pictures, plan.articles * plan.photos)):
        image = model.objects.create(
            title=f"Picture {number}", file=_draw(plan.random("picture", number)),
            collection=collection,
        )  # fmt: skip
        if not renditions.make(image, renditions.survey(image).missing):
            raise RuntimeError("The pictures could not be resized.")
        image.get_file_size(), image.get_file_hash()
        drawn.append(image)
    if not drawn:
        return []
    images = model.objects.bulk_create(
        [
            _copy(drawn[number % len(drawn)], title=f"Photo {number}")
            for number in range(plan.articles * plan.photos)
        ],
        batch_size=500,
    )
    rows = [list(image.renditions.order_by("pk")) for image in drawn]
    model.get_rendition_model().objects.bulk_create(
        (
            _copy(row, image=image)
            for number, image in enumerate(images)
            for row in rows[number % len(drawn)]
        ),
        batch_size=500,
    )
    return list(images)


def _copy(row: Any, **changes: Any) -> Any:
    """A new row with the same values, files included."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name in changes:
        values.pop(row._meta.get_field(name).attname)
    values.pop("id")
    return type(row)(**values, **changes)


def _make_articles(
    plan: Plan,
    numbers: range,
    languages: list[Language],
    tags: list[NewsTag],
    images: list[Any],
) -> None:
    photos, tagged = [], []
    for number in numbers:
        own_images = images[number * plan.photos : (number + 1) * plan.photos]
        own_tags = plan.random("tags", number).sample(tags, TAGS_OF_AN_ARTICLE)
        for language in languages:
            page = _make_article(plan, number, language)
            photos += _photos(plan, number, page, language, own_images)
            tagged += [ArticleTag(content_object=page, tag=tag) for tag in own_tags]
    ArticlePhoto.objects.bulk_create(photos, batch_size=500)
    ArticleTag.objects.bulk_create(tagged, batch_size=500)


def _make_article(plan: Plan, number: int, language: Language) -> ArticlePage:
    words, random = WORDS[language.code], plan.random("article", number)
    published = NEWEST - timedelta(hours=number)
    page = ArticlePage(
        title=words.headline(random),
        slug=f"article-{number}",
        locale=language.locale,
        translation_key=plan.key("article", number),
        lead=words.paragraph(random, 2),
        body=json.dumps(_body(plan, number, language)),
        publication_date=published,
        first_published_at=published,
        last_published_at=published,
        byline="Biuro Prasowe",
        project=language.projects[number % PROJECTS],
    )
    section: Any = language.sections[number % SECTIONS]
    added: ArticlePage = section.add_child(instance=page)
    return added


def _body(plan: Plan, number: int, language: Language) -> list[dict[str, Any]]:
    """About 3,000 characters: paragraphs with a link, a heading and a quotation."""
    words, random = WORDS[language.code], plan.random("body", number)
    link = f'<a linktype="page" id="{language.projects[number % PROJECTS].pk}">'
    paragraphs = [f"<p>{words.paragraph(random)}</p>" for _ in range(PARAGRAPHS)]
    paragraphs[0] += f"<p>{link}{words.headline(random)}</a></p>"
    values: list[tuple[str, Any]] = [("rich_text", text) for text in paragraphs]
    values.insert(2, ("heading", words.headline(random)))
    quote = {"text": words.sentence(random), "attribution": random.choice(words.who)}
    values.insert(4, ("quote", quote))
    return [
        {"type": kind, "value": value, "id": str(plan.key("block", number, position))}
        for position, (kind, value) in enumerate(values)
    ]


def _photos(
    plan: Plan, number: int, page: ArticlePage, language: Language, images: list[Any]
) -> list[ArticlePhoto]:
    words, random = WORDS[language.code], plan.random("photos", number)
    return [
        ArticlePhoto(
            page=page,
            image=image,
            locale=language.locale,
            translation_key=plan.key("photo", number, position),
            sort_order=position,
            alt_text=words.picture(random),
            caption=words.sentence(random),
            credit="Biuro Prasowe",
            licence="CC-BY-4.0",
            is_lead=position == 0,
        )
        for position, image in enumerate(images)
    ]
