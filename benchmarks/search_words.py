"""What the search finds of Polish words that are inflected or typed without diacritics.

Run it with `python -m benchmarks.search_words --help`. It needs hunspell-pl, a dictionary that
the analysis is not made from; `benchmarks/word_pairs.py` says what is compared.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsroom.search.analysis import (
    Language,
    Plain,
    fold,
    lemmas,
    meet,
    readings,
    version,
)
from newsroom.search.polish import Polish

from .hunspell import FOLDER, read
from .regional_names import NAMES
from .report import machine, table, verdict
from .word_pairs import Find, Sample, draw, score

PAIRS = 1500
SEED = 2024
RECALL = 0.93
PRECISION = 0.88
UNMARKED_RECALL = 0.85
ARTICLE = 500  # words


@dataclass(frozen=True)
class Figures:
    """Of words as they are spelled, and of those typed without diacritics."""

    recall: float
    precision: float
    unmarked_recall: float
    unmarked_precision: float
    names: float

    @property
    def suffice(self) -> bool:
        return (
            self.recall >= RECALL
            and self.precision >= PRECISION
            and self.unmarked_recall >= UNMARKED_RECALL
        )


def measure(sample: Sample, index: Find, ask: Find) -> Figures:
    spelled, unmarked = score(sample, index, ask), score(sample.unmarked(), index, ask)
    names = Sample([(form.lower(), name.lower()) for name, form in NAMES.items()], [])
    return Figures(
        spelled.recall,
        spelled.precision,
        unmarked.recall,
        unmarked.precision,
        score(names, index, ask).recall,
    )


def polish(form: str) -> tuple[str, ...]:
    return lemmas(form, "pl")


def polish_question(form: str) -> tuple[str, ...]:
    return readings(form, "pl")


def folded(find: Callable[[str], Iterable[str]]) -> Find:
    return lambda form: {fold(word) for word in find(form)}


def alone(language: Language) -> Callable[[str], Iterable[str]]:
    return lambda form: next(iter(language.lemmas_of([form])))


def main() -> None:
    options = arguments()
    memory = kilobytes()
    polish("miasto")
    memory = kilobytes() - memory
    sample = draw(read(options.dictionary), options.pairs, options.seed)
    speed = speeds(sample)
    ours = measure(sample, polish, polish_question)
    stems, plain = Polish(None), Plain()
    rows = [
        row("folding", measure(sample, folded(alone(plain)), folded(plain.readings))),
        row("Snowball", measure(sample, folded(alone(stems)), folded(stems.readings))),
        row("ours", ours),
    ]
    heads = ["Analysis", "recall", "precision", "unmarked recall", "unmarked precision", "names"]
    unmarked = sample.unmarked()
    print(machine(), f"Analysis {version()}", table(heads, rows), sep="\n\n")
    print(
        f"\n{len(sample.same)} pairs of one word and {len(sample.different)} that look alike; "
        f"unmarked: {len(unmarked.same)} and {len(unmarked.different)} of them, asked for "
        f"without diacritics; {len(NAMES)} names. Seed {options.seed}.\n"
    )
    print(table(["Speed", "words/s", f"{ARTICLE} words"], speed))
    print(f"\nThe analyser of Polish takes {memory // 1024} MB.")
    print(
        f"\nRecall of {RECALL}, precision of {PRECISION}, recall without diacritics of "
        f"{UNMARKED_RECALL}: {verdict(ours.suffice)}"
    )
    if options.check and not ours.suffice:
        sys.exit(1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search_words", description=__doc__)
    add = parser.add_argument
    add("--dictionary", type=Path, default=FOLDER, help="folder of pl_PL.aff (%(default)s)")
    add("--pairs", type=int, default=PAIRS, help="of each kind (%(default)s)")
    add("--seed", type=int, default=SEED, help="another draws other pairs (%(default)s)")
    add("--check", action="store_true", help="end with status 1 if a target is missed")
    return parser.parse_args()


def row(name: str, figures: Figures) -> list[str]:
    values = (
        figures.recall,
        figures.precision,
        figures.unmarked_recall,
        figures.unmarked_precision,
        figures.names,
    )
    return [name, *(f"{value:.3f}" for value in values)]


def speeds(sample: Sample) -> list[list[str]]:
    """Of words that were not asked for before, and of the same once more."""
    forms = sorted({form for pair in sample.same for form in pair})
    unmarked = sorted({fold(form) for form in forms})
    # An item's words are met together.
    timed: dict[str, tuple[Callable[[], Any], list[str]]] = {
        "indexed, new": (lambda: meet(forms, "pl"), forms),
        "indexed, known": (lambda: [*map(polish, forms)], forms),
        "asked for, new": (lambda: [*map(polish_question, unmarked)], unmarked),
        "asked for, known": (lambda: [*map(polish_question, unmarked)], unmarked),
    }
    return [[name, *_speed(run, len(given))] for name, (run, given) in timed.items()]


def _speed(run: Callable[[], Any], number: int) -> tuple[str, str]:
    start = time.perf_counter()
    run()
    seconds = (time.perf_counter() - start) / number
    return f"{1 / seconds:,.0f}", f"{seconds * ARTICLE * 1000:.1f} ms"


def kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
