PICTURES = """
    zdjęcie zdjęcia zdjęć zdjęciu zdjęciach zdj zdjecie zdjecia fotografia fotografie fotografii
    foto fotka fot obraz obrazek obrazki obrazu grafika grafiki grafice ilustracja ilustracje
    ilustracji miniatura miniaturka
"""

MEDIA = """
    ikona ikonka ikony logo logotyp logotypy loga baner banner banery rysunek rycina wykres
    diagram tabela infografika plakat mapa screen zrzut
"""

FILLERS = """
    z ze w we na od do dla i oraz o po przy przed nr numer a ta ten to jest główne główny główna
    pierwsze drugie trzecie kolejne kolejny następne ilustracyjne ilustracyjna poglądowe
    poglądowa przykładowe przykładowa dekoracyjne dekoracyjna ozdobne ozdobna wyróżniające
    artykułu artykuł aktualności wiadomości wpisu wpis strony stronę strona galerii galeria
    album albumu fotogaleria fotorelacja nagłówka nagłówek wydarzenia wydarzenie wydarzeń
    wydarzeniu imprezy imprezie spotkania spotkaniu spotkanie konferencji uroczystości opis
    opisu tekst alternatywny alt ekranu
"""

PHRASES = """
    bez tytułu
    bez nazwy
    brak
    brak opisu
    brak tekstu
    brak tekstu alternatywnego
    tekst alternatywny
    opis alternatywny
    opis zdjęcia
    wpisz opis
    nieznane
    test
    tytuł
"""

OPENINGS = """
    na zdjęciu
    na zdjęciach
    na fotografii
    na obrazku
    na grafice
    na ilustracji
    zdjęcie przedstawia
    zdjęcie przedstawiające
    zdjęcie ukazuje
    zdjęcie ukazujące
    zdjęcie pokazuje
    zdjęcie pokazujące
    zdjęcie na którym
    fotografia przedstawia
    fotografia przedstawiająca
    fotografia ukazuje
    grafika przedstawia
    grafika przedstawiająca
    grafika ukazuje
    ilustracja przedstawia
    ilustracja przedstawiająca
    obrazek przedstawia
    obraz przedstawia
    obraz przedstawiający
    może być zdjęciem
    obraz może zawierać
    obraz zawierający
"""

ARTICLES = "to jest"
