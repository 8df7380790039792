"""Entries: what the index holds of an item, made of its public document by the analysis."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsroom.models import SearchEntry
from newsroom.wire.documents import ItemDocument

from . import analysis
from .texts import Texts, texts_of

# Raise it when the same texts get other tokens, or the same document other texts.
VERSION = 1
# Of one item, in the order of reading: more than any article has.
MOST_WORDS = 15_000
# Of all its different tokens: PostgreSQL takes less than 1 MiB of them.
MOST_BYTES = 900_000
# Stands between passages, so that no phrase goes beyond one; no word is folded to it.
BOUNDARY = "x"


class Prepared(NamedTuple):
    """An entry to be written, and the words it is made of as (word, folded)."""

    entry: SearchEntry
    words: set[tuple[str, str]]


def version() -> str:
    """What entries made now have been made by."""
    return f"{VERSION}/{analysis.version()}"


def fingerprint_of(texts: Texts, language: str) -> str:
    """Tells entries of other texts, languages or versions of the analysis apart."""
    digest = hashlib.sha256(repr((texts, language)).encode(errors="surrogatepass")).hexdigest()
    return f"{version()}/{digest[:32]}"


def prepare(document: ItemDocument, known: str | None = None) -> Prepared | None:
    """The entry of a document, without its item; None if ``known`` is its fingerprint already.

    It takes as long as words have to be looked up: call it outside of transactions.
    """
    texts = texts_of(document)
    fingerprint = fingerprint_of(texts, document.locale)
    if fingerprint == known:
        return None
    forms = Forms(document.locale)
    entry = SearchEntry(
        fingerprint=fingerprint,
        title=" ".join(forms.lemmas(texts.title)),
        lead=" ".join(forms.lemmas(texts.lead + texts.subjects)),
        body=" ".join(damped(forms.lemmas(texts.body + texts.credits))),
        forms=" ".join(forms.in_order),
        text="\n".join((*texts.lead, *texts.body)),
    )
    return Prepared(entry, forms.words)


class Forms:
    """The word forms of a document, gathered while their lemmas are."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.in_order: list[str] = []
        self.words: set[tuple[str, str]] = set()
        self._tokens: set[str] = set()
        self._bytes = 0

    def lemmas(self, passages: Iterable[str]) -> Iterator[str]:
        """The lemmas of these texts as tokens, in the order of the words."""
        for passage in passages:
            words = analysis.words(passage)
            analysis.meet((word.form for word in words), self.language)
            for word in words:
                folded, lemmas = analysis.analyse(word.form, self.language)
                form = form_token(folded, self.language)
                tokens = [lemma_token(lemma, self.language) for lemma in lemmas]
                if not folded or not self._is_room_for(form, *tokens):
                    continue
                self.in_order.append(form)
                if len(word.form) <= 64 and word.form.isalpha():
                    self.words.add((word.form, folded))
                yield from tokens
            self.in_order.append(BOUNDARY)

    def _is_room_for(self, *tokens: str) -> bool:
        new = set(tokens) - self._tokens
        size = sum(len(token.encode()) for token in new)
        if len(self.in_order) >= MOST_WORDS or self._bytes + size > MOST_BYTES:
            return False
        self._tokens |= new
        self._bytes += size
        return True


def form_token(folded: str, language: str) -> str:
    """The token of a word as it was written, in a text of a language."""
    return f"x{prefix(language)}{folded}"


def lemma_token(lemma: str, language: str) -> str:
    """The token of a lemma in a language."""
    return f"l{prefix(language)}{lemma}"


def prefix(language: str) -> str:
    """A language code as a part of tokens: of the language alone, whatever the country."""
    return language.partition("-")[0].lower()


def damped(tokens: Iterable[str]) -> Iterator[str]:
    """Each token once, twice if it comes twice, three times from four on, and so forth.

    The logarithm of how often it comes, as relevance goes; and fewer places have to be ranked.
    """
    for token, number in Counter(tokens).items():
        yield from [token] * number.bit_length()
