"""What a bilingual newsroom works on: drafts to publish together, one of them not ready."""

from django.contrib.auth import get_user_model
from wagtail.images import get_image_model

from home.models import HomePage
from newsroom.models import ArticlePage, ArticlePhoto, NewsIndexPage
from tests.factories import submit_for_translation, translate

EDITOR, PASSWORD = "przeklad", "przeklad-przeklad"
READY, NOT_READY, LIVE = "Nowa oranżeria", "Stara oranżeria", "Letnia oranżeria"


def add() -> None:
    get_user_model().objects.create_superuser(EDITOR, "przeklad@example.org", PASSWORD)
    home = HomePage.objects.get(locale__language_code="pl")
    section = NewsIndexPage(title="Przekład", slug="przeklad", locale=home.locale, live=False)
    home.add_child(instance=section)
    section.save_revision().publish()
    submit_for_translation(draft(section, READY, alt="Palmy pod szklanym dachem"), "en")
    submit_for_translation(draft(section, NOT_READY, alt=""), "en")
    live = draft(section, LIVE, alt="Leżaki między cytrusami")
    live.get_latest_revision().publish()
    translate(ArticlePage.objects.get(pk=live.pk), "en", title="The summer orangery")


def draft(section: NewsIndexPage, title: str, alt: str) -> ArticlePage:
    """A draft as the editor's form saves it: the page itself holds it, and a revision."""
    page = ArticlePage(title=title, lead="Otwarta dla wszystkich.", locale=section.locale)
    page.live = False
    page.photos.add(
        ArticlePhoto(
            image=get_image_model().objects.order_by("pk").first(),
            alt_text=alt,
            locale=section.locale,
            sort_order=0,
        )
    )
    section.add_child(instance=page)
    page.save_revision()
    return page
