"""What the report of alternative texts costs with 10,000 photos on live pages.

Run it with `python -m benchmarks.alt_texts --help`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django
from django.core.management import call_command

from .report import machine, table, verdict

MOST = 2.0  # seconds
PHOTOS = 4  # of an article
IMAGES = 200
BAD = ("zdjęcie", "IMG_2034.jpg", "grafika", "")  # every tenth text is one of them
REPORT = "/admin/reports/alt-texts/"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.alt_texts", description=__doc__)
    add = parser.add_argument
    add("--few", type=int, default=400, help="photos to compare with (%(default)s)")
    add("--many", type=int, default=10_000, help="photos (%(default)s)")
    add("--rounds", type=int, default=5, help="their median is reported (%(default)s)")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        section = make_section()
        rows, queries = [], []
        for photos in (options.few, options.many):
            fill(section, photos)
            for name, ask in questions().items():
                seconds, asked = measure(ask, options.rounds)
                rows.append([f"{name}, {photos} photos", f"{seconds:.2f} s", str(asked)])
                queries.append(asked)
    print(machine(), table(["Alternative texts", "median", "queries"], rows), sep="\n\n")
    half = len(rows) // 2
    same = queries[:half] == queries[half:]
    fast = all(float(row[1].removesuffix(" s")) < MOST for row in rows[half:])
    print(f"\nUnder {MOST:g} seconds: {verdict(fast)} As many queries: {verdict(same)}")
    if options.check and not (fast and same):
        sys.exit(1)


def make_section() -> Any:
    from wagtail.models import Locale, Page

    from newsroom.models import NewsIndexPage

    locale = Locale.objects.get_or_create(language_code="pl")[0]
    section: Any = Page.get_first_root_node().add_child(
        instance=NewsIndexPage(title="Aktualności", locale=locale)
    )
    return section


def fill(section: Any, photos: int) -> None:
    """Add articles until there are so many photos."""
    from random import Random

    from wagtail.images import get_image_model

    from newsroom.models import ArticlePage, ArticlePhoto

    from .words import WORDS

    words, random = WORDS["pl"], Random(photos)
    image_model = get_image_model()
    if not image_model.objects.exists():
        image_model.objects.bulk_create(
            image_model(title=f"{n}", file=f"{n}.jpg", width=1, height=1, file_hash=f"{n:040}")
            for n in range(IMAGES)
        )
    images = list(image_model.objects.values_list("pk", flat=True))
    while (number := ArticlePhoto.objects.count()) < photos:
        article = section.add_child(
            instance=ArticlePage(
                title=words.headline(random),
                slug=f"artykul-{number}",
                locale=section.locale,
                lead=words.paragraph(random, 2),
            )
        )
        ArticlePhoto.objects.bulk_create(
            ArticlePhoto(
                page=article,
                image_id=images[(number + position) % IMAGES],
                locale=section.locale,
                sort_order=position,
                alt_text=random.choice(BAD)
                if random.random() < 0.1
                else f"{words.picture(random)[:-1]}, ujęcie {words.sentence(random)}",
                caption=words.sentence(random),
            )
            for position in range(PHOTOS)
        )


def questions() -> dict[str, Callable[[], Any]]:
    from django.contrib.auth import get_user_model
    from django.core.cache import cache
    from django.test import Client

    from galleries.archive import share_of_good_alts

    from .settings import HOSTNAME

    client = Client(headers={"host": HOSTNAME})
    user = get_user_model().objects.filter(is_superuser=True).first()
    client.force_login(user or get_user_model().objects.create_superuser("editor"))

    def report(query: str = "") -> None:
        response = client.get(f"{REPORT}{query}", secure=True)
        if response.status_code != 200:
            raise RuntimeError(f"The report answered {response.status_code}")
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined]

    def shares() -> None:
        cache.clear()
        share_of_good_alts()

    return {
        "the report": report,
        "the report as CSV": lambda: report("?export=csv"),
        "the shares by language": shares,
    }


def measure(ask: Callable[[], Any], rounds: int) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
        # The next request forgets the log.
        asked = len(captured)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return median(times), asked


if __name__ == "__main__":
    main()
