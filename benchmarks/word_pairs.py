"""Pairs of words of which a dictionary says whether they are forms of one word.

The dictionary is hunspell's, since the analysis is not made from it. What a fair pair is:

- Headwords are drawn evenly, the rare with the common, and of each headword two forms evenly;
  forms that are equal without diacritics prove nothing and are not drawn.
- Headwords of which the dictionary makes no forms are left out. It lists forms without saying
  whose they are (szedł, marłbyś, mówiąc), and most of what is alike among them is one word:
  with them, 0.82 would be measured as the precision.
- Negations (nie-) and adverbs (-nie, -wo), which the dictionary derives from adjectives, are
  other words and are left out. Participles, verbal nouns, and women's surnames of the type
  Kowalska, which it also writes under one headword, are asked for.
- A negative pair begins with the same letters, is at most two edits apart, and no headword
  has both forms, derived ones included. Where the dictionary makes two headwords of what is
  one word to a linguist (gruby, grubszy), the pair stays and counts against the analysis.
"""

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from newsroom.search.analysis import fold, words

from .hunspell import Dictionary

Pair = tuple[str, str]  # the form in a text, the form in a question
Find = Callable[[str], Iterable[str]]

SAME_LETTERS = 4  # at the beginning
MOST_EDITS = 2
NEIGHBOURS = 5  # headwords that are looked at for one that is alike


@dataclass(frozen=True)
class Sample:
    """``same`` are pairs of forms of one headword, ``different`` pairs that only look alike."""

    same: list[Pair]
    different: list[Pair]

    def unmarked(self) -> "Sample":
        """The pairs whose second form has diacritics, and that form without them."""
        return Sample(list(_unmarked(self.same)), list(_unmarked(self.different)))


@dataclass(frozen=True)
class Score:
    recall: float
    precision: float


def score(sample: Sample, index: Find, ask: Find) -> Score:
    """Two forms match if the words found for the one and for the other intersect."""
    true, false = (
        sum(bool(set(index(form)) & set(ask(question))) for form, question in pairs)
        for pairs in (sample.same, sample.different)
    )
    return Score(true / len(sample.same), true / max(true + false, 1))


def draw(dictionary: Dictionary, count: int, seed: int) -> Sample:
    generator = random.Random(seed)
    headwords = sorted(word for word in dictionary.headwords if dictionary.has_forms(word))
    same = list(islice(_same(dictionary, headwords, generator), count))
    # Some of the pairs turn out to have a headword in common.
    different = list(islice(_different(dictionary, headwords, generator), count + count // 8))
    shared = _of_one_headword(dictionary, different)
    different = [pair for pair in different if pair not in shared][:count]
    return Sample([_cased(pair) for pair in same], [_cased(pair) for pair in different])


def _same(dictionary: Dictionary, headwords: list[str], generator: random.Random) -> Iterator[Pair]:
    while True:
        forms = dictionary.inflected(generator.choice(headwords))
        form, question = generator.choice(forms), generator.choice(forms)
        if fold(form) != fold(question):
            yield form, question


def _different(
    dictionary: Dictionary, headwords: list[str], generator: random.Random
) -> Iterator[Pair]:
    while True:
        headword = generator.choice(headwords)
        form = generator.choice(dictionary.inflected(headword))
        beginning = headword[:SAME_LETTERS]
        start = bisect_left(headwords, beginning)
        end = bisect_left(headwords, beginning + "\uffff")
        others = [word for word in headwords[start:end] if word != headword]
        others = generator.sample(others, min(NEIGHBOURS, len(others)))
        alike = [
            (edits, other)
            for word in others
            for other in dictionary.inflected(word)
            if other[:SAME_LETTERS] == form[:SAME_LETTERS]
            if 0 < (edits := distance(form, other)) <= MOST_EDITS
        ]
        if alike:
            nearest = min(edits for edits, _ in alike)
            yield form, generator.choice([word for edits, word in alike if edits == nearest])


def distance(one: str, other: str) -> int:
    """Edits between two words (Levenshtein), counted no further than one past the most."""
    if abs(len(one) - len(other)) > MOST_EDITS:
        return MOST_EDITS + 1
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, row = row, [number]
        for position, another in enumerate(other, 1):
            changed = last[position - 1] + (letter != another)
            row.append(min(changed, last[position] + 1, row[-1] + 1))
        if min(row) > MOST_EDITS:
            return MOST_EDITS + 1
    return row[-1]


def _of_one_headword(dictionary: Dictionary, pairs: list[Pair]) -> set[Pair]:
    asked = {form for pair in pairs for form in pair}
    owners: dict[str, set[str]] = defaultdict(set)
    for headword in dictionary.headwords:
        for form in dictionary.derived(headword):
            if form in asked:
                owners[form].add(headword)
    return {(one, other) for one, other in pairs if owners[one] & owners[other]}


def _cased(pair: Pair) -> Pair:
    form, question = (words(word)[0].form for word in pair)
    return form, question


def _unmarked(pairs: list[Pair]) -> Iterator[Pair]:
    for form, question in pairs:
        if (typed := fold(question)) != question:
            yield form, typed
