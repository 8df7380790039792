"""Answers as a reader might get them, for the description: one newsroom, told once.

The place, the office and what happens there are made up.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from galleries.documents import PhotoDocument, RenditionDocument
from newsroom.wire.documents import (
    Block,
    CallToActionBlock,
    Card,
    Correction,
    DocumentLink,
    DocumentsBlock,
    EmbedBlock,
    Emblem,
    Funding,
    GalleryBlock,
    HeadingBlock,
    ImageBlock,
    QuoteBlock,
    Reference,
    RichTextBlock,
    TableBlock,
    Tag,
    Translation,
)

from .schemas import (
    Article,
    ArticleCard,
    Gallery,
    GalleryCard,
    Project,
    ProjectCard,
)

SITE = "https://aktualnosci.example.org"
API = f"{SITE}/api/news/v1"
SPACE = UUID("6f1c1f0e-58f1-4a6f-9a55-0d0c6f3f7b11")
READING = {"requested_locale": "pl", "is_fallback": False}


def identity(name: str) -> UUID:
    return uuid5(SPACE, name)


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2026, 10, number, hour, 30, tzinfo=UTC)


def photo(name: str, alt: str, caption: str = "") -> PhotoDocument:
    def rendition(width: int, extension: str, media_type: str, length: int) -> RenditionDocument:
        return RenditionDocument(
            url=f"{SITE}/media/images/{name}.width-{width}.{extension}",
            width=width,
            height=width * 2 // 3,
            type=media_type,
            length=length,
        )

    renditions = [
        rendition(640, "jpg", "image/jpeg", 61_204),
        rendition(1280, "jpg", "image/jpeg", 182_911),
        rendition(640, "webp", "image/webp", 38_470),
        rendition(1280, "webp", "image/webp", 110_356),
    ]
    return PhotoDocument(
        id=identity(name),
        alt=alt,
        alt_locale="pl",
        decorative=False,
        caption=caption,
        credit="Urząd Miasta",
        licence="CC-BY-4.0",
        src=renditions[1].url,
        width=renditions[1].width,
        height=renditions[1].height,
        renditions=renditions,
    )


READING_ROOM = photo(
    "czytelnia",
    "Dzieci siedzą na kolorowych poduszkach między niskimi regałami i słuchają bajki.",
    "Pierwsze spotkanie w nowej czytelni",
)
ENTRANCE = photo("wejscie", "Szeroki podjazd prowadzi do przeszklonych drzwi biblioteki.")
ORCHESTRA = photo(
    "orkiestra", "Orkiestra dęta w granatowych mundurach gra na stopniach biblioteki."
)
GREENERY = photo("skwer", "Młode lipy i nowe ławki na skwerze przed biblioteką.")

CULTURE = Tag(slug="kultura", label="Kultura")
ACCESSIBILITY = Tag(slug="dostepnosc", label="Dostępność")
SECTION = Reference(
    id=identity("sekcja"),
    translation_key=identity("sekcja klucz"),
    slug="z-miasta",
    title="Z miasta",
    url=f"{SITE}/pl/z-miasta/",
)
PROJECT_REFERENCE = Reference(
    id=identity("projekt"),
    translation_key=identity("projekt klucz"),
    slug="biblioteka-bez-barier",
    title="Biblioteka bez barier",
    url=f"{SITE}/pl/projekty/biblioteka-bez-barier/",
)
GALLERY_URL = f"{SITE}/pl/galerie/otwarcie-biblioteki/"

BODY: list[Block] = [
    RichTextBlock(
        html="<p>Po dwóch latach remontu biblioteka przy ulicy Lipowej znów przyjmuje "
        "czytelników. Na parterze jest <b>czytelnia dla dzieci</b>, na piętrze sala cichej "
        "pracy.</p>"
    ),
    HeadingBlock(text="Co się zmieniło"),
    ImageBlock(photo=ENTRANCE),
    TableBlock(
        caption="Godziny otwarcia",
        header_row=True,
        header_column=False,
        rows=[["Dzień", "Godziny"], ["Poniedziałek–piątek", "9–19"], ["Sobota", "10–15"]],
    ),
    QuoteBlock(
        text="Wreszcie wjadę tu z wózkiem bez niczyjej pomocy.",
        attribution="czytelniczka w dniu otwarcia",
    ),
    GalleryBlock(
        id=identity("galeria"),
        locale="pl",
        title="Otwarcie biblioteki",
        url=GALLERY_URL,
        count=2,
        photos=[ORCHESTRA, GREENERY],
    ),
    EmbedBlock(
        url="https://video.example.org/watch/spacer-po-bibliotece",
        title="Spacer po bibliotece",
        provider="Video",
        thumbnail_url="https://video.example.org/thumbnails/spacer-po-bibliotece.jpg",
    ),
    DocumentsBlock(
        documents=[
            DocumentLink(
                title="Regulamin czytelni",
                url=f"{SITE}/documents/12/regulamin-czytelni.pdf",
                filename="regulamin-czytelni.pdf",
                extension="pdf",
                length=84_512,
            )
        ]
    ),
    CallToActionBlock(text="Zapisz się do biblioteki", url=f"{SITE}/pl/zapisy/"),
]

WITHDRAWAL = "Podaliśmy nazwiska bez zgody tych osób."
# Its ``body_html`` is written from the blocks when it is needed.
ARTICLE = Article(
    **READING,
    id=identity("artykuł"),
    translation_key=identity("artykuł klucz"),
    locale="pl",
    url=f"{SITE}/pl/z-miasta/biblioteka-znow-otwarta/",
    title="Biblioteka przy Lipowej znów otwarta",
    lead="Po remoncie do budynku wjedzie każdy, a dzieci mają własną czytelnię.",
    published_at=day(12),
    updated_at=day(14, 7),
    tags=[CULTURE, ACCESSIBILITY],
    section=SECTION,
    project=PROJECT_REFERENCE,
    lead_photo=READING_ROOM,
    translations=[
        Translation(
            id=identity("article"),
            locale="en",
            url=f"{SITE}/en/city/library-open-again/",
            title="The library in Lipowa Street is open again",
        )
    ],
    body=BODY,
    photos=[READING_ROOM],
    seo_title="Biblioteka przy Lipowej po remoncie",
    seo_description="Godziny otwarcia, zdjęcia i regulamin nowej czytelni.",
    former_urls=[f"{SITE}/pl/z-miasta/otwarcie-biblioteki/"],
    byline="Biuro prasowe",
    event_start=date(2026, 10, 12),
    event_end=date(2026, 10, 12),
    corrections=[
        Correction(date=day(14, 7), text="Poprawiliśmy godziny otwarcia w soboty: od 10 do 15.")
    ],
)
GALLERY = Gallery(
    **READING,
    id=identity("galeria"),
    translation_key=identity("galeria klucz"),
    locale="pl",
    url=GALLERY_URL,
    title="Otwarcie biblioteki",
    lead="Muzyka, czytanie na głos i pierwsze wypożyczone książki.",
    published_at=day(13),
    updated_at=day(13),
    tags=[CULTURE],
    section=SECTION,
    lead_photo=ORCHESTRA,
    photos=[ORCHESTRA, GREENERY],
    date=date(2026, 10, 12),
    place="Biblioteka przy ulicy Lipowej",
)
PROJECT = Project(
    **READING,
    id=PROJECT_REFERENCE.id,
    translation_key=PROJECT_REFERENCE.translation_key,
    locale="pl",
    url=PROJECT_REFERENCE.url,
    title=PROJECT_REFERENCE.title,
    lead="Przebudowa biblioteki tak, by mógł z niej korzystać każdy.",
    published_at=day(1),
    updated_at=day(1),
    tags=[ACCESSIBILITY],
    lead_photo=ENTRANCE,
    photos=[ENTRANCE],
    official_title="Biblioteka bez barier – przebudowa budynku przy ulicy Lipowej",
    project_number="FERP.05.02-IZ.00-0123/24",
    programming_period="2021-2027",
    programme="Fundusze Europejskie dla Regionu",
    fund="Europejski Fundusz Rozwoju Regionalnego",
    priority_axis="5. Przyjazna przestrzeń społeczna",
    measure="5.2 Infrastruktura kultury",
    sub_measure="5.2.1 Dostępność",
    implementer="Gmina Miejska",
    partners=["Fundacja Czytanie dla Wszystkich"],
    start=date(2024, 9, 1),
    end=date(2026, 9, 30),
    total_value=Decimal("4250000.00"),
    eu_contribution=Decimal("3612500.00"),
    currency="PLN",
    funding=Funding(
        statement="Dofinansowane przez Unię Europejską",
        locale="pl",
        emblem=Emblem(url=f"{SITE}/static/newsroom/eu-emblem.svg", alt="Znak Unii Europejskiej"),
        fund="Europejski Fundusz Rozwoju Regionalnego",
        programme="Fundusze Europejskie dla Regionu",
        period="2021-2027",
    ),
    aims="<p>Usunięcie barier w budynku i nowe miejsca do pracy.</p>",
    results="<p>Podjazd, winda i 60 miejsc w czytelniach.</p>",
    target_groups="<p>Mieszkańcy, zwłaszcza osoby z niepełnosprawnościami.</p>",
    website="https://biblioteka.example.org/",
    contact="projekty@example.org",
    status="completed",
)


def short(item: Article | Gallery | Project) -> dict[str, object]:
    """What a card has of an item."""
    return {name: getattr(item, name) for name in (*Card.model_fields, *READING)}


ARTICLE_CARD = ArticleCard(**short(ARTICLE))
GALLERY_CARD = GalleryCard(**short(GALLERY))
PROJECT_CARD = ProjectCard(**short(PROJECT))
# Asked for in English, which there is not: the answer says so.
FALLEN_BACK = GalleryCard(
    **{**short(GALLERY), "requested_locale": "en", "is_fallback": True},
)
