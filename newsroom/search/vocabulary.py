"""The vocabulary: words that public items have had, to find what was meant by one that none has."""

from collections.abc import Iterable

from newsroom.models import SearchWord

SHORTEST = 3


def unknown(locale: str, words: Iterable[tuple[str, str]]) -> list[SearchWord]:
    """The words, given as (word, folded), that are not remembered yet."""
    wanted = {word: folded for word, folded in words if len(word) >= SHORTEST}
    known = SearchWord.objects.filter(locale=locale, word__in=wanted)
    for word in known.values_list("word", flat=True):
        del wanted[word]
    return [
        SearchWord(locale=locale, word=word, folded=folded)
        for word, folded in sorted(wanted.items())
    ]


def remember(words: Iterable[SearchWord]) -> None:
    SearchWord.objects.bulk_create(words, ignore_conflicts=True, batch_size=500)
