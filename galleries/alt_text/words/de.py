PICTURES = """
    bild bilder bildes foto fotos fotografie fotografien aufnahme abbildung abb grafik grafiken
    illustration illustrationen symbol symbolbild symbolfoto beispielbild platzhalterbild
    vorschaubild miniaturbild aufmacherbild teaserbild headerbild
"""

MEDIA = """
    icon logo logos signet banner zeichnung diagramm tabelle infografik plakat karte titelbild
"""

FILLERS = """
    der die das den dem des ein eine einer eines einem von vom zu zum zur in im am an auf aus
    bei mit für und nr nummer ist dies dieses erstes zweites drittes nächstes artikel artikels
    nachricht meldung seite webseite galerie album veranstaltung veranstaltungen treffen
    treffens konferenz tagung text alternativtext bildergalerie fotogalerie beschreibung
    dekoratives dekorativ
"""

PHRASES = """
    ohne titel
    ohne namen
    unbenannt
    platzhalter
    kein titel
    keine beschreibung
    kein alternativtext
    alternativtext
    bildbeschreibung
    beschreibung
    test
"""

OPENINGS = """
    bild von
    bild vom
    bild des
    bild eines
    bild einer
    bild zeigt
    foto von
    foto vom
    foto des
    foto der
    foto eines
    foto einer
    foto zeigt
    fotografie von
    fotografie zeigt
    aufnahme von
    aufnahme zeigt
    abbildung von
    abbildung zeigt
    grafik zeigt
    illustration zeigt
    auf dem bild
    auf dem foto
    auf diesem bild
    auf diesem foto
    auf der aufnahme
    kann ein bild von
    bild das
    bild kann enthalten
"""

ARTICLES = "ein eine das die dieses diese dies ist"
