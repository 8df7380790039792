"""Texts in three languages whose words decline, drawn as words are: few often, most hardly ever.

The most frequent words are real ones, the others are invented syllables with real endings. The same
numbers give the same texts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

# Words without their forms: an archive's vocabulary is some times as large.
LEXEMES = 20_000
# Words that say nothing come first, then real ones, then invented ones.
TITLE, LEAD, BODY, SENTENCE = 8, 25, 370, 12  # words
PARAGRAPHS = 5


@dataclass(frozen=True)
class Language:
    """Words ``without`` meaning and ``invariable`` ones have one form; of the others a stem is
    followed by any of its endings, by the first ones most often.
    """

    without: str
    invariable: str
    declined: tuple[tuple[str, str], ...]
    onsets: str
    vowels: str


LANGUAGES = {
    "pl": Language(
        "w i na z się do że nie o jest po za od oraz dla przez ale jak przy tego które są tym już",
        "wczoraj dzisiaj jutro bardzo również między około łącznie razem ponad wkrótce bezpłatnie "
        "szczególnie obecnie dodatkowo ponownie corocznie codziennie wspólnie lokalnie",
        (
            (
                "dota inwesty konferen promo eduka rehabilita moderniza realiza organiza sta "
                "informa kolek trady rewitaliza komunika degusta deklara instytu",
                "cja cji cję cją cje cjach cjom cjami",
            ),
            (
                "projekt most koncert festiwal remont park region termin autobus program "
                "zabytek student samorząd wniosek szpital ogród",
                "∅ u em owi y ów ach om ami",
            ),
            (
                "zad spotk rozwiąz dofinansow mieszk bad głosow przygotow oczekiw powit",
                "anie ania aniu aniem ań aniach aniom aniami",
            ),
            (
                "now regionaln społeczn kulturaln publiczn drogow zdrowotn bezpieczn gminn "
                "powiatow młod turystyczn ekologiczn zawodow sportow miejscow",
                "ego ej y a e ym ych ą ymi emu",
            ),
        ),
        "b br ch cz d dr dz f g gr h j k kl kr l ł m n p pr r s sk sz t tr w z ż",
        "a e i o u y ą ę ó",
    ),
    "en": Language(
        "the of and to in a is that for it was on are as with his they at be this from have or by",
        "yesterday today tomorrow almost together soon again nearby across ahead twice",
        (
            (
                "project bridge school library museum region county hospital concert festival park "
                "grant bus train street student visitor farmer garden market meeting",
                "∅ s",
            ),
            ("open invest support build plan repair start visit award present", "∅ ed ing s"),
            ("public new local region cultural social rural safe green young", "∅ ly er"),
        ),
        "b bl br ch d dr f fl g gr h j k l m n p pl pr qu r s sh st t th tr v w",
        "a e i o u ea oo ai",
    ),
    "uk": Language(
        "і в на з у що до не за та про як це від по його для є але й який вони так або",
        "учора сьогодні завтра дуже також разом понад скоро щойно майже часто",
        (
            (
                "проєкт міст парк концерт фестивал район ремонт автобус музе закон регіон кра",
                "∅ у ом ові и ів ах ам ами",
            ),
            ("школ бібліотек лікарн дорог галере виставк програм громад", "а и у ою і ах ам ами"),
            ("нов обласн міськ сільськ громадськ культурн безпечн", "ий ого ому им а ої у е их"),
        ),
        "б бр в г ґ д др ж з к кл кр л м н п пр р с ск т тр ф х ц ч ш",
        "а е и і о у я ю є",
    ),
}


@dataclass(frozen=True)
class Lexeme:
    """A word in all its forms, the most frequent first."""

    forms: tuple[str, ...]


@cache
def lexemes(language: str) -> tuple[Lexeme, ...]:
    """All words of a language, the most frequent first."""
    found: dict[Lexeme, None] = {}
    endless = _lexemes(language)
    while len(found) < LEXEMES:
        found[next(endless)] = None
    return tuple(found)


def _lexemes(language: str) -> Iterator[Lexeme]:
    words, random = LANGUAGES[language], Random(f"vocabulary of {language}")
    yield from (Lexeme((word,)) for word in words.without.split())
    real = [Lexeme((word,)) for word in words.invariable.split()]
    for stems, endings in words.declined:
        real += [_declined(stem, endings) for stem in stems.split()]
    random.shuffle(real)
    yield from real
    onsets, vowels = words.onsets.split(), words.vowels.split()
    while True:
        syllables = random.choice((1, 2, 2, 3))
        stem = "".join(random.choice(onsets) + random.choice(vowels) for _ in range(syllables))
        yield _declined(stem + random.choice(onsets), random.choice(words.declined)[1])


def _declined(stem: str, endings: str) -> Lexeme:
    return Lexeme(tuple(stem + ending.strip("∅") for ending in endings.split()))


@cache
def _drawn(language: str) -> tuple[Sequence[str], Sequence[float]]:
    """All forms with the sums of their weights: Zipf's law for words, and again for their forms."""
    forms, weights = [], []
    for rank, lexeme in enumerate(lexemes(language), start=1):
        whole = sum(1 / place for place, _ in enumerate(lexeme.forms, start=1))
        for place, form in enumerate(lexeme.forms, start=1):
            forms.append(form)
            weights.append(1 / rank / place / whole)
    return forms, list(accumulate(weights))


@dataclass(frozen=True)
class Text:
    title: str
    lead: str
    paragraphs: list[str]

    @property
    def html(self) -> str:
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)


def text(random: Random, language: str) -> Text:
    """About 400 words."""
    forms, weights = _drawn(language)

    def some(number: int) -> list[str]:
        return random.choices(forms, cum_weights=weights, k=number)

    body = BODY // PARAGRAPHS
    return Text(
        " ".join(some(TITLE)).capitalize(),
        _sentences(some(LEAD)),
        [_sentences(some(random.randrange(body - 20, body + 20))) for _ in range(PARAGRAPHS)],
    )


def _sentences(words: list[str]) -> str:
    parts = [words[start : start + SENTENCE] for start in range(0, len(words), SENTENCE)]
    return " ".join(f"{' '.join(part).capitalize()}." for part in parts)


def never_seen(random: Random, number: int) -> list[str]:
    """Words that no text has, with the endings of Polish."""
    letters = "bcdfghjklmnprstwz"
    return [
        "x" + "".join(random.choice(letters) + random.choice("aeiouy") for _ in range(4)) + "cją"
        for _ in range(number)
    ]
