"""The search finds inflected Polish words as often as it promises."""

import pytest

from benchmarks.hunspell import FOLDER, read
from benchmarks.regional_names import NAMES, PLACES, SURNAMES
from benchmarks.search_words import (
    PAIRS,
    PRECISION,
    RECALL,
    SEED,
    UNMARKED_RECALL,
    Figures,
    measure,
    polish,
    polish_question,
)
from benchmarks.word_pairs import Sample, draw
from newsroom.search.analysis import fold

pytestmark = pytest.mark.dictionary


@pytest.fixture(scope="module")
def sample() -> Sample:
    return draw(read(FOLDER), PAIRS, SEED)


@pytest.fixture(scope="module")
def figures(sample: Sample) -> Figures:
    return measure(sample, polish, polish_question)


def test_there_are_enough_pairs(sample: Sample) -> None:
    assert len(set(sample.same)) >= 1000
    assert len(set(sample.different)) >= 1000
    assert len(NAMES) == len(PLACES) + len(SURNAMES) >= 60


def test_inflected_words_are_found(figures: Figures) -> None:
    assert figures.recall >= RECALL


def test_words_that_look_alike_are_told_apart(figures: Figures) -> None:
    assert figures.precision >= PRECISION


def test_words_typed_without_diacritics_are_found(figures: Figures) -> None:
    assert figures.unmarked_recall >= UNMARKED_RECALL


def test_names_of_places_and_people_are_found() -> None:
    missed = {
        (name, form)
        for name, form in NAMES.items()
        for asked in (name.lower(), fold(name))
        if not set(polish(form.lower())) & set(polish_question(asked))
    }
    assert missed == set()
