"""Captures in the shape of portal pages, of an office and of people that do not exist."""

from pathlib import Path

WITH_BOXES = """\
Czytelnia nad zalewem zaprasza rodziny na warsztaty

Data opublikowania:

Czytelnia nad zalewem zaprasza rodziny na warsztaty

W sobotę czytelnia otworzy trzy pracownie dla dzieci i dorosłych. Wstęp jest wolny.

Pracownie poprowadzą bibliotekarki z <Nadrzecza> & okolic. – Każdy znajdzie coś dla siebie – mówią.

Na miejscu czekają:
• farby i papier,
• lupy i mikroskopy.

Galeria zdjęć

  • Czytelnia nad zalewem zaprasza rodziny na warsztaty
  • Czytelnia nad zalewem zaprasza rodziny na warsztaty
  • Czytelnia nad zalewem zaprasza rodziny na warsztaty

Wolontariat (WN)

Wolontariuszem może zostać każdy, kto ma skończone trzynaście lat. Czy to trudne?

Otwarta Czytelnia

Czytelnia działa od wtorku do soboty i ma sześć tysięcy książek.

Mapa czytelni powiatu nadrzeckiego

Projekt „Otwarta Czytelnia”

Projekt partnerski „Otwarta Czytelnia” realizowany jest przez Dom Kultury Gminy Nadrzecze w ramach \
Regionalnego Programu Operacyjnego Województwa Podlaskiego na lata 2014–2020, współfinansowanego \
ze środków Europejskiego Funduszu Rozwoju Regionalnego, Oś priorytetowa 8 Usługi dla każdego, \
Działanie 8.2 Miejsca spotkań i nauki, Poddziałanie 8.2.1 Czytelnie wiejskie (nabór otwarty).

Projekt stawia sobie za cel trzy nowe czytelnie na wsi do końca 2019 roku."""

WITH_GOOD_PHOTOS = """\
W dniach 14.05- 15.05.2022 r. posadzono w parku sto lip

Data opublikowania:

Szpaler młodych lip przy alejce, pod każdą drewniany palik

W dniach 14-15 maja 2022 r. mieszkańcy posadzili lipy z leśnikami projektu Zielone Place Nadrzecza.

Sadzonki dał szkolny ogród.

Galeria zdjęć

  • Szpaler młodych lip przy alejce, pod każdą drewniany palik
  • Dwie dziewczynki podlewają sadzonkę z blaszanej konewki"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """A capture in a file; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
