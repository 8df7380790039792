"""An editor's desk: a live article in two languages, and a project, away from the demo's own."""

from django.contrib.auth import get_user_model
from wagtail.models import Locale

from home.models import HomePage
from newsroom.models import ArticlePage, NewsIndexPage, ProjectPage

EDITOR, PASSWORD = "biurko", "biurko-biurko"


def add() -> None:
    get_user_model().objects.create_superuser(EDITOR, "biurko@example.org", PASSWORD)
    polish = HomePage.objects.get(locale__language_code="pl")
    section = NewsIndexPage(title="Biurko", slug="biurko", locale=polish.locale, live=False)
    polish.add_child(instance=section)
    section.save_revision().publish()
    article = ArticlePage(title="Otwarto czytelnię", locale=polish.locale, live=False)
    section.add_child(instance=article)
    article.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    copied = section.copy_for_translation(english)
    copied.title = "Desk"
    copied.save_revision().publish()
    translation = article.copy_for_translation(english)
    translation.title = "A reading room has opened"
    translation.save_revision().publish()
    project = ProjectPage(title="Czytelnia bez barier", locale=polish.locale, live=False)
    project.programming_period = "2021-2027"
    polish.add_child(instance=project)
    project.save_revision().publish()
