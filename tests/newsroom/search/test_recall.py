"""The search finds inflected Polish words as often as it promises."""

from random import Random

import pytest

from benchmarks.hunspell import FOLDER, Dictionary, read
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
from newsroom.search.analysis import analyse, fold, initial, lemmas, meet

pytestmark = pytest.mark.dictionary


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return read(FOLDER)


@pytest.fixture(scope="module")
def sample(dictionary: Dictionary) -> Sample:
    return draw(dictionary, PAIRS, SEED)


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


def test_lemmas_begin_with_the_initial_that_is_told_of_a_form(dictionary: Dictionary) -> None:
    """Of every form of some thousand words, and of what is no word: forms cut short."""
    headwords = [word for word in dictionary.headwords if word.isalpha()]
    forms = {
        form.casefold()
        for headword in (*Random(SEED).sample(headwords, 3000), "być", "dobry", "człowiek", "rok")
        for form in dictionary.derived(headword)
    }
    forms |= {form[:-2] for form in forms if len(form) > 6}
    told = {form: initial(form, "pl") for form in forms}
    meet(forms, "pl")
    wrong = {
        (form, word)
        for form, letter in told.items()
        for word in (analyse(form, "pl").folded, *lemmas(form, "pl"))
        if letter and not word.startswith(letter)
    }
    assert wrong == set()
    assert sum(map(bool, told.values())) > len(told) / 2


def test_names_of_places_and_people_are_found() -> None:
    missed = {
        (name, form)
        for name, form in NAMES.items()
        for asked in (name.lower(), fold(name))
        if not set(polish(form.lower())) & set(polish_question(asked))
    }
    assert missed == set()
