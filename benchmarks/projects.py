"""Two projects with the same articles: one with Newsroom, and one of stock Wagtail."""

import argparse
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
from django.core.management import call_command

from .growth import MAKERS as ARCHIVE_MAKERS
from .growth import databases_made_for_now
from .prepare import folder_made_once

LANGUAGE = "pl"
ARTICLES, PHOTOS = 20, 7
MAKERS = (
    *ARCHIVE_MAKERS,
    "benchmarks/corpus.py",
    "benchmarks/plain/**/*.py",
    "benchmarks/projects.py",
    "galleries/migrations/*.py",
)

WORDS_OF_A_PHOTO = ("alt_text", "decorative", "caption", "credit", "licence", "is_lead")

Environment = dict[str, str]


@contextmanager
def projects(options: argparse.Namespace) -> Iterator[tuple[Environment, Environment]]:
    """The environments of a server with Newsroom and of one with stock Wagtail, both filled."""
    if options.postgres:
        names = [f"newsroom_publishing_{os.getpid()}_{name}" for name in ("ours", "stock")]
        urls = [urlunsplit(urlsplit(options.postgres)._replace(path=name)) for name in names]
        with (
            tempfile.TemporaryDirectory() as folder,
            databases_made_for_now(options.postgres, names),
        ):
            environments = environments_in(Path(folder), *urls)
            fill(options.rows, *environments)
            yield environments
        return
    folder = options.data.resolve() / f"publishing-{options.rows}"
    environments = environments_in(folder)
    with folder_made_once(folder, MAKERS, fresh=options.fresh) as empty:
        if empty:
            fill(options.rows, *environments)
    yield environments


def environments_in(folder: Path, *databases: str) -> tuple[Environment, Environment]:
    found = []
    for number, (name, settings) in enumerate(
        {"ours": "benchmarks.settings", "stock": "benchmarks.plain.settings"}.items()
    ):
        data = folder / name
        data.mkdir(exist_ok=True, parents=True)
        environment = {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": settings}
        if databases:
            environment["BENCH_DATABASE_URL"] = databases[number]
        found.append(environment)
    return found[0], found[1]


def fill(rows: int, ours: Environment, stock: Environment) -> None:
    print(f"Writing {rows} rows and {ARTICLES} articles, twice …", flush=True)
    elsewhere(fill_ours, rows, ours)
    elsewhere(fill_stock, Path(ours["DATA_DIR"]), stock)


def elsewhere(task: Callable[..., None], subject: Any, environment: Environment) -> None:
    """Django's settings are those of a process, and every project has its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        executor.submit(task, subject, environment).result()


def fill_ours(rows: int, environment: Environment) -> None:
    start(environment)
    from newsroom.models import ArticlePage

    from . import archive
    from .corpus import Plan, generate

    generate(Plan(ARTICLES, photos=PHOTOS))
    make_publishable()
    archive.fill(rows, dependencies=True)
    keep("articles", describe(ArticlePage.objects.order_by("pk")))
    keep("editable", editable(ArticlePage, LANGUAGE))


def make_publishable() -> None:
    """Articles whose photos have the same words are not let through."""
    from newsroom.models import ArticlePhoto

    photos = list(ArticlePhoto.objects.all())
    for photo in photos:
        photo.alt_text = f"{photo.alt_text} ({'abcdefghij'[photo.sort_order or 0]})"
    ArticlePhoto.objects.bulk_update(photos, ["alt_text"])


def fill_stock(source: Path, environment: Environment) -> None:
    start(environment)
    from .plain.corpus import fill
    from .plain.models import Article
    from .settings import HOSTNAME

    fill(json.loads((source / "articles.json").read_text()), HOSTNAME)
    keep("editable", editable(Article, LANGUAGE))


def start(environment: Environment) -> None:
    os.environ |= environment
    django.setup()
    from django.contrib.auth import get_user_model

    from .editor import NAME, PASSWORD

    call_command("migrate", interactive=False, verbosity=0)
    get_user_model().objects.create_superuser(NAME, f"{NAME}@example.org", PASSWORD)


def keep(name: str, content: Any) -> None:
    Path(os.environ["DATA_DIR"], f"{name}.json").write_text(json.dumps(content))


def describe(articles: Sequence[Any]) -> list[dict[str, Any]]:
    """Newsroom's articles in words that JSON knows."""
    return [
        {
            "title": page.title,
            "slug": page.slug,
            "locale": page.locale.language_code,
            "translation_key": str(page.translation_key),
            "lead": page.lead,
            "body": list(page.body.raw_data),
            "byline": page.byline,
            "project": page.project_id,
            "published": page.publication_date.isoformat(),
            "tags": [tag.name for tag in page.tags.all()],
            "photos": [
                {
                    "image": row.image_id,
                    "sort_order": row.sort_order,
                    "translation_key": str(row.translation_key),
                    **{name: getattr(row, name) for name in WORDS_OF_A_PHOTO},
                }
                for row in page.photos.all()
            ],
        }
        for page in articles
    ]


def body_fields(page: Any) -> dict[str, Any]:
    """What the editor's form sends of a body: its fields are drawn by JavaScript."""
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    from newsroom.blocks import RICH_TEXT_FEATURES

    blocks = [
        (block["type"], rich_text(block["value"], features=RICH_TEXT_FEATURES))
        if block["type"] == "rich_text"
        else (block["type"], block["value"])
        for block in page.body.raw_data
    ]
    fields: dict[str, Any] = nested_form_data({"body": streamfield(blocks)})
    return fields


def editable(model: Any, language: str) -> list[dict[str, Any]]:
    """The articles of a language as an editor of them knows them."""
    pages = model.objects.filter(locale__language_code=language).order_by("pk")
    return [{"pk": page.pk, "body": body_fields(page)} for page in pages]
