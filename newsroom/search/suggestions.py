"""Suggestions: what somebody may be about to type, and what was meant by what nobody has written.

All of it is taken from, or tried on, the rows it is asked of: what is not public is never said.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase

from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from newsroom.models import SearchWord, WireItem
from newsroom.models.wire import WireItemQuerySet

from . import analysis
from .finding import found, searchable
from .queries import LONGEST, Query, Word, parse

# Items whose words are looked at, and suggestions made of them.
LOOKED_AT = 40
MOST_WORDS = 8
# Words of a query for which another spelling is looked for; each costs some queries.
MOST_CORRECTED = 3
# Spellings that are tried for each of them.
TRIED = 8
SHORTEST = 3
# Of Unicode's places, to both sides: no alphabet is longer.
REACH = 96


def completions(best: Sequence[int], text: str, language: str) -> list[str]:
    """The text with its last word completed, by how many of the best items have that word.

    ``best`` are the numbers of up to ``LOOKED_AT`` items that were found for it.
    """
    query = parse(text, [language], typing=True)
    last = query.wanted[-1] if query else None
    if not isinstance(last, Word) or not last.is_beginning:
        return []
    texts = searchable(WireItem.objects.public().filter(pk__in=best))
    numbers: Counter[str] = Counter()
    for entry_text, card in texts.values_list("search_entry__text", "card"):
        numbers.update(set(_beginning_so(last, f"{json.loads(card)['title']}\n{entry_text}")))
    before = text[:LONGEST][: _start_of_last(text[:LONGEST])]
    return [before + form for form in _one_of_each_lemma(numbers, language)][:MOST_WORDS]


def _beginning_so(word: Word, text: str) -> Iterator[str]:
    for found_word in analysis.words(text):
        if analysis.fold(found_word.form).startswith(word.folded):
            yield found_word.form


def _start_of_last(text: str) -> int:
    words = analysis.words(text)
    return words[-1].start if words else 0


def _one_of_each_lemma(numbers: Counter[str], language: str) -> list[str]:
    """One form of each word, for all of them find the same: the one in dictionaries if it is there.

    The words in the order of their most frequent forms.
    """
    words: list[tuple[set[str], list[str]]] = []
    for form, _ in sorted(numbers.items(), key=lambda pair: (-pair[1], len(pair[0]), pair[0])):
        lemmas = set(analysis.lemmas(form, language))
        for known, forms in words:
            if lemmas & known:
                known |= lemmas
                forms.append(form)
                break
        else:
            words.append((lemmas, [form]))
    return [
        next((form for form in forms if analysis.fold(form) in known), forms[0])
        for known, forms in words
    ]


def meant(rows: WireItemQuerySet, text: str, languages: Sequence[str]) -> str | None:
    """The text with words spelled as items spell them; None if that finds nothing either."""
    text = text[:LONGEST]
    query = parse(text, languages)
    unknown = [word for word in query.words if not found(rows, Query((word,))).exists()]
    if not 0 < len(unknown) <= MOST_CORRECTED:
        return None
    spellings = {}
    for word in unknown:
        spelling = _spelling(rows, word, languages)
        if spelling is None:
            return None
        spellings[word.form] = spelling
    corrected = _replaced(text, spellings)
    return corrected if found(rows, parse(corrected, languages)).exists() else None


def _spelling(rows: WireItemQuerySet, word: Word, languages: Sequence[str]) -> str | None:
    """The nearest known word that is in any of the rows; of equally near ones the most frequent."""
    if len(word.folded) < SHORTEST:
        return None
    known = dict(_candidates(word.folded, languages))
    most = 1 if len(word.folded) < 2 * SHORTEST else 2
    near = process.extract(
        word.folded, list(known.values()), scorer=OSA.distance, score_cutoff=most, limit=TRIED
    )
    forms = list(known)
    best: tuple[int, int] | None = None
    spelling = None
    for _, distance, place in near:
        # The nearest come first; counting takes the longer, the more frequent the word is.
        if best is not None and distance > best[0]:
            break
        form = forms[place]
        number = found(rows, parse(form, languages)).count()
        if number and (best is None or (distance, -number) < best):
            best, spelling = (distance, -number), form
    return spelling


def _candidates(folded: str, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words that may be near: of about the same length with the same beginning, or the same but
    for the first letter, which may be another, missing, one too many, or the second."""
    first = folded[0]
    words = SearchWord.objects.filter(locale__in=languages).values_list("word", "folded")
    same_beginning = words.filter(folded__gte=first, folded__lt=chr(ord(first) + 1))
    lengths = same_beginning.alias(length=Length("folded"))
    yield from lengths.filter(length__gte=len(folded) - 2, length__lte=len(folded) + 2)
    rest = folded[1:]
    # Looked up one by one in the index; to look for an end, all words would have to be read.
    others = {rest, f"{rest[0]}{first}{rest[1:]}"}
    for letter in _letters_beside(first):
        others |= {letter + rest, letter + folded}
    yield from words.filter(folded__in=sorted(others))


def _letters_beside(letter: str) -> Iterator[str]:
    """The letters of the same script, and some more."""
    if letter.isascii():
        yield from ascii_lowercase
        return
    for code in range(max(ord(letter) - REACH, 0), ord(letter) + REACH):
        if (other := chr(code)).islower():
            yield other


def _replaced(text: str, spellings: dict[str, str]) -> str:
    parts, done = [], 0
    for word in analysis.words(text):
        if word.form in spellings:
            parts += [text[done : word.start], spellings[word.form]]
            done = word.end
    return "".join([*parts, text[done:]])
