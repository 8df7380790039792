"""The European programmes and funds that Polish offices write of, and how their names decline.

Sources write “w ramach Regionalnego Programu Operacyjnego …”; the names kept are nominative and
official. The years belong to the name wherever an earlier programme was called the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Programme:
    name: str
    period: str
    expression: re.Pattern[str]


# In the genitive, as in “Województwa …”.
VOIVODESHIPS_2014 = {
    "Dolnośląskiego": "",
    "Kujawsko-Pomorskiego": "na lata ",
    "Lubelskiego": "na lata ",
    "Łódzkiego": "na lata ",
    "Małopolskiego": "na lata ",
    "Mazowieckiego": "na lata ",
    "Opolskiego": "na lata ",
    "Podkarpackiego": "na lata ",
    "Podlaskiego": "na lata ",
    "Pomorskiego": "na lata ",
    "Śląskiego": "na lata ",
    "Świętokrzyskiego": "na lata ",
    "Warmińsko-Mazurskiego": "na lata ",
    "Zachodniopomorskiego": "",
}
REGIONS_2021 = [
    "Dolnego Śląska",
    "Kujaw i Pomorza",
    "Lubelskiego",
    "Lubuskiego",
    "Łódzkiego",
    "Małopolski",
    "Mazowsza",
    "Opolskiego",
    "Podkarpacia",
    "Podlaskiego",
    "Pomorza",
    "Pomorza Zachodniego",
    "Śląskiego",
    "Świętokrzyskiego",
    "Warmii i Mazur",
    "Wielkopolski",
]
OPERATIONAL_2014 = {
    "Infrastruktura i Środowisko": " 2014-2020",
    "Inteligentny Rozwój": " 2014-2020",
    "Wiedza Edukacja Rozwój": " 2014-2020",
    "Polska Cyfrowa": " na lata 2014-2020",
    "Polska Wschodnia": " 2014-2020",
    "Pomoc Techniczna": " 2014-2020",
    "Pomoc Żywnościowa": " 2014-2020",
    "Rybactwo i Morze": " 2014-2020",
}
# Without a namesake before 2014, so that the years may be missing.
NEW_IN_2014 = {
    "Inteligentny Rozwój",
    "Wiedza Edukacja Rozwój",
    "Polska Cyfrowa",
    "Polska Wschodnia",
}
NATIONAL_2021 = [
    "na Infrastrukturę, Klimat, Środowisko",
    "dla Nowoczesnej Gospodarki",
    "dla Rozwoju Społecznego",
    "na Rozwój Cyfrowy",
    "dla Polski Wschodniej",
    "na Pomoc Żywnościową",
    "dla Rybactwa",
]
# Canonical name, and its nominative and genitive with alternatives as an expression.
OTHER_PROGRAMMES = [
    (
        "Regionalny Program Operacyjny – Lubuskie 2020",
        "2014-2020",
        r"Regionaln(?:y|ego) Program(?:u)? Operacyjn(?:y|ego) (?:[-–] )?Lubuskie 2020",
    ),
    (
        "Wielkopolski Regionalny Program Operacyjny na lata 2014-2020",
        "2014-2020",
        r"Wielkopolski(?:ego)? Regionaln(?:y|ego) Program(?:u)? Operacyjn(?:y|ego) "
        r"(?:na lata )?2014-2020",
    ),
    (
        "Program Rozwoju Obszarów Wiejskich na lata 2014-2020",
        "2014-2020",
        r"Program(?:u)? Rozwoju Obszarów Wiejskich (?:na lata )?2014-2020",
    ),
    (
        "Pomoc Techniczna dla Funduszy Europejskich 2021-2027",
        "2021-2027",
        r"Pomoc(?:y)? Techniczn(?:a|ej) dla Funduszy Europejskich(?: 2021-2027)?",
    ),
    (
        "Plan Strategiczny dla Wspólnej Polityki Rolnej na lata 2023-2027",
        "2021-2027",
        r"Plan(?:u)? Strategiczn(?:y|ego) dla Wspólnej Polityki Rolnej(?: na lata 2023-2027)?",
    ),
    (
        "Krajowy Plan Odbudowy i Zwiększania Odporności",
        "2021-2027",
        r"Krajow(?:y|ego) Plan(?:u)? Odbudowy(?: i Zwiększania Odporności)?",
    ),
]
FUNDS_BY_EXPRESSION = [
    (
        "Europejski Fundusz Społeczny Plus",
        r"Europejski(?:ego)? Fundusz(?:u)? Społeczn(?:y|ego)"
        r"(?: Plus\b| ?\+)|\bEFS ?(?:\+|Plus\b)",
    ),
    (
        "Europejski Fundusz Społeczny",
        r"Europejski(?:ego)? Fundusz(?:u)? Społeczn(?:y|ego)\b|\bEFS\b",
    ),
    (
        "Europejski Fundusz Rozwoju Regionalnego",
        r"Europejski(?:ego)? Fundusz(?:u)? Rozwoju Regionalnego|\bEFRR\b",
    ),
    ("Fundusz Spójności", r"Fundusz(?:u)? Spójności"),
    (
        "Fundusz na rzecz Sprawiedliwej Transformacji",
        r"Fundusz(?:u)? (?:na rzecz )?Sprawiedliwej Transformacji|\bFST\b",
    ),
    (
        "Europejski Fundusz Rolny na rzecz Rozwoju Obszarów Wiejskich",
        r"Europejski(?:ego)? Fundusz(?:u)? Roln(?:y|ego) na rzecz Rozwoju Obszarów Wiejskich"
        r"|\bEFRROW\b",
    ),
    (
        "Europejski Fundusz Morski, Rybacki i Akwakultury",
        r"Europejski(?:ego)? Fundusz(?:u)? Morski(?:ego)?, Rybacki(?:ego)? i Akwakultury",
    ),
    (
        "Europejski Fundusz Morski i Rybacki",
        r"Europejski(?:ego)? Fundusz(?:u)? Morski(?:ego)? i Rybacki(?:ego)?",
    ),
    (
        "Europejski Fundusz Pomocy Najbardziej Potrzebującym",
        r"Europejski(?:ego)? Fundusz(?:u)? Pomocy Najbardziej Potrzebującym",
    ),
    ("Fundusz Azylu, Migracji i Integracji", r"Fundusz(?:u)? Azylu, Migracji i Integracji"),
    (
        "Instrument na rzecz Odbudowy i Zwiększania Odporności",
        r"Instrument(?:u)? na rzecz Odbudowy i Zwiększania Odporności",
    ),
]


def compiled(expression: str) -> re.Pattern[str]:
    # Years of another period make it another programme of the same name.
    other_years = r"(?! ?(?:na lata )?(?:19|20)\d\d)"
    return re.compile(rf"(?<!\w)(?:{expression})(?!\w){other_years}", re.IGNORECASE)


def programmes() -> Iterator[Programme]:
    for region, years in VOIVODESHIPS_2014.items():
        yield Programme(
            f"Regionalny Program Operacyjny Województwa {region} {years}2014-2020",
            "2014-2020",
            compiled(
                r"Regionaln(?:y|ego) Program(?:u)? Operacyjn(?:y|ego) Województwa "
                rf"{region} (?:na lata )?2014-2020"
            ),
        )
    for subject, years in OPERATIONAL_2014.items():
        optional = "?" if subject in NEW_IN_2014 else ""
        yield Programme(
            f"Program Operacyjny {subject}{years}",
            "2014-2020",
            compiled(
                rf"Program(?:u)? Operacyjn(?:y|ego) {subject.replace(' ', ',? ')}"
                rf"(?: (?:na lata )?2014-2020){optional}"
            ),
        )
    for purpose in [*(f"dla {region}" for region in REGIONS_2021), *NATIONAL_2021]:
        yield Programme(
            f"Fundusze Europejskie {purpose} 2021-2027",
            "2021-2027",
            compiled(
                rf"Fundusz(?:e|y) Europejski(?:e|ch) {purpose}(?: (?:na lata )?2021-2027)?"
                # “dla Pomorza” is not “dla Pomorza Zachodniego”.
                r"(?! Zachodniego)"
            ),
        )
    for name, period, expression in OTHER_PROGRAMMES:
        yield Programme(name, period, compiled(expression))


PROGRAMMES = list(programmes())
# Longer names stand before those they begin with.
FUND = compiled(
    "|".join(
        f"(?P<fund{index}>{expression})"
        for index, (_, expression) in enumerate(FUNDS_BY_EXPRESSION)
    )
)


def plain(text: str) -> str:
    """The text in the spelling of the table: hyphens, no quotation marks, single spaces."""
    text = re.sub(r"[„”“\"«»]", "", text)
    text = re.sub(r"\s*[‐‑‒–—-]\s*(?=(?:19|20)\d\d)", "-", text)
    return " ".join(text.split())


def find_programme(text: str) -> Programme | None:
    """The first programme that the text names in the nominative or genitive."""
    text = plain(text)
    found = [
        (match.start(), each) for each in PROGRAMMES if (match := each.expression.search(text))
    ]
    return min(found, key=lambda place: place[0])[1] if found else None


def find_funds(text: str) -> list[str]:
    """The official names of the funds that the text names, in its order."""
    found = (
        FUNDS_BY_EXPRESSION[int(match.lastgroup[4:])][0]
        for match in FUND.finditer(plain(text))
        if match.lastgroup
    )
    return list(dict.fromkeys(found))
