"""What the search's benchmark does in processes of the projects it compares."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from random import Random
from traceback import format_exception
from typing import Any, NamedTuple
from unittest.mock import patch

import django

from .projects import Environment
from .vocabulary import never_seen, text

SHOWN = 20
WARM, COLD = "warm", "cold"
NEW_WORDS = 20  # in an article of which nothing is known
SETTLING, TRANSACTION = "settling", "transaction"


class Asked(NamedTuple):
    seconds: float
    cpu: float


class Settled(NamedTuple):
    """What one article took: all of it and the transaction alone, in seconds."""

    state: str
    indexed: bool
    seconds: dict[str, float]
    cpu: float


@contextmanager
def process(environment: Environment) -> Iterator[Callable[..., Any]]:
    """A process with a project's settings, in which functions of this module can be called."""
    context = get_context("spawn")
    with ProcessPoolExecutor(
        1, mp_context=context, initializer=set_up, initargs=(environment,)
    ) as executor:
        yield lambda task, *args: executor.submit(told, task, *args).result()


def told(task: Callable[..., Any], *args: Any) -> Any:
    """What goes wrong, in words: a project's own errors are not known outside of its process."""
    try:
        return task(*args)
    except Exception as error:  # noqa: BLE001 - told where it is known
        raise RuntimeError("".join(format_exception(error))) from None


def set_up(environment: Environment) -> None:
    os.environ |= environment
    django.setup()


def ask_ours(words: str) -> Asked:
    """The numbers of the best."""
    from newsroom.search.survey import best

    search = _search(words)
    with _timed() as asked:
        best(search.rows, search.parse(), SHOWN)
    return asked[0]


class _Ours(NamedTuple):
    rows: Any
    parse: Callable[[], Any]


def _search(words: str) -> _Ours:
    from wagtail.models import Site

    from newsroom.search.queries import parse
    from newsroom.wire.readers import items

    site = Site.objects.get(is_default_site=True)
    rows = items(site.pk, "", "pl").order_by()
    return _Ours(rows, lambda: parse(words, ["pl"]))


def count_ours(words: str) -> int:
    from newsroom.search.finding import found

    search = _search(words)
    return int(found(search.rows, search.parse()).count())


def ask_stock(words: str) -> Asked:
    from .plain.models import Article

    with _timed() as asked:
        list(Article.objects.search(words)[:SHOWN])
    return asked[0]


def count_stock(words: str) -> int:
    from .plain.models import Article

    return int(Article.objects.search(words, order_by_relevance=False).count())


@contextmanager
def _timed() -> Iterator[list[Asked]]:
    found: list[Asked] = []
    cpu, begun = time.process_time(), time.perf_counter()
    yield found
    found.append(Asked(time.perf_counter() - begun, time.process_time() - cpu))


def settle_articles(rounds: int) -> list[Settled]:
    """Publish articles with another title and text, and settle them, with the index and without."""
    from newsroom.models import ArticlePage

    pages = list(ArticlePage.objects.filter(locale__language_code="pl").order_by("pk"))
    random = Random(time.time_ns())
    results = []
    for number in range(rounds + 1):
        page = pages[number % len(pages)]
        for state in (WARM, COLD):
            ways = [True, False] if number % 2 else [False, True]
            results += [_settle(page.pk, random, state, indexed) for indexed in ways]
        if number == 0:  # it has filled the process's caches
            results.clear()
    return results


def _settle(pk: int, random: Random, state: str, indexed: bool) -> Settled:
    from newsroom.models import ArticlePage, WireJob
    from newsroom.search import analysis
    from newsroom.wire import companions, settle

    _publish(ArticlePage.objects.get(pk=pk), random, state)
    settle.expand()
    WireJob.objects.exclude(page_id=pk).delete()  # its translations
    analysis._met.cache_clear()
    if state == WARM:
        know(pk)
    writing: list[Asked] = []
    write = settle._write

    def timed_write(*args: Any) -> bool:
        with _timed() as asked:
            done = write(*args)
        writing.extend(asked)
        return done

    followers = companions._companions if indexed else []
    with (
        patch.object(companions, "_companions", followers),
        patch.object(settle, "_write", timed_write),
        _timed() as asked,
    ):
        done = settle.settle_page(pk)
    if not done or len(writing) != 1:
        raise RuntimeError(f"Page {pk} was not settled at once.")
    seconds = {SETTLING: asked[0].seconds, TRANSACTION: writing[0].seconds}
    return Settled(state, indexed, seconds, asked[0].cpu)


def know(pk: int) -> None:
    """Have the words of an article been seen before."""
    from newsroom.models import ArticlePage
    from newsroom.search import entries
    from newsroom.wire.compose import compose

    entries.prepare(compose(ArticlePage.objects.get(pk=pk)).document)


def _publish(page: Any, random: Random, state: str) -> None:
    """Another title, and about a fifth of the body; all of it where nothing is to be known."""
    drawn = text(random, "pl")
    page.title = drawn.title
    body = list(page.body.raw_data)
    places = [place for place, block in enumerate(body) if block["type"] == "rich_text"]
    if state == COLD:
        drawn.paragraphs[0] += f" {' '.join(never_seen(random, NEW_WORDS))}."
    else:
        places = [random.choice(places)]
    for place, paragraph in zip(places, drawn.paragraphs, strict=False):
        body[place] = {**body[place], "value": f"<p>{paragraph}</p>"}
    page.body = body
    page.save_revision().publish()
