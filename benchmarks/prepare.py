"""A folder with a corpus, made once and used again as long as the code that made it is the same."""

import argparse
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
MAKERS = (
    "benchmarks/corpus.py",
    "benchmarks/words.py",
    "galleries/**/*.py",
    "newsroom/addresses.py",
    "newsroom/blocks.py",
    "newsroom/migrations/*.py",
    "newsroom/models/*.py",
    "newsroom/templates/newsroom/wire/*",
    "newsroom/wire/*.py",
)
MARK = "made-by"


def add_corpus_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--articles", type=int, default=100, help="articles in each language (%(default)s)")
    add("--languages", type=int, default=3, choices=(1, 2, 3), help="(%(default)s)")
    add("--photos", type=int, default=7, help="photos of each article (%(default)s)")
    add("--seed", type=int, default=1, help="another gives other texts (%(default)s)")
    add_folder_options(parser)


def add_folder_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--data", type=Path, default=ROOT / "var/bench", help="folder of corpora (%(default)s)")
    add("--fresh", action="store_true", help="make the corpus anew")


def fingerprint(makers: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for pattern in makers:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def folder_made_once(folder: Path, makers: Iterable[str], *, fresh: bool) -> Iterator[bool]:
    """Whether a folder is still to be filled: emptied then, and marked as made at the end."""
    mark, made_by = folder / MARK, fingerprint(makers)
    if mark.exists() and mark.read_text() == made_by and not fresh:
        yield False
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield True
    mark.write_text(made_by)


def prepare(options: argparse.Namespace) -> None:
    """Set Django up on the corpus the options describe, made first if there is none."""
    name = f"{options.articles}x{options.languages}x{options.photos}-{options.seed}"
    folder = options.data.resolve() / name
    with folder_made_once(folder, MAKERS, fresh=options.fresh) as empty:
        os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        django.setup()
        if empty:
            make(options)


def make(options: argparse.Namespace) -> None:
    from .corpus import Plan, generate

    start = time.monotonic()
    print(
        f"Making {options.articles} articles in {options.languages} languages "
        f"with {options.photos} photos each …",
        flush=True,
    )
    call_command("migrate", interactive=False, verbosity=0)
    languages = Plan.languages[: options.languages]
    generate(Plan(options.articles, languages, options.photos, options.seed))
    print(f"… took {time.monotonic() - start:.0f} s; later runs use them again.", flush=True)
