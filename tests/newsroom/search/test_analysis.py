"""The words of texts and questions, as the search compares them."""

import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import pytest
from django.core.checks import run_checks
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.search import analysis, polish
from newsroom.search.analysis import (
    Word,
    fold,
    form_of,
    lemmas,
    places,
    readings,
    words,
)
from newsroom.search.polish import Polish, Segment
from newsroom.search.spelling import MOST_SPELLINGS, spellings
from newsroom.search.stemming import ALGORITHMS
from newsroom.search.ukrainian import Ukrainian, pymorphy

needs_morfeusz = pytest.mark.skipif(polish.morfeusz() is None, reason="needs Morfeusz")
LANGUAGES = [*ALGORITHMS, "uk", "zz", "en-GB", ""]
TEXTS = st.text(
    st.characters(codec=None) | st.sampled_from("aąłзʼ'’-_\u00ad\u200b\u0301\x00\ud800")
)


class CountingAnalyser:
    """Knows the words it is given; counts those it is asked for."""

    def __init__(self, **known: str) -> None:
        self.known = known
        self.asked = 0

    def analyse(self, text: str) -> list[Segment]:
        found: list[Segment] = []
        for number, form in enumerate(text.split()):
            self.asked += 1
            lemma = self.known.get(form)
            tag = "subst" if lemma else "ign"
            found.append((number, number + 1, (form, lemma or form, tag, [], [])))
        return found


class UkrainianAnalyser:
    def normal_forms(self, word: str) -> list[str]:
        return {"містом": ["місто"], "об'єднанням": ["об'єднання"]}.get(word, [word])


def forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


def match(form: str, question: str, language: str = "pl") -> bool:
    return bool(set(lemmas(form, language)) & set(readings(question, language)))


def lemmas_of(language: analysis.Language, form: str) -> set[str]:
    (found,) = language.lemmas_of([form])
    return set(found)


@pytest.fixture
def without_morfeusz(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "morfeusz2", None)
    polish.morfeusz.cache_clear()
    analysis.version.cache_clear()
    yield
    polish.morfeusz.cache_clear()
    analysis.version.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Biało-czerwony sztandar", ["biało", "czerwony", "sztandar"]),
        ("w latach 2014-2020", ["w", "latach", "2014", "2020"]),
        ("d'Arc i Kennedy’ego", ["d", "arc", "i", "kennedy", "ego"]),
        ("plan_2024.pdf", ["plan", "2024", "pdf"]),
        ("biuro@example.org", ["biuro", "example", "org"]),
        ("przed\u00adsiębior\u200bstwo", ["przedsiębiorstwo"]),
        ("ło\u0301dz\u0301", ["łódź"]),
        ("комп'ютер, об’єднання", ["компʼютер", "обʼєднання"]),
        ("droga S7, 100 m²", ["droga", "s7", "100", "m²"]),
        ("STRASSE, Straße", ["strasse", "strasse"]),
        ("a\x00b\ud800c", ["a", "b", "c"]),
        ("\u0301 — „” \u200b_", []),
        ("", []),
    ],
)
def test_a_text_is_divided_into_words(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


def test_words_know_where_they_stand_in_the_text() -> None:
    text = "„Przed\u00adsiębior\u00adstwo” z\u0301le"

    assert words(text) == [Word("przedsiębiorstwo", 1, 19), Word("źle", 21, 25)]
    assert text[1:19] == "Przed\u00adsiębior\u00adstwo"


@given(TEXTS)
@example("a\u0345")
@example("ΐ")
@example("İ\u0307")
def test_any_text_has_words_that_can_be_cut_out_of_it(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert forms(text[word.start : word.end]) == [word.form]
        assert word.form == unicodedata.normalize("NFC", word.form)
        assert {unicodedata.category(character)[0] for character in word.form} <= {"L", "M", "N"}
        end = word.end


# Texts of usual characters are read in a quicker way.
UNUSUAL = " \u200b"
USUAL = st.text(st.sampled_from("aążzßkіп019 .,:-_'’`´„”()\n\t€…"), max_size=40)


@given(st.one_of(TEXTS, USUAL))
@example("п'п")
@example("aʼa")
@example("a'a")
def test_an_unusual_character_changes_nothing_in_words_before_it(text: str) -> None:
    assert words(text + UNUSUAL) == words(text)


@given(st.one_of(TEXTS, USUAL), st.integers(1, 3))
@example("aa a aa_a", 1)
@example("ab a-ab b.", 2)
@example(" ".join("abcdefghijklmnopqrstuvwxyz" * 2), 1)
def test_the_places_of_some_words_are_those_where_they_stand(text: str, step: int) -> None:
    said = words(text)
    wanted = {word.form for word in said[::step]}

    def tell(forms: set[str]) -> dict[str, list[int]]:
        return {form: [0, 1] for form in forms if form_of(form) in wanted}

    assert places(text, tell) == [
        (word.start, word.end, one) for word in said if word.form in wanted for one in (0, 1)
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("zażółć", "zazolc"),
        ("Łódź", "lodz"),
        ("Køge", "koge"),
        ("straße", "strasse"),
        ("œuvre", "oeuvre"),
        ("київський", "київський"),
        ("ґрунт", "ґрунт"),
        ("ёлка", "ёлка"),
        ("обʼєднання", "обєднання"),
        ("ﬁnanse", "finanse"),
        ("m²", "m2"),
        ("Ελλάδα", "ελλαδα"),
        ("が", "が"),
        ("a" * 100, "a" * 64),
        ("„-”", ""),
    ],
)
def test_diacritics_are_folded_but_not_cyrillic_letters(form: str, expected: str) -> None:
    assert fold(form) == expected


@given(TEXTS)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    folded = fold(text)

    assert fold(folded) == folded
    assert len(folded) <= 64
    assert not folded or folded.isalnum()


@given(TEXTS, st.sampled_from(LANGUAGES))
@example("\ud800a", "ru")
@example("a b", "pl")
def test_every_word_has_lemmas_in_every_language(form: str, language: str) -> None:
    found = lemmas(form, language)

    assert bool(found) == bool(fold(form[:64]))
    assert list(found) == sorted(set(found))
    assert all(lemma == fold(lemma) for lemma in found)
    assert set(found) <= set(readings(form, language))


@needs_morfeusz
@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("ekonomia", "ekonomii"),
        ("społeczna", "społecznej"),
        ("świętokrzyskie", "świętokrzyskiego"),
        ("świętokrzyskie", "świętokrzyskim"),
        ("spotkanie", "spotkaniach"),
        ("przedsiębiorstwo", "przedsiębiorstw"),
        ("społeczne", "społecznych"),
        ("miasto", "mieście"),
        ("kielce", "kielcach"),
        ("pies", "psa"),
        ("iść", "szedł"),
        ("dzień", "dni"),
        ("dobry", "najlepszego"),
        ("starachowice", "starachowic"),
        ("nowak", "nowakowi"),
        ("kowalski", "kowalską"),
        ("nowicki", "nowickiej"),
        ("dr", "doktora"),
    ],
)
def test_polish_words_are_found_inflected_and_typed_without_diacritics(
    question: str, form: str
) -> None:
    assert match(form, question)
    assert match(question, form)
    assert match(form, fold(question))
    assert match(question, fold(form))


