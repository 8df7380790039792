"""Which script a language is written in, and in which one a text is."""

import re

_SCRIPTS = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ",
    "Greek": "Ͱ-Ͽἀ-῿",
    "Cyrillic": "Ѐ-ԯ",
    "Armenian": "԰-֏",
    "Hebrew": "֐-׿",
    "Arabic": "؀-ۿݐ-ݿ",
    "Georgian": "Ⴀ-ჿ",
}
_LANGUAGES = {
    "Latin": "bs ca cs cy da de en es et eu fi fr ga gl hr hu is it lb lt lv mt nb nl nn no pl pt "
    "ro sk sl sq sv tr vi",
    "Greek": "el",
    "Cyrillic": "be bg kk ky mk mn ru tg uk",
    "Armenian": "hy",
    "Hebrew": "he yi",
    "Arabic": "ar fa ur",
    "Georgian": "ka",
}
_SCRIPT_OF = {
    code: script for script, languages in _LANGUAGES.items() for code in languages.split()
}
_WORDS = {
    script: re.compile(rf"[{letters}][{letters}'’ʼ-]*") for script, letters in _SCRIPTS.items()
}
_ANY_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_QUOTED = re.compile(r"[„“«\"][^„“”«»\"]*[”“»\"]")
_MOST_NAMES = 3  # words in capitals that may be one name in another script


def is_foreign(text: str, language: str) -> bool:
    """Whether the text is not in the language's script; names, acronyms, quotes may be in any.

    A language that is written in several scripts, or that is not known, accepts all.
    """
    script = _SCRIPT_OF.get(language.partition("-")[0].lower())
    if script is None:
        return False
    words = _ANY_WORD.findall(_QUOTED.sub(" ", text))
    own = [word for word in words if _WORDS[script].fullmatch(word)]
    others = [word for word in words if word not in own and not word.isupper()]
    if not others or len(others) <= len(own):
        return False
    is_name = len(others) <= _MOST_NAMES and all(word[0].isupper() for word in others)
    return not is_name
