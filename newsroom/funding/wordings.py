"""What the funding rules want said, in the words in common official use; not ours to translate."""

from typing import NamedTuple


class Wording(NamedTuple):
    """Words of one language: a statement of co-funding, the Union's name, and its emblem's."""

    language: str
    co_funded: str
    union: str
    emblem: str


# Annex IX of Regulation (EU) 2021/1060 names the statement; the Commission publishes it in the
# Union's languages. Ukrainian is no such language; there it is what its programmes use.
WORDINGS = {
    wording.language: wording
    for wording in (
        Wording("bg", "Съфинансирано от Европейския съюз", "Европейски съюз", "Емблема на Европейския съюз"),
        Wording("cs", "Spolufinancováno Evropskou unií", "Evropská unie", "Znak Evropské unie"),
        Wording("da", "Medfinansieret af Den Europæiske Union", "Den Europæiske Union", "Den Europæiske Unions emblem"),
        Wording("de", "Kofinanziert von der Europäischen Union", "Europäische Union", "Emblem der Europäischen Union"),
        Wording("el", "Με τη συγχρηματοδότηση της Ευρωπαϊκής Ένωσης", "Ευρωπαϊκή Ένωση", "Έμβλημα της Ευρωπαϊκής Ένωσης"),
        Wording("en", "Co-funded by the European Union", "European Union", "Emblem of the European Union"),
        Wording("es", "Cofinanciado por la Unión Europea", "Unión Europea", "Emblema de la Unión Europea"),
        Wording("et", "Kaasrahastanud Euroopa Liit", "Euroopa Liit", "Euroopa Liidu embleem"),
        Wording("fi", "Euroopan unionin osarahoittama", "Euroopan unioni", "Euroopan unionin tunnus"),
        Wording("fr", "Cofinancé par l’Union européenne", "Union européenne", "Emblème de l’Union européenne"),
        Wording("ga", "Arna chómhaoiniú ag an Aontas Eorpach", "An tAontas Eorpach", "Suaitheantas an Aontais Eorpaigh"),
        Wording("hr", "Sufinancira Europska unija", "Europska unija", "Amblem Europske unije"),
        Wording("hu", "Az Európai Unió társfinanszírozásával", "Európai Unió", "Az Európai Unió emblémája"),
        Wording("it", "Cofinanziato dall’Unione europea", "Unione europea", "Emblema dell’Unione europea"),
        Wording("lt", "Bendrai finansuoja Europos Sąjunga", "Europos Sąjunga", "Europos Sąjungos emblema"),
        Wording("lv", "Līdzfinansē Eiropas Savienība", "Eiropas Savienība", "Eiropas Savienības emblēma"),
        Wording("mt", "Kofinanzjat mill-Unjoni Ewropea", "Unjoni Ewropea", "Emblema tal-Unjoni Ewropea"),
        Wording("nl", "Medegefinancierd door de Europese Unie", "Europese Unie", "Embleem van de Europese Unie"),
        Wording("pl", "Dofinansowane przez Unię Europejską", "Unia Europejska", "Znak Unii Europejskiej"),
        Wording("pt", "Cofinanciado pela União Europeia", "União Europeia", "Emblema da União Europeia"),
        Wording("ro", "Cofinanțat de Uniunea Europeană", "Uniunea Europeană", "Emblema Uniunii Europene"),
        Wording("sk", "Spolufinancovaný Európskou úniou", "Európska únia", "Znak Európskej únie"),
        Wording("sl", "Sofinancira Evropska unija", "Evropska unija", "Emblem Evropske unije"),
        Wording("sv", "Medfinansieras av Europeiska unionen", "Europeiska unionen", "Europeiska unionens emblem"),
        Wording("uk", "Співфінансується Європейським Союзом", "Європейський Союз", "Емблема Європейського Союзу"),
    )
}  # fmt: skip


def wording_in(language: str) -> Wording:
    """The words of a language (BCP 47), or the English ones, which every language may use."""
    return WORDINGS.get(language.partition("-")[0].lower(), WORDINGS["en"])
