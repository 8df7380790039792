"""Invented news in three languages, the same for the same random numbers."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Words:
    """Parts of sentences: any of each, in this order, make one."""

    who: tuple[str, ...]
    what: tuple[str, ...]
    where: tuple[str, ...]
    why: tuple[str, ...]
    seen: tuple[str, ...]
    around: tuple[str, ...]

    def headline(self, random: Random) -> str:
        return f"{random.choice(self.who)} {random.choice(self.what)} {random.choice(self.where)}"

    def sentence(self, random: Random) -> str:
        return f"{self.headline(random)} {random.choice(self.why)}."

    def paragraph(self, random: Random, sentences: int = 6) -> str:
        return " ".join(self.sentence(random) for _ in range(sentences))

    def picture(self, random: Random) -> str:
        return f"{random.choice(self.seen)} {random.choice(self.around)}."


WORDS = {
    "pl": Words(
        who=(
            "Biblioteka wojewódzka", "Zarząd dróg", "Szpital powiatowy", "Muzeum regionalne",
            "Szkoła muzyczna", "Park krajobrazowy", "Kolej aglomeracyjna", "Urząd gminy",
        ),
        what=(
            "otwiera nową pracownię", "zaprasza na dzień otwarty", "kończy remont mostu",
            "kupuje autobusy elektryczne", "ogłasza nabór wniosków", "wytycza ścieżkę rowerową",
            "przyznaje stypendia uczniom", "uruchamia poradnię dla seniorów",
        ),
        where=(
            "w dolinie rzeki", "na południu regionu", "przy rynku", "w trzech powiatach",
            "na terenie dawnej fabryki", "obok dworca", "w górskich gminach",
        ),
        why=(
            "dzięki środkom europejskim", "na wniosek mieszkańców", "jeszcze przed końcem roku",
            "we współpracy z uczelnią", "po dwuletnich przygotowaniach",
            "aby skrócić drogę do szkoły i pracy", "za zgodą konserwatora zabytków",
        ),
        seen=(
            "Dwie kobiety oglądają plan budynku", "Dzieci sadzą młode drzewa",
            "Robotnicy układają kostkę", "Czerwony autobus stoi na pętli",
            "Orkiestra gra na scenie", "Ratowniczka pokazuje opatrunek",
        ),
        around=(
            "w jasnej, przeszklonej sali", "na tle zalesionych wzgórz", "pod zachmurzonym niebem",
            "przed ceglaną fasadą", "nad brzegiem rzeki o zmierzchu",
        ),
    ),
    "en": Words(
        who=(
            "The regional library", "The roads authority", "The county hospital",
            "The regional museum", "The music school", "The nature park", "The city railway",
            "The municipal office",
        ),
        what=(
            "opens a new workshop", "invites everybody to an open day", "finishes a bridge",
            "buys electric buses", "calls for applications", "lays out a cycle path",
            "awards grants to pupils", "starts a clinic for older people",
        ),
        where=(
            "in the river valley", "in the south of the region", "by the market square",
            "in three counties", "on the grounds of an old factory", "next to the station",
            "in the mountain villages",
        ),
        why=(
            "with European funds", "because residents asked for it", "before the end of the year",
            "together with the university", "after two years of preparation",
            "to shorten the way to school and work", "with the conservator's consent",
        ),
        seen=(
            "Two women look at the plan of a building", "Children plant young trees",
            "Workers lay paving stones", "A red bus stands at its last stop",
            "An orchestra plays on a stage", "A paramedic shows how to dress a wound",
        ),
        around=(
            "in a bright hall of glass", "with wooded hills behind", "under a cloudy sky",
            "in front of a brick wall", "on the bank of a river at dusk",
        ),
    ),
    "uk": Words(
        who=(
            "Обласна бібліотека", "Служба доріг", "Районна лікарня", "Краєзнавчий музей",
            "Музична школа", "Природний парк", "Приміська залізниця", "Сільська рада",
        ),
        what=(
            "відкриває нову майстерню", "запрошує на день відкритих дверей",
            "завершує ремонт мосту", "купує електричні автобуси", "оголошує набір заявок",
            "прокладає велодоріжку", "призначає стипендії учням", "відкриває кабінет для літніх",
        ),
        where=(
            "у долині річки", "на півдні області", "біля ринкової площі", "у трьох районах",
            "на території старої фабрики", "поруч із вокзалом", "у гірських громадах",
        ),
        why=(
            "завдяки європейським коштам", "на прохання мешканців", "ще до кінця року",
            "разом з університетом", "після дворічної підготовки",
            "щоб скоротити шлях до школи й роботи", "за згодою охорони пам’яток",
        ),
        seen=(
            "Дві жінки розглядають план будівлі", "Діти саджають молоді дерева",
            "Робітники кладуть бруківку", "Червоний автобус стоїть на кінцевій",
            "Оркестр грає на сцені", "Рятувальниця показує, як перев’язати рану",
        ),
        around=(
            "у світлій скляній залі", "на тлі лісистих пагорбів", "під хмарним небом",
            "перед цегляним фасадом", "на березі річки в сутінках",
        ),
    ),
}  # fmt: skip
