"""Lemmas as words of an index that knows no languages.

A token is a lemma with its language behind it: ``spotkanie`` is ``spotkaniexpl`` in Polish. The
language is not in front, where the first letter somebody types would find every page.
"""

from collections.abc import Iterator
from functools import lru_cache

from newsroom.addresses import content_languages
from newsroom.search.analysis import fold, lemmas, readings, words

# What comes after them is found by its words as they are: publishing waits for the lemmas.
ANALYSED_WORDS = 5000


def token(lemma: str, language: str) -> str:
    return f"{lemma}x{fold(language)}"


# One save indexes the same text several times, and most saves change few of a page's texts.
@lru_cache(maxsize=64)
def tokens_of(text: str, language: str) -> str:
    """The tokens of a text in its language, divided by spaces."""
    return " ".join(
        token(lemma, language)
        for word in words(text)[:ANALYSED_WORDS]
        for lemma in lemmas(word.form, language)
    )


def tokens_for(form: str) -> Iterator[str]:
    """The tokens that a word of a query may mean, whatever the language of the page."""
    for language in content_languages():
        for lemma in readings(form, language):
            yield token(lemma, language)
