"""What nobody should type into a search, and somebody will; the same for the same seed."""

from collections.abc import Callable, Sequence
from random import Random

from .vocabulary import lexemes

# Common words of all three languages and of the photos' credits, which every article bears.
IN_EVERY_ARTICLE = ("biuro", "prasowe")
MOST_COMMON = range(25, 90)
OPERATORS = (
    "AND", "OR", "NOT", "NEAR", "NEAR(a b, 5)", "^", "*", "-", "+", ":", "(", ")", "{title}",
    "title:", "forms :", "<->", "<2>", "&", "|", "!", ":*", ":*A", "'", "''", "\\", "\\'", "%", "_",
    ";", "--", "/*", "$$", "{0.1, 0.2}", "::tsquery",
)  # fmt: skip
QUOTES = ('"', "'", "“", "”", "„", "«", "»", "`", "＂", '""', '\\"')
STRANGE = (
    "\x00", "a\x00b", "\x1f", "\x7f", "\u200b", "\u202e", "\ufeff", "\ufffd", "\U0001f98a",
    "\U0001f469\u200d\U0001f680", "e\u0301" * 40, "İstanbul", "ﬁ", "ß", "ʼ", "Ⅷ", "①", "שלום",
    "日本語", "नमस्ते", "\u0300" * 30,
)  # fmt: skip
SCRIPTS = ("szкola", "pаrk", "концертy", "школаpark", "bіblioteka", "парк park 公園")


def hostile_queries(number: int, seed: int = 1) -> list[str]:
    random = Random(f"hostile {seed}")
    return [random.choice(KINDS)(random) for _ in range(number)]


def _common(random: Random) -> str:
    language = random.choice(("pl", "pl", "en", "uk"))
    return random.choice(lexemes(language)[random.choice(MOST_COMMON)].forms)


def _some(random: Random, parts: Sequence[str], most: int) -> list[str]:
    return [random.choice(parts) for _ in range(random.randint(1, most))]


def operators(random: Random) -> str:
    words = [*_some(random, OPERATORS, 4), _common(random), *_some(random, OPERATORS, 4)]
    random.shuffle(words)
    return random.choice((" ", "")).join(words)


def quotes(random: Random) -> str:
    words = [_common(random) for _ in range(random.randint(1, 4))]
    for _ in range(random.randint(1, 4)):
        words.insert(random.randrange(len(words) + 1), random.choice(QUOTES))
    return random.choice((" ", "")).join(words)


def strange(random: Random) -> str:
    return " ".join((*_some(random, STRANGE, 3), _common(random)))


def very_long(random: Random) -> str:
    """10 kB, of words or of one."""
    if random.random() < 0.3:
        return random.choice("aąж*\"(-'1") * 10_000
    text = ""
    while len(text) < 10_000:
        text += _common(random) + random.choice((" ", " ", "-", '"', "* "))
    return text[:10_000]


def one_letter(random: Random) -> str:
    return random.choice("aeiozwnąłsxжі1") + random.choice(("", "", " ", "*"))


def beginning(random: Random) -> str:
    words = [_common(random)[: random.randint(1, 4)] + "*" for _ in range(random.randint(1, 4))]
    return " ".join(words)


def being_typed(random: Random) -> str:
    """Two or three letters, which begin thousands of words."""
    return _common(random)[: random.randint(2, 3)]


def in_every_article(random: Random) -> str:
    return " ".join(random.sample((*IN_EVERY_ARTICLE, _common(random)), random.randint(1, 3)))


def many_common(random: Random) -> str:
    """As many as are read, and some more."""
    return " ".join(_common(random) for _ in range(random.randint(16, 20)))


def without_common(random: Random) -> str:
    return f"{_common(random)} -{_common(random)} -{_common(random)}"


def misspelled(random: Random) -> str:
    """What needs "did you mean"."""
    return " ".join(_misspelled(random, _common(random)) for _ in range(random.randint(1, 3)))


def _misspelled(random: Random, word: str) -> str:
    place = random.randrange(len(word))
    letter = random.choice("abcdefghijklmnoprstuwyzпркс")
    return random.choice((
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :],
    ))  # fmt: skip


def unknown(random: Random) -> str:
    """What nothing is near to, though much begins the same."""
    letters = "abcdegiklmnoprstwyz"
    words = ["".join(random.choices(letters, k=random.randint(3, 14))) for _ in range(3)]
    return " ".join(words[: random.randint(1, 3)])


def mixed_scripts(random: Random) -> str:
    return " ".join((*_some(random, SCRIPTS, 3), _common(random)))


def phrase(random: Random) -> str:
    words = lexemes("pl")[:40]
    some = [random.choice(random.choice(words).forms) for _ in range(random.randint(2, 5))]
    return f'"{" ".join(some)}"'


def noise(random: Random) -> str:
    return "".join(chr(random.choice((random.randrange(1, 0x250), random.randrange(0x400, 0xD000))))
                   for _ in range(random.randint(1, 200)))  # fmt: skip


KINDS: tuple[Callable[[Random], str], ...] = (
    operators, quotes, strange, very_long, one_letter, beginning, being_typed, in_every_article,
    many_common, without_common, misspelled, unknown, mixed_scripts, phrase, noise,
)  # fmt: skip
