"""Words that say only that there is a picture, by language; a host's texts mix them freely.

Each language has a module with ``PICTURES`` (nouns for a picture of any kind), ``MEDIA`` (nouns
for kinds that are worth saying), ``FILLERS`` (words that add nothing to them), ``PHRASES`` (what
stands where nothing was described) and ``OPENINGS`` (how texts begin that say first that they
describe a picture, or that a program wrote; ``ARTICLES`` may come before). Words are divided by
spaces, phrases by lines.
"""

from . import de, en, pl, uk

_LANGUAGES = (de, en, pl, uk)


def _words(name: str) -> frozenset[str]:
    return frozenset(word for language in _LANGUAGES for word in getattr(language, name).split())


def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    lines = [line for language in _LANGUAGES for line in getattr(language, name).splitlines()]
    return frozenset(tuple(line.split()) for line in lines)


PICTURES = _words("PICTURES")
MEDIA = PICTURES | _words("MEDIA")
FILLERS = _words("FILLERS")
ARTICLES = _words("ARTICLES")
PHRASES = _phrases("PHRASES") - {()}
OPENINGS = _phrases("OPENINGS") - {()}
