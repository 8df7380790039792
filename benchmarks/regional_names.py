"""Names of the Świętokrzyskie region as they stand in its news, each with an inflected form."""

PLACES = {
    "Kielce": "Kielcach", "Ostrowiec": "Ostrowcu", "Starachowice": "Starachowic",
    "Skarżysko": "Skarżysku", "Sandomierz": "Sandomierzu", "Końskie": "Końskich",
    "Busko": "Buska", "Jędrzejów": "Jędrzejowie", "Staszów": "Staszowie",
    "Pińczów": "Pińczowa", "Włoszczowa": "Włoszczowie", "Suchedniów": "Suchedniowie",
    "Opatów": "Opatowa", "Połaniec": "Połańca", "Kazimierza": "Kazimierzy",
    "Chęciny": "Chęcinach", "Sędziszów": "Sędziszowem", "Stąporków": "Stąporkowie",
    "Chmielnik": "Chmielnika", "Małogoszcz": "Małogoszczu", "Bodzentyn": "Bodzentynie",
    "Ćmielów": "Ćmielowie", "Kunów": "Kunowa", "Daleszyce": "Daleszycach",
    "Wąchock": "Wąchocku", "Zawichost": "Zawichoście", "Koprzywnica": "Koprzywnicy",
    "Działoszyce": "Działoszycach", "Skalbmierz": "Skalbmierza", "Klimontów": "Klimontowie",
    "Pacanów": "Pacanowa", "Sitkówka": "Sitkówce", "Morawica": "Morawicy",
    "Piekoszów": "Piekoszowie", "Łagów": "Łagowem", "Tumlin": "Tumlinie",
    "Oblęgorek": "Oblęgorku", "Bałtów": "Bałtowie", "Szydłów": "Szydłowa",
    "Ujazd": "Ujeździe", "Świętokrzyskie": "Świętokrzyskiem", "Nida": "Nidzie",
}  # fmt: skip
SURNAMES = {
    "Kowalski": "Kowalskiego", "Nowak": "Nowakowi", "Wójcik": "Wójcika",
    "Kamińska": "Kamińskiej", "Zieliński": "Zielińskim", "Wiśniewska": "Wiśniewską",
    "Woźniak": "Woźniakiem", "Dąbrowski": "Dąbrowskich", "Kozłowski": "Kozłowscy",
    "Mazur": "Mazura", "Krawczyk": "Krawczykiem", "Zając": "Zająca", "Wieczorek": "Wieczorka",
    "Dudek": "Dudkowi", "Stępień": "Stępnia", "Kołodziej": "Kołodzieja", "Sikora": "Sikorze",
    "Gajda": "Gajdy", "Gołębiowska": "Gołębiowskiej", "Kasprzyk": "Kasprzyka",
    "Pająk": "Pająkiem", "Kmiecik": "Kmiecika", "Wrona": "Wronę", "Szczepaniak": "Szczepaniaków",
}  # fmt: skip
NAMES = PLACES | SURNAMES
