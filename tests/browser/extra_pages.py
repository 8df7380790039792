"""Pages the demo does not have: behind a password, and an untranslated one in another language."""

from wagtail.models import Locale, PageViewRestriction

from home.models import HomePage, InfoPage
from newsroom.models import ArticlePage, NewsIndexPage


def add() -> None:
    home = HomePage.objects.get(locale__language_code="pl")
    page = InfoPage(title="Tylko dla zaproszonych", slug="haslo", locale=home.locale, live=False)
    home.add_child(instance=page)
    page.save_revision().publish()
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="haslo"
    )
    english = Locale.objects.get(language_code="en")
    section = NewsIndexPage.objects.get(slug="aktualnosci")
    articles = ArticlePage.objects.child_of(section).order_by("pk")
    untranslated = next(article for article in articles if not article.has_translation(english))
    alias = untranslated.copy_for_translation(english, alias=True)
    alias.slug = "alias"
    alias.save(clean=False)
