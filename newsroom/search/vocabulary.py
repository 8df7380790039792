"""The vocabulary: words that public items have had, to find what was meant by one that none has."""

from collections.abc import Iterable

from newsroom.models import SearchWord

SHORTEST = 3


def learn(locale: str, words: Iterable[tuple[str, str]]) -> None:
    """Remember words, as (word, folded), that are not known yet."""
    wanted = {word: folded for word, folded in words if len(word) >= SHORTEST}
    # Read first: mostly nothing is new, and then nobody has to wait for a writer.
    known = SearchWord.objects.filter(locale=locale, word__in=wanted)
    for word in known.values_list("word", flat=True):
        del wanted[word]
    SearchWord.objects.bulk_create(
        [
            SearchWord(locale=locale, word=word, folded=folded)
            for word, folded in sorted(wanted.items())
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
