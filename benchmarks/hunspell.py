"""The forms of hunspell's dictionaries: a headword, and what its flags make of it.

Only what the Polish dictionary makes use of is read: single-character flags, and suffixes and
prefixes of one level, which never go together (hunspell(5), "Affix file options").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path("/usr/share/hunspell")  # of Debian's package hunspell-pl
ADVERB = "y"  # społeczny, społecznie: another word, which this flag derives


@dataclass(frozen=True)
class Rule:
    """Under one condition, what is taken off a word and everything that is put on instead."""

    stripped: str
    added: list[str]
    condition: re.Pattern[str]
    is_prefix: bool

    def suits(self, word: str) -> bool:
        if self.is_prefix:
            return word.startswith(self.stripped) and bool(self.condition.match(word))
        return word.endswith(self.stripped) and bool(self.condition.search(word))


@dataclass
class Dictionary:
    """Headwords with their flags; ``rules`` by flag."""

    headwords: dict[str, str]
    rules: dict[str, list[Rule]]
    ending: int  # letters at the end of a word on which it depends which rules suit
    suffixes: dict[tuple[str, str], list[Rule]] = field(default_factory=dict)

    def has_forms(self, headword: str) -> bool:
        return headword.isalpha() and len(self.inflected(headword)) > 2

    def inflected(self, headword: str) -> list[str]:
        """The headword and its forms, without negations and without adverbs."""
        return list(dict.fromkeys([headword, *self._forms(headword, derived=False)]))

    def derived(self, headword: str) -> Iterator[str]:
        """The same with everything that the dictionary makes of the headword."""
        yield headword
        yield from self._forms(headword, derived=True)

    def _forms(self, word: str, derived: bool) -> Iterator[str]:
        for flag in self.headwords[word]:
            if flag == ADVERB and not derived:
                continue
            for rule in self._rules(flag, word[-self.ending :]):
                stem = word[: len(word) - len(rule.stripped)]
                yield from map(stem.__add__, rule.added)
            if derived:
                for rule in self.rules[flag]:
                    if rule.is_prefix and rule.suits(word):
                        yield from (added + word[len(rule.stripped) :] for added in rule.added)

    def _rules(self, flag: str, ending: str) -> list[Rule]:
        found = self.suffixes.get((flag, ending))
        if found is None:
            found = self.suffixes[flag, ending] = [
                rule for rule in self.rules[flag] if not rule.is_prefix and rule.suits(ending)
            ]
        return found


def read(folder: Path = FOLDER, name: str = "pl_PL") -> Dictionary:
    affixes = (folder / f"{name}.aff").read_bytes()
    declared = re.search(rb"^SET\s+(\S+)", affixes, re.MULTILINE)
    encoding = declared[1].decode() if declared else "utf-8"
    added_by: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for line in affixes.decode(encoding).splitlines():
        match line.split():
            case ["SFX" | "PFX" as kind, flag, stripped, added, condition, *_]:
                rule = (flag, kind, _letters(stripped), condition)
                added_by[rule].append(_letters(added))
    rules: dict[str, list[Rule]] = defaultdict(list)
    for (flag, affix, stripped, condition), added_all in added_by.items():
        is_prefix = affix == "PFX"
        pattern = f"^{condition}" if is_prefix else f"{condition}$"
        rules[flag].append(Rule(stripped, added_all, re.compile(pattern), is_prefix))
    lines = (folder / f"{name}.dic").read_text(encoding).splitlines()[1:]  # the first counts them
    headwords = dict(line.strip().partition("/")[::2] for line in lines)
    return Dictionary(headwords, rules, _longest(added_by))


def _letters(written: str) -> str:
    return "" if written == "0" else written


def _longest(rules: Iterable[tuple[str, str, str, str]]) -> int:
    return max(
        max(len(stripped), len(re.sub(r"\[[^]]*\]", ".", condition)))
        for _, _, stripped, condition in rules
    )
