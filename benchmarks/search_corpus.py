"""What the search is measured on: articles on the wire with their entries, the same in SQLite and
PostgreSQL, and the Polish ones as pages of stock Wagtail.

The rows are written directly, as `benchmarks.archive` does, with texts of `benchmarks.vocabulary`;
beside them there are some pages that can be settled.
"""

import argparse
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
from django.core.management import call_command

from . import vocabulary
from .growth import MAKERS as ARCHIVE_MAKERS
from .growth import databases_made_for_now
from .prepare import folder_made_once
from .projects import Environment, elsewhere, environments_in, make_publishable

LANGUAGES = ("pl", "en", "uk")
PAGES, PHOTOS = 20, 7  # that can be settled, in each language
ROWS_AT_ONCE = 1000
MAKERS = (
    *ARCHIVE_MAKERS,
    "benchmarks/corpus.py",
    "benchmarks/plain/**/*.py",
    "benchmarks/search_corpus.py",
    "benchmarks/vocabulary.py",
    "newsroom/models/search.py",
    "newsroom/search/analysis.py",
    "newsroom/search/entries.py",
    "newsroom/search/texts.py",
)


@dataclass(frozen=True)
class Places:
    """The environments of the projects that are compared."""

    ours: Environment
    stock: Environment
    postgres: Environment | None = None


@contextmanager
def corpora(options: argparse.Namespace) -> Iterator[Places]:
    folder = options.data.resolve() / f"search-{options.articles}"
    ours, stock = environments_in(folder)
    with folder_made_once(folder, MAKERS, fresh=options.fresh) as empty:
        if empty:
            ours, stock = environments_in(folder)
            print(f"Writing {options.articles} articles in three languages …", flush=True)
            elsewhere(fill_ours, options.articles, ours)
            print("… and the Polish ones as pages of stock Wagtail …", flush=True)
            elsewhere(fill_stock, options.articles, stock)
    if not options.postgres:
        yield Places(ours, stock)
        return
    name = f"newsroom_search_{os.getpid()}"
    url = urlunsplit(urlsplit(options.postgres)._replace(path=name))
    with (
        tempfile.TemporaryDirectory() as data,
        databases_made_for_now(options.postgres, [name]),
    ):
        theirs = {**ours, "DATA_DIR": data, "BENCH_DATABASE_URL": url}
        print("Writing the same to PostgreSQL …", flush=True)
        elsewhere(fill_postgres, (options.articles, ours["DATA_DIR"]), theirs)
        yield Places(ours, stock, theirs)


def start(environment: Environment) -> None:
    os.environ |= environment
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def fill_stock(articles: int, environment: Environment) -> None:
    start(environment)
    from .plain.archive import fill
    from .settings import HOSTNAME

    fill((text_of(number, "pl") for number in range(articles)), "pl", HOSTNAME)


def fill_ours(articles: int, environment: Environment) -> None:
    start(environment)
    _fill(articles, None)


def fill_postgres(subject: tuple[int, str], environment: Environment) -> None:
    """Entries are taken from SQLite's: the analysis takes the most time."""
    articles, source = subject
    start(environment)
    with sqlite3.connect(f"file:{source}/db.sqlite3?mode=ro", uri=True) as made:
        _fill(articles, made)


def text_of(number: int, language: str) -> vocabulary.Text:
    return vocabulary.text(Random(f"{language} {number}"), language)


def _fill(articles: int, made: sqlite3.Connection | None) -> None:
    from django.db import connection, transaction
    from wagtail.models import Site

    from newsroom.models import NewsTag, WireSequence

    from . import archive
    from .corpus import Plan, generate
    from .settings import HOSTNAME

    generate(Plan(PAGES, photos=PHOTOS), hostname=HOSTNAME)
    make_publishable()
    NewsTag.objects.create(name="Komunikaty", slug=archive.COMMON_TAG)
    site = Site.objects.get(is_default_site=True)
    before = WireSequence.objects.get().value
    # The oldest is written first, as in life.
    numbers = [(n, language) for n in reversed(range(articles)) for language in LANGUAGES]
    for place in range(0, len(numbers), ROWS_AT_ONCE):
        with transaction.atomic():
            some = [_row(*one, site) for one in numbers[place : place + ROWS_AT_ONCE]]
            archive._write(some, before + place)
            archive._write_dependencies(item for item, _ in some)
            _write_entries([item for item, _ in some], made)
    if made is not None:
        _write_words(made)
    WireSequence.objects.update(value=before + len(numbers))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # As it does itself after a while, and so does the table's list of recent words.
            cursor.execute("VACUUM ANALYZE")


def _row(number: int, language: str, site: Any) -> tuple[Any, list[str]]:
    """A row of an archive with another text."""
    from newsroom.wire.documents import RichTextBlock, card_of, parse
    from newsroom.wire.entries import entry_of

    from . import archive

    item, tags = archive._item(_story(number), language, site)
    text = text_of(number, language)
    document: Any = parse(item.kind, item.document).model_copy(
        update={
            "title": text.title,
            "lead": text.lead,
            "body": [RichTextBlock(html=f"<p>{words}</p>") for words in text.paragraphs],
            "body_html": text.html,
        }
    )
    item.card = card_of(document).model_dump_json()
    item.document = document.model_dump_json()
    item.entry = entry_of(document).model_dump_json()
    return item, tags


def _story(number: int) -> Any:
    """An article in all languages that is not withdrawn."""
    from . import archive

    class Everywhere(archive.Story):
        kind = "article"
        withdrawn = False
        languages = list(LANGUAGES)

    return Everywhere(number)


def _write_entries(items: list[Any], made: sqlite3.Connection | None) -> None:
    from newsroom.models import SearchEntry
    from newsroom.search import entries
    from newsroom.search.vocabulary import learn
    from newsroom.wire.documents import parse

    if made is not None:
        columns = ("fingerprint", "text", "title", "lead", "body", "forms")
        query = (
            f"SELECT {', '.join(f'entry.{name}' for name in columns)} "  # noqa: S608
            "FROM newsroom_searchentry entry JOIN newsroom_wireitem item ON item.id = item_id "
            "WHERE uid = ?"
        )
        rows = [made.execute(query, [item.uid.hex]).fetchone() for item in items]
        SearchEntry.objects.bulk_create(
            SearchEntry(item=item, **dict(zip(columns, row, strict=True)))
            for item, row in zip(items, rows, strict=True)
        )
        return
    words: dict[str, set[tuple[str, str]]] = {}
    found = []
    for item in items:
        prepared = entries.prepare(parse(item.kind, item.document))
        assert prepared is not None  # noqa: S101
        prepared.entry.item = item
        found.append(prepared.entry)
        words.setdefault(item.locale, set()).update(prepared.words)
    SearchEntry.objects.bulk_create(found)
    for locale, some in words.items():
        learn(locale, some)


def _write_words(made: sqlite3.Connection) -> None:
    from newsroom.models import SearchWord

    rows = made.execute("SELECT locale, word, folded FROM newsroom_searchword")
    SearchWord.objects.bulk_create(
        (SearchWord(locale=locale, word=word, folded=folded) for locale, word, folded in rows),
        batch_size=ROWS_AT_ONCE,
        ignore_conflicts=True,
    )
