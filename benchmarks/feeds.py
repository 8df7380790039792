"""Feeds: unchanged ones beside a bare Django view, new ones beside feedgen, and a large archive.

Run it with `make bench`, or `python -m benchmarks.feeds --help`.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING

import django

from .growth import add_archive_options, databases
from .report import machine, table, verdict

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

    from newsroom.feeds.editions import Edition

    from .measure import Contender

ITEMS = 50
NEWS = "/feeds/pl/news.rss"
UNCHANGED, KNOWN = 0.6, 0.8  # at least, of the bare view's requests a second
COLD = 2.0  # at most, times feedgen's own time
GROWTH = 1.3  # at most, times the same feed in the small archive
# Feeds that have enough items in both archives.
GROWING = ("news.rss", "news.atom", "news.json", "tags/komunikaty.rss")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feeds", description=__doc__)
    add_archive_options(parser)
    return parser.parse_args()


def main() -> None:
    options = arguments()
    with databases(options) as (few, many):
        os.environ |= many
        django.setup()
        print(f"\n{machine()}; {options.rounds} rounds, in turns; feeds of {ITEMS} items")
        met = [
            *unchanged(options, many),
            *cold(options),
            *growth(options, few, many),
        ]
    if options.check and not all(met):
        sys.exit(1)


def unchanged(options: argparse.Namespace, many: dict[str, str]) -> list[bool]:
    """A feed that has been written already, and its 304, beside a view with the same bytes."""
    from . import bare
    from .measure import Contender, count_queries, take_turns
    from .server import serving

    with serving(many, {"BENCH_ANSWER_CACHE": "answers"}) as client:
        reply = client.get(NEWS)
        bare.keep(reply.body)
        known = {"If-None-Match": reply.headers["ETag"]}
        contenders = [
            Contender("unchanged feed", NEWS, client),
            Contender("bare view", bare.PATH, client),
            Contender("304", NEWS, client, known, 304),
            Contender("bare view's 304", bare.PATH, client, {"If-None-Match": bare.ETAG}, 304),
        ]
        for contender in contenders:
            count_queries(contender, NEWSROOM_ANSWER_CACHE="answers")
        take_turns(contenders, rounds=options.rounds, requests=options.requests)
    ours, theirs, ours_304, theirs_304 = contenders
    print_contenders("Unchanged, and remembered", contenders)
    return [at_least(UNCHANGED, ours, theirs), at_least(KNOWN, ours_304, theirs_304)]


def cold(options: argparse.Namespace) -> list[bool]:
    """Writing a feed, from rows to bytes, beside feedgen with the finished entries at hand."""
    from django.test.utils import override_settings

    from newsroom.feeds import builder, json_feed

    with override_settings(NEWSROOM_FEED_ITEMS=ITEMS):
        edition = newest()
    plain = Plain(edition)
    writers: dict[str, Callable[[], bytes]] = {
        "RSS": lambda: builder.render(edition, "rss"),
        "feedgen's RSS": lambda: plain.feed().rss_str(),
        "Atom": lambda: builder.render(edition, "atom"),
        "feedgen's Atom": lambda: plain.feed().atom_str(),
        "JSON Feed": lambda: json_feed.render(edition),
    }
    times: dict[str, list[float]] = {name: [] for name in writers}
    for _ in range(options.rounds + 1):
        for name, write in writers.items():
            start = time.perf_counter()
            write()
            times[name].append(1000 * (time.perf_counter() - start))
    print("\nWritten anew, in milliseconds of this process\n")
    rows = [
        (name, f"{median(found[1:]):.1f}", f"{len(writers[name]()) / 1000:.0f}")
        for name, found in times.items()
    ]
    print(table(("", "ms", "kB"), rows))
    print()
    met = []
    for name in ("RSS", "Atom"):
        pairs = zip(times[name][1:], times[f"feedgen's {name}"][1:], strict=True)
        ratio = median([ours / theirs for ours, theirs in pairs])
        met.append(ratio <= COLD)
        print(f"{name}: {ratio:.2f} of feedgen's time. At most {COLD}: {verdict(met[-1])}")
    return met


def newest() -> "Edition":
    from wagtail.models import Site

    from newsroom.feeds.editions import edition_of
    from newsroom.wire.channels import Channel
    from newsroom.wire.feed_options import Options

    site = Site.objects.select_related("root_page").get(is_default_site=True)
    return edition_of(Channel(Options(site), "pl", "news"), "", "")


class Plain:
    """The same entries written by feedgen and its own extensions, from strings that are ready."""

    def __init__(self, edition: "Edition") -> None:
        from newsroom.feeds.entries import write_each

        self.channel = edition.channel
        self.items = write_each(edition, lambda item: item)

    def feed(self) -> "FeedGenerator":
        from feedgen.feed import FeedGenerator

        feed = FeedGenerator()
        for extension in ("dc", "media"):
            feed.load_extension(extension)
        feed.id(self.channel.id)
        feed.title(self.channel.title)
        feed.description(self.channel.description)
        feed.link(href=self.channel.home_url, rel="alternate")
        for item in self.items:
            entry, own = item.entry, feed.add_entry(order="append")
            own.guid(item.id, permalink=False)
            own.title(entry.title)
            own.link(href=entry.url, rel="alternate")
            own.published(item.published)
            own.updated(item.updated)
            own.author([{"name": name} for name in item.authors])
            own.summary(entry.summary)
            own.content(item.html, type="html")
            own.category([{"term": tag.term, "label": tag.label} for tag in entry.categories])
            own.dc.dc_creator(item.authors)
            own.dc.dc_language(entry.language)
            if file := item.enclosure:
                own.enclosure(file.url, file.length, file.type)
            for photo in entry.photos:
                size = {"width": str(photo.width), "height": str(photo.height)}
                own.media.content({"url": photo.url, "medium": "image", **size})
                if photo.thumbnail:
                    own.media.thumbnail({"url": photo.thumbnail.url})
        return feed


def growth(options: argparse.Namespace, few: dict[str, str], many: dict[str, str]) -> list[bool]:
    """Feeds that nobody remembers, of a large archive beside those of a small one."""
    from .measure import Contender, count_queries, ratios, take_turns
    from .server import serving

    with serving(few) as small, serving(many) as large:
        pairs = [
            (Contender(f"{name}, few", path, small), Contender(f"{name}, many", path, large))
            for name in GROWING
            for path in [f"/feeds/pl/{name}"]
        ]
        contenders = [contender for pair in pairs for contender in pair]
        for contender in contenders:
            count_queries(contender)
        take_turns(contenders, rounds=options.rounds, requests=max(1, options.requests // 4))
    print_contenders(f"Not remembered: {options.few} rows, {options.many} rows", contenders)
    met = []
    for first, ours in pairs:
        times = median(ratios(first, ours))
        met.append(times <= GROWTH)
        print(f"{ours.name}: {times:.2f} times. At most {GROWTH}: {verdict(met[-1])}")
    return met


def at_least(least: float, ours: "Contender", theirs: "Contender") -> bool:
    from .measure import ratios

    reached = ratios(ours, theirs)
    rounds = ", ".join(f"{ratio:.2f}" for ratio in reached)
    met = median(reached) >= least
    print(
        f"{ours.name}: {median(reached):.2f} of {theirs.name} (rounds: {rounds}). "
        f"At least {least}: {verdict(met)}"
    )
    return met


def print_contenders(title: str, contenders: "Sequence[Contender]") -> None:
    print(f"\n{title}\n")
    heads = ("", "req/s", "p50 ms", "p99 ms", "CPU ms", "SQL", "kB")
    rows = [
        (
            contender.name,
            f"{contender.rate:.1f}",
            f"{contender.percentile(50):.2f}",
            f"{contender.percentile(99):.2f}",
            f"{contender.cpu_each:.2f}" if contender.cpu else "–",
            f"{contender.queries}",
            f"{contender.size / 1000:.0f}",
        )
        for contender in contenders
    ]
    print(table(heads, rows))
    print()


if __name__ == "__main__":
    main()