@needs_morfeusz
@pytest.mark.parametrize(
    ("one", "other"), [("społeczny", "spółka"), ("miasto", "miastowy"), ("kielce", "kielich")]
)
def test_other_polish_words_are_not_found(one: str, other: str) -> None:
    assert not match(one, other)


@needs_morfeusz
def test_polish_forms_in_two_segments_have_the_lemma_of_the_first() -> None:
    assert lemmas("zbywajże", "pl") == ("zbywac",)
    assert lemmas("gdziem", "pl") == ("gdzie",)
    assert lemmas("coś", "pl") == ("cos",)


@needs_morfeusz
def test_homonyms_have_the_lemmas_of_all_their_readings() -> None:
    assert lemmas("spotkaniu", "pl") == ("spotkac", "spotkanie")
    assert set(lemmas("psa", "pl")) == {"pies"}


POLISH = (
    "po",
    "spotkaniu",
    "poszedłbym",
    "byłoby",
    "zrobiłam",
    "doń",
    "gdzieście",
    "żółć",
    "kowalską",
)


@needs_morfeusz
@given(st.lists(st.sampled_from(POLISH) | st.text(st.characters(categories=["L"]), min_size=1)))
@example(list(POLISH))
def test_polish_words_have_the_same_lemmas_together_as_alone(some: list[str]) -> None:
    language = Polish(polish.morfeusz())

    assert [set(found) for found in language.lemmas_of(some)] == [
        lemmas_of(language, form) for form in some
    ]


def test_forms_are_forgotten_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "MOST_MET", 5)
    monkeypatch.setattr(analysis, "_met", cache(analysis._Met))
    for number in range(20):
        analysis.meet(["miasta", f"psa{number}", f"nic{number}"], "pl")
        assert lemmas("miasta", "pl") and lemmas(f"nic{number}", "pl") == (f"nic{number}",)
        assert len(analysis._met("pl")) <= 5


def test_a_word_that_polish_does_not_know_has_its_form_and_its_stem() -> None:
    language = Polish(CountingAnalyser(miasta="miasto"))

    assert lemmas_of(language, "miasta") == {"miasto"}
    assert {"bzdryngolami", "bzdryngol"} <= lemmas_of(language, "bzdryngolami")


