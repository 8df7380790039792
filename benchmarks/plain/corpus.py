"""The same articles in a project of stock Wagtail."""

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils.dateparse import parse_datetime
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from .models import Article, Photo, PlainProject, Section


def fill(articles: Sequence[dict[str, Any]], hostname: str) -> None:
    """Make pages of what `benchmarks.projects.describe` says of Newsroom's, in the same order."""
    Page.objects.filter(depth=2).delete()
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    parents: dict[str, tuple[Section, PlainProject]] = {}
    for code in dict.fromkeys(article["locale"] for article in articles):
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = root.add_child(instance=Page(title="Newsroom", slug=f"home-{code}", locale=locale))
        section = home.add_child(instance=Section(title="News", slug="news", locale=locale))
        project = home.add_child(
            instance=PlainProject(title="PlainProject", slug="project", locale=locale)
        )
        parents[code] = section, project
        if code == articles[0]["locale"]:
            Site.objects.create(
                hostname=hostname, port=443, root_page=home, site_name="News", is_default_site=True
            )
    images: dict[int, Any] = {}
    for article in articles:
        _make(article, *parents[article["locale"]], images)


def _make(
    article: dict[str, Any], section: Section, project: PlainProject, images: dict[int, Any]
) -> None:
    body = json.dumps(article["body"]).replace(
        f'id=\\"{article["project"]}\\"', f'id=\\"{project.pk}\\"'
    )
    page = Article(
        title=article["title"],
        slug=article["slug"],
        locale=section.locale,
        translation_key=article["translation_key"],
        lead=article["lead"],
        body=body,
        byline=article["byline"],
        project=project,
        publication_date=parse_datetime(article["published"]),
        first_published_at=parse_datetime(article["published"]),
        last_published_at=parse_datetime(article["published"]),
    )
    section.add_child(instance=page)
    for row in article["photos"]:
        image = images.get(row["image"]) or images.setdefault(row["image"], _image(row["image"]))
        Photo.objects.create(page=page, locale=page.locale, **{**row, "image": image})
    page = Article.objects.get(pk=page.pk)
    page.tags.add(*article["tags"])
    page.save()


def _image(number: int) -> Any:
    data = BytesIO()
    Pillow.new("RGB", (96, 64), (number % 256, 90, 60)).save(data, "JPEG")
    file = ImageFile(BytesIO(data.getvalue()), name=f"photo-{number}.jpg")
    collection = Collection.get_first_root_node()
    return get_image_model().objects.create(
        title=f"Photo {number}", file=file, collection=collection
    )
