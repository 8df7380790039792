"""The search among 10,000 articles in each of three languages, beside stock Wagtail's.

First, ranked searches for two words, which about 2,000 of the Polish articles have: through the API
with facets and without, and by the engine alone; in turns with the ranked search of a stock Wagtail
(`benchmarks.plain`) among the same Polish texts. With `--postgres`, the same beside SQLite.

Then settling an article, whose title and text have changed, with the index and without it. Then
thousands of hostile queries: none may be an error or take long.

Run it with `make bench`, or `python -m benchmarks.search --help`.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from . import search_tasks as tasks
from .hostile_queries import hostile_queries
from .prepare import add_folder_options
from .report import machine, table, verdict
from .search_corpus import Places, corpora
from .search_tasks import COLD, SETTLING, SHOWN, TRANSACTION, WARM, Asked, Settled, process

if TYPE_CHECKING:
    from .server import Client

AT_LEAST = 50.0  # times as fast as stock
P95 = 0.100  # seconds
RARE_WORD = 0.010
POSTGRES = 1.1  # times SQLite's time
INDEXED = 1.5  # times the time without the index
HOSTILE = 0.500
SEARCH, SUGGEST = "/api/news/v1/search/", "/api/news/v1/suggest/"
# Words without other forms: both projects find the same articles.
COMPARED = ("ponad wczoraj", "około jutro", "bezpłatnie codziennie", "dodatkowo szczególnie")
# Stock Wagtail finds only those with these very forms.
DECLINED = ("degustacja ogród", "promocja informacja")
MORE = ("wspólnie dofinansowanie",)  # more than half of the articles
RARE = ("toszólędrego", "nuprikryfanie")  # in some tens of articles
FACETS, NO_FACETS, ENGINE, STOCK = "API with facets", "API", "engine alone", "stock Wagtail"
SLOWEST = 10
LIMITS = {"GUNICORN_CMD_ARGS": "--limit-request-line 0"}  # else 10 kB do not come through


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.search", description=(__doc__ or "").split("\n")[0]
    )
    add = parser.add_argument
    add("--articles", type=int, default=10_000, help="in each language (%(default)s)")
    add("--rounds", type=int, default=15, help="of each search, in turns (%(default)s)")
    add("--stock-rounds", type=int, default=2, help="of stock Wagtail's (%(default)s)")
    add("--settled", type=int, default=30, help="articles, in each way (%(default)s)")
    add("--hostile", type=int, default=2_000, help="queries (%(default)s)")
    add("--postgres", metavar="URL", help="on a server where databases may be made and dropped")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    add_folder_options(parser)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    # Ended from outside, databases are dropped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with corpora(options) as places:
        met = [*searches(options, places), *settling(options, places), *hostile(options, places)]
    if options.check and not all(met):
        sys.exit(1)


@dataclass
class Line:
    """A way to search, and what each search took."""

    name: str
    database: str
    ask: Callable[[str], Asked]
    asked: dict[str, list[Asked]] = field(default_factory=dict)

    def measure(self, words: str) -> None:
        self.asked.setdefault(words, []).append(self.ask(words))

    def median(self, words: str) -> float:
        return median(one.seconds for one in self.asked[words])

    def all(self, queries: Iterable[str]) -> list[Asked]:
        return [one for words in queries for one in self.asked[words]]


class Project(NamedTuple):
    """One of ours: its lines, and how many articles it finds."""

    lines: list[Line]
    count: Callable[[str], int]


@contextmanager
def ours(environment: dict[str, str], database: str) -> Iterator[Project]:
    from .server import cpu_seconds, serving

    with serving(environment, LIMITS) as client, process(environment) as run:

        def through_api(path: str) -> Callable[[str], Asked]:
            def ask(words: str) -> Asked:
                cpu, begun = cpu_seconds(client.server), time.perf_counter()
                reply = client.get(path + quote(words))
                seconds = time.perf_counter() - begun
                if reply.status != 200:
                    raise RuntimeError(f"{words!r}: {reply.status}")
                return Asked(seconds, cpu_seconds(client.server) - cpu)

            return ask

        yield Project(
            [
                Line(ENGINE, database, lambda words: run(tasks.ask_ours, words)),
                Line(NO_FACETS, database, through_api(f"{SEARCH}?locale=pl&facets=false&q=")),
                Line(FACETS, database, through_api(f"{SEARCH}?locale=pl&q=")),
            ],
            lambda words: int(run(tasks.count_ours, words)),
        )


def searches(options: argparse.Namespace, places: Places) -> list[bool]:
    with ExitStack() as stack:
        sqlite = stack.enter_context(ours(places.ours, "SQLite"))
        projects = [sqlite]
        if places.postgres:
            projects.append(stack.enter_context(ours(places.postgres, "PostgreSQL")))
        run = stack.enter_context(process(places.stock))
        stock = Line(STOCK, "SQLite", lambda words: run(tasks.ask_stock, words))
        lines = [line for project in projects for line in project.lines]
        take_turns(lines, stock, options)
        found = {
            words: (sqlite.count(words), run(tasks.count_stock, words))
            for words in (*COMPARED, *DECLINED, *MORE)
        }
        rare = [rare_words(lines, options.rounds) for _ in range(2)]
    print_searches(options, lines, stock, rare)
    print_queries(sqlite.lines, stock, found)
    met = [*verdicts(sqlite.lines, stock), *rare_verdicts(rare[0], rare[1])]
    if places.postgres:
        met += postgres_verdicts(sqlite.lines, projects[1].lines)
    return met


def take_turns(lines: Sequence[Line], stock: Line, options: argparse.Namespace) -> None:
    queries = (*COMPARED, *DECLINED, *MORE)
    for line in lines:  # the first ones fill the processes' caches
        for words in queries:
            line.ask(words)
    for number in range(options.rounds):
        for words in queries:
            for line in lines:
                line.measure(words)
            if number < options.stock_rounds and words not in MORE:
                stock.measure(words)


def rare_words(lines: Sequence[Line], rounds: int) -> dict[tuple[str, str], float]:
    """The median of each line."""
    found: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        for words in RARE:
            for line in lines:
                seconds = line.ask(words).seconds
                if number:
                    found.setdefault((line.database, line.name), []).append(seconds)
    return {name: median(seconds) for name, seconds in found.items()}


def p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[94]


def times_stock(line: Line, stock: Line) -> list[float]:
    """How many times as fast it is, for each pair of words that both find alike."""
    return [stock.median(words) / line.median(words) for words in COMPARED]


def print_searches(
    options: argparse.Namespace,
    lines: Sequence[Line],
    stock: Line,
    rare: Sequence[dict[tuple[str, str], float]],
) -> None:
    print(
        f"\nRanked searches for two words, {options.articles} articles in each of three languages, "
        f"the first {SHOWN}; {options.rounds} rounds of {len(COMPARED) + len(DECLINED)} searches, "
        f"{options.stock_rounds} of stock Wagtail, in turns; no answer cache, no rate limit; "
        f"{machine()}\n"
    )
    queries = (*COMPARED, *DECLINED)
    rows = []
    for line in (*lines, stock):
        asked = line.all(queries)
        seconds = [one.seconds for one in asked]
        rows.append(
            (
                f"{line.name}, {line.database}",
                "1" if line is stock else f"{median(times_stock(line, stock)):.0f}",
                ms(median(seconds)),
                ms(p95(seconds)),
                ms(median(one.cpu for one in asked)),
                "–" if line is stock else ms(line.median(MORE[0])),
                "–" if line is stock else " ".join(ms(o[line.database, line.name]) for o in rare),
            )
        )
    heads = ("", "× stock", "p50 ms", "p95 ms", "CPU ms", "more than half ms", "rare word ms")
    print(table(heads, rows))


def ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"


def print_queries(lines: Sequence[Line], stock: Line, found: dict[str, tuple[int, int]]) -> None:
    print("\nEach pair of words, in SQLite\n")
    rows = [
        (
            words,
            *map(str, counts),
            *(ms(line.median(words)) for line in lines),
            ms(stock.median(words)) if words in stock.asked else "–",
        )
        for words, counts in found.items()
    ]
    heads = ("", "found", "stock finds", *(f"{line.name} ms" for line in lines), "stock ms")
    print(table(heads, rows))


def verdicts(lines: Sequence[Line], stock: Line) -> Iterator[bool]:
    print()
    for line in lines:
        times = times_stock(line, stock)
        seconds = [one.seconds for one in line.all((*COMPARED, *DECLINED))]
        fast, soon = median(times) >= AT_LEAST, p95(seconds) <= P95
        each = ", ".join(f"{one:.0f}" for one in times)
        print(
            f"{line.name}: {median(times):.0f} times as fast as stock ({each}). At least "
            f"{AT_LEAST:.0f}: {verdict(fast)} p95 {ms(p95(seconds))} ms. At most "
            f"{ms(P95)}: {verdict(soon)}"
        )
        yield fast
        yield soon


def rare_verdicts(*runs: dict[tuple[str, str], float]) -> Iterator[bool]:
    for database, name in runs[0]:
        best = min(run[database, name] for run in runs)
        met = best <= RARE_WORD
        print(
            f"A rare word, {name}, {database}: {ms(best)} ms in the better of two runs. At most "
            f"{ms(RARE_WORD)}: {verdict(met)}"
        )
        yield met


def postgres_verdicts(sqlite: Sequence[Line], postgres: Sequence[Line]) -> Iterator[bool]:
    for first, second in zip(sqlite, postgres, strict=True):
        times = [second.median(words) / first.median(words) for words in (*COMPARED, *DECLINED)]
        met = median(times) <= POSTGRES
        each = ", ".join(f"{one:.2f}" for one in times)
        print(
            f"{first.name}: PostgreSQL takes {median(times):.2f} times as long as SQLite ({each}). "
            f"At most {POSTGRES}: {verdict(met)}"
        )
        yield met


def settling(options: argparse.Namespace, places: Places) -> list[bool]:
    met: list[bool] = []
    environments = {"SQLite": places.ours, "PostgreSQL": places.postgres}
    for database, environment in environments.items():
        if environment:
            with process(environment) as run:
                settled = run(tasks.settle_articles, options.settled)
            met += report_settling(options, database, settled)
    return met


def report_settling(
    options: argparse.Namespace, database: str, settled: Sequence[Settled]
) -> list[bool]:
    print(
        f"\nSettling an article with seven photos whose title and words have changed, "
        f"{3 * options.articles} rows on the wire; {options.settled} of each, in turns; "
        f"{database}\n"
    )
    rows, met, lines = [], [], []
    for what in (SETTLING, TRANSACTION):
        for state in (WARM, COLD):
            with_index, without = (
                [one for one in settled if (one.state, one.indexed) == (state, way)]
                for way in (True, False)
            )
            first, second = ([one.seconds[what] for one in some] for some in (with_index, without))
            ratio = median(first) / median(second)
            cpu = [ms(median(one.cpu for one in some)) for some in (with_index, without)]
            rows.append(
                (
                    f"{what}, {state}",
                    f"{ratio:.2f}",
                    *(ms(figure) for figure in (median(first), median(second))),
                    *(ms(figure) for figure in (p95(first), p95(second))),
                    *(cpu if what == SETTLING else ("–", "–")),
                )
            )
            met.append(ratio <= INDEXED)
            lines.append(
                f"{what}, {state}, {database}: {ratio:.2f} times as long with the index. At most "
                f"{INDEXED}: {verdict(met[-1])}"
            )
    heads = ("", "ratio", "with ms", "without ms", "p95 with", "p95 without", "CPU with",
             "CPU without")  # fmt: skip
    print(table(heads, rows))
    print("", *lines, sep="\n")
    return met


class Answered(NamedTuple):
    seconds: float
    cpu: float  # of the server, without a database of its own
    status: int
    path: str
    words: str


def hostile(options: argparse.Namespace, places: Places) -> list[bool]:
    from .server import serving

    met: list[bool] = []
    environments = {"SQLite": places.ours, "PostgreSQL": places.postgres}
    for database, environment in environments.items():
        if environment:
            with serving(environment, LIMITS) as client:
                answered = list(ask_hostile(client, options.hostile))
                slow = [one for one in answered if one.seconds > HOSTILE]
                again = [ask_once(client, one.path, one.words) for one in slow]
            met += report_hostile(database, answered, again)
    return met


def ask_hostile(client: "Client", number: int) -> Iterator[Answered]:
    client.get(f"{SEARCH}?q=a")
    for place, words in enumerate(hostile_queries(number)):
        locale = ("pl", "pl", "all", "en")[place % 4]
        yield ask_once(client, f"{SEARCH}?locale={locale}&q=", words)
        yield ask_once(client, f"{SUGGEST}?locale={'uk' if place % 8 == 7 else 'pl'}&q=", words)


def ask_once(client: "Client", path: str, words: str) -> Answered:
    from .server import cpu_seconds

    asked = path + quote(words, errors="surrogatepass")
    cpu, begun = cpu_seconds(client.server), time.perf_counter()
    status = client.get(asked).status
    seconds = time.perf_counter() - begun
    return Answered(seconds, cpu_seconds(client.server) - cpu, status, path, words)


def report_hostile(
    database: str, answered: Sequence[Answered], again: Sequence[Answered]
) -> list[bool]:
    seconds = [one.seconds for one in answered]
    print(
        f"\n{len(answered)} answers to {len(answered) // 2} hostile queries, {database}: "
        f"p50 {ms(median(seconds))} ms, p95 {ms(p95(seconds))} ms; the slowest\n"
    )
    slowest = sorted(answered, key=lambda one: -one.seconds)[:SLOWEST]
    rows = [
        (
            f"`{shown(one)}`",
            str(one.status),
            str(len(one.words)),
            *(ms(figure) for figure in (one.seconds, one.cpu)),
        )
        for one in slowest
    ]
    print(table(("", "status", "characters", "ms", "CPU ms"), rows))
    statuses = {status: [one.status for one in answered].count(status)
                for status in sorted({one.status for one in answered})}  # fmt: skip
    failed = [one for one in answered if one.status >= 500]
    late = [one for one in again if one.seconds > HOSTILE]
    print(f"\nStatuses: {statuses}. No 5xx: {verdict(not failed)}")
    print(
        f"Over {ms(HOSTILE)} ms: {len(again)}, and {len(late)} of them when they were asked once "
        f"more; {sum(one.cpu > HOSTILE for one in answered)} took the server's processor so long. "
        f"None in the better of both: {verdict(not late)}"
    )
    return [not failed, not late]


def shown(one: Answered) -> str:
    name = "suggest" if one.path.startswith(SUGGEST) else "search"
    words = ascii(one.words[:50]) if not one.words.isprintable() else one.words[:50]
    return f"{name} {words}".replace("|", "\\|").replace("`", "'")


if __name__ == "__main__":
    main()