def test_a_surname_that_is_not_known_declines_as_an_adjective() -> None:
    language = Polish(CountingAnalyser())

    for form in ("bzdryngolska", "bzdryngolskiej", "bzdryngolskim", "bzdryngolscy"):
        assert "bzdryngolski" in lemmas_of(language, form)


@pytest.mark.parametrize("form", ["a" * 10_000, "zaoszczednosci" * 1000, "zl" * 16, "zolc" * 8])
def test_few_spellings_are_tried_however_many_a_word_may_have(form: str) -> None:
    analyser = CountingAnalyser()

    Polish(analyser).readings(form)

    assert analyser.asked <= MOST_SPELLINGS + 1


@given(st.text("aceglnosz ćłż"))
def test_spellings_differ_from_the_word_in_diacritics_alone(form: str) -> None:
    found = spellings(form)

    assert len(set(found)) == len(found) <= MOST_SPELLINGS
    assert form not in found
    assert {fold(spelling) for spelling in found} <= {fold(form)}


def test_a_word_typed_with_its_diacritics_is_not_given_others() -> None:
    language = Polish(CountingAnalyser(łaska="łaska", łąska="łąska", laska="laska"))

    assert set(language.readings("łaska")) == {"łaska"}
    assert set(language.readings("laska")) == {"laska", "łaska", "łąska"}


def test_without_morfeusz_polish_words_are_stemmed() -> None:
    language = Polish(None)

    assert lemmas_of(language, "ekonomia") & set(language.readings("ekonomią"))


def test_the_version_tells_an_index_made_without_morfeusz_from_others(
    request: pytest.FixtureRequest,
) -> None:
    if polish.morfeusz() is None:
        pytest.skip("needs Morfeusz")
    with_it = analysis.version()
    request.getfixturevalue("without_morfeusz")

    assert analysis.version() != with_it
    assert len(with_it) <= 64


def test_a_version_longer_than_its_place_is_told_apart_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    versions = set()
    for end in "ab":
        monkeypatch.setattr(analysis, "pymorphy_version", lambda end=end: "2" * 80 + end)
        analysis.version.cache_clear()
        versions.add(analysis.version())
    analysis.version.cache_clear()

    assert sorted(map(len, versions)) == [64, 64]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "company", "companies"),
        ("en-gb", "running", "runs"),
        ("de", "Häuser", "Hauses"),
        ("de-AT", "häuser", "hauser"),
        ("cs", "města", "městem"),
        ("fr", "élèves", "eleve"),
    ],
)
def test_words_of_other_languages_are_found_by_their_stems(
    language: str, one: str, other: str
) -> None:
    assert match(one, other, language)


def test_ukrainian_words_are_found_inflected_where_their_dictionary_is() -> None:
    language = Ukrainian(UkrainianAnalyser())

    assert lemmas_of(language, "містом") == {"місто"}
    assert lemmas_of(language, "обʼєднанням") == {"об'єднання"}


@pytest.mark.skipif(pymorphy() is not None, reason="has the Ukrainian dictionary")
def test_ukrainian_words_are_found_as_they_stand_without_it() -> None:
    assert lemmas("містом", "uk") == ("містом",)


def test_words_of_unknown_languages_and_numbers_are_found_as_they_stand() -> None:
    assert lemmas("ūdeņi", "lv") == ("udeni",)
    assert lemmas("s7", "pl") == ("s7",)
    assert lemmas("2014", "en") == ("2014",)


def test_threads_are_given_the_same_words_as_one() -> None:
    text = forms("Pies widział psa w mieście Kielcach")
    asked = [(form + ending, "pl") for form in text for ending in ("", "ów", "ami")]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda pair: lemmas(*pair), asked * 20))

    assert found == [lemmas(*pair) for pair in asked] * 20


@pytest.mark.usefixtures("without_morfeusz")
class TestTheCheck:
    def ids(self) -> set[str | None]:
        from newsroom.search import checks  # noqa: F401

        return {message.id for message in run_checks(tags=["newsroom"])}

    def test_polish_content_without_morfeusz_is_a_warning(self, settings: Any) -> None:
        settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("pl", "Polski")]
        settings.LANGUAGE_CODE = "pl"

        assert "newsroom.W007" in self.ids()

    def test_content_in_other_languages_needs_no_morfeusz(self, settings: Any) -> None:
        settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("en", "English")]
        settings.LANGUAGE_CODE = "en"

        assert "newsroom.W007" not in self.ids()


@needs_morfeusz
def test_polish_content_with_morfeusz_is_well() -> None:
    from newsroom.search import checks

    assert checks.check_polish_is_analysed(None) == []
