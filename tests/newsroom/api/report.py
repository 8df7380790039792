"""An article with everything an article can have, in three languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from newsroom.models import ArticlePage, ArticlePhoto, Correction, ProjectPage
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_section,
    make_tag,
    picture,
    publish,
    translate,
)

BODY = (
    '<p>Czytelnia ma <b>sto</b> miejsc &amp; taras.<br>Wstęp: <a href="tel:123">telefon</a></p>'
    "<ul><li>książki</li><li>mapy</li></ul>"
)
TABLE = {
    "data": [["Dzień", "Godziny"], ["Poniedziałek", "9–17"]],
    "table_caption": "Kiedy czynne",
    "first_row_is_table_header": True,
}


def make_funded_project(home: Any) -> ProjectPage:
    project = ProjectPage(
        title="Nowa biblioteka",
        locale=home.locale,
        live=False,
        official_title="Budowa biblioteki powiatowej w Lipowej",
        project_number="FEPL.05.01-0012/24",
        programming_period="2021-2027",
        programme="Fundusze Europejskie dla Lipowej",
        fund="Europejski Fundusz Rozwoju Regionalnego",
        total_value=Decimal("1500000.50"),
        eu_contribution=Decimal("1200000.00"),
        currency="PLN",
    )
    home.add_child(instance=project)
    return publish(project)


def make_report(home: Any) -> SimpleNamespace:
    """Give the article, its project, section and translations, not yet settled."""
    section, project = make_section(home), make_funded_project(home)
    gallery = make_gallery(section, alts=["Wstęga", "Tort"])
    figure = make_image()
    figure.contextual_alt_text, figure.decorative = "Plan sali", False
    article = make_article(
        section,
        "Otwarto „nową” bibliotekę <b>&",
        lead="Wstęp jest bezpłatny.",
        byline="Biuro Prasowe, Anna Przykład",
        publication_date=datetime(2024, 5, 10, 8, tzinfo=UTC),
        event_start=date(2024, 5, 11),
        event_end=date(2024, 5, 12),
        project=project,
        body=[
            ("heading", "Co nowego"),
            ("rich_text", BODY),
            ("image", {"image": figure, "caption": "Parter", "credit": "Pracownia"}),
            ("quote", {"text": "Czekaliśmy lata.", "attribution": "Dyrektor"}),
            ("table", TABLE),
            ("gallery", {"gallery": gallery}),
            ("call_to_action", {"text": "Zapisz się", "page": None, "url": "https://example.org/"}),
        ],
        live=False,
    )
    large = make_image(file=picture(size=(1500, 1000)))
    for image, words in (
        (large, {"alt_text": "Fasada ze szkła", "caption": "Wejście", "credit": "fot. A. Nowak"}),
        (make_image(), {"alt_text": "Regały", "licence": "LicenseRef-press", "is_lead": True}),
        (make_image(), {"decorative": True}),
    ):
        photo = ArticlePhoto(image=image, locale=article.locale, **words)
        photo.licence = photo.licence or "CC-BY-4.0"
        article.photos.add(photo)
    article.tags.add(make_tag("Czytanie", en="Reading"))
    article.corrections.add(
        Correction(
            text="Podaliśmy złą godzinę.",
            date=datetime(2024, 5, 12, 9, 30, tzinfo=UTC),
            locale=article.locale,
        )
    )
    article = publish(article)
    english = translate(article, "en", title="A new library")
    ukrainian = translate(article, "uk")
    return SimpleNamespace(
        section=section,
        project=project,
        article=ArticlePage.objects.get(pk=article.pk),
        english=english,
        ukrainian=ukrainian,
    )
