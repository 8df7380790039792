"""A photo without alternative text keeps its page from being published, on every path."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from galleries.alt_text import MISSING
from galleries.models import GalleryPage
from newsroom.models import ArticlePage, WireItem
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_image, make_section, publish

MESSAGE = "Describe what the photo shows, or mark it as decorative."
Settle = Callable[[], None]


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


def photo(alt: str, **fields: Any) -> dict[str, Any]:
    return {"image": make_image().pk, "alt_text": alt, "caption": "", "credit": "", **fields}


def new_gallery(
    editor: Editor, section: Page, *photos: Any, expected: int = 302, **action: str
) -> Any:
    form = {
        "title": "Zima w porcie",
        "slug": "zima",
        "photos": inline_formset(list(photos)),
        "comments": inline_formset([]),
    }
    path = f"pages/add/galleries/gallerypage/{section.pk}/"
    return editor.post(path, nested_form_data(form) | action, expected=expected)


PUBLISH: dict[str, Any] = {"action-publish": "action-publish"}


def test_a_new_page_is_not_published_and_the_message_stands_at_the_photo(
    section: Any, editor: Editor
) -> None:
    photos = [photo("Lód na kanale"), photo("   ")]
    response = new_gallery(editor, section, *photos, expected=200, **PUBLISH)
    assert not GalleryPage.objects.exists()
    forms = response.context["form"].formsets["photos"].forms
    assert [list(form.errors) for form in forms] == [[], ["alt_text"]]
    html = response.content.decode()
    assert html.count(MESSAGE) == 1
    assert html.index('id="id_photos-1-alt_text"') > html.index('id="id_photos-0-alt_text"')


def test_a_draft_is_always_saved(section: Any, editor: Editor) -> None:
    new_gallery(editor, section, photo(""))
    gallery = GalleryPage.objects.get()
    assert not gallery.live
    editor.save(gallery, lead="Wciąż bez opisu.")
    assert GalleryPage.objects.get().get_latest_revision_as_object().lead == "Wciąż bez opisu."


def test_the_draft_of_a_live_page_is_saved_and_the_page_stays_as_it_is(
    section: Any, editor: Editor
) -> None:
    gallery = make_gallery(section, alts=["Tancerze"])
    editor.save(gallery, photos__0__alt_text="")
    assert GalleryPage.objects.get().photos.get().alt_text == "Tancerze"
    response = editor.publish(GalleryPage.objects.get(), expected=200, photos__0__alt_text="")
    assert MESSAGE in response.content.decode()
    assert GalleryPage.objects.get().photos.get().alt_text == "Tancerze"


def test_a_decorative_photo_needs_none(section: Any, editor: Editor) -> None:
    new_gallery(editor, section, photo("", decorative="on"), **PUBLISH)
    assert GalleryPage.objects.get().live


def test_a_photo_that_is_being_removed_needs_none(section: Any, editor: Editor) -> None:
    new_gallery(editor, section, photo("Lód"), photo(""))
    editor.publish(GalleryPage.objects.get(), photos__1__DELETE="on")
    gallery = GalleryPage.objects.get()
    assert gallery.live
    assert [row.alt_text for row in gallery.photos.all()] == ["Lód"]


def test_an_image_in_the_text_needs_one_too(section: Any, editor: Editor) -> None:
    image = {"image": make_image().pk, "alt_text": "", "caption": "", "credit": ""}
    figure = {"image": image, "caption": "", "credit": ""}
    form = nested_form_data(
        {
            "title": "Zima",
            "slug": "zima",
            "lead": "",
            "body": streamfield([("image", figure)]),
            "photos": inline_formset([]),
            "corrections": inline_formset([]),
            "comments": inline_formset([]),
        }
    )
    path = f"pages/add/newsroom/articlepage/{section.pk}/"
    editor.post(path, form | {"action-publish": "x"}, expected=200)
    assert not ArticlePage.objects.exists()
    editor.post(path, form)
    article = ArticlePage.objects.get()
    assert not article.live
    with override("en"), pytest.raises(ValidationError, match="Image 1 in the text"):
        article.get_latest_revision().publish()
    ticked = form | {"body-0-value-image-decorative": "on", "action-publish": "x"}
    editor.post(f"pages/{article.pk}/edit/", ticked)
    assert ArticlePage.objects.get().live


def test_a_revision_is_not_published(section: Any, settle: Settle) -> None:
    article = make_article(section, live=False, alts=["Opis", ""])
    with override("en"), pytest.raises(ValidationError, match="Photo 2: Describe"):
        article.get_latest_revision().publish()
    settle()
    assert not ArticlePage.objects.get().live
    assert not WireItem.objects.exists()


def test_a_page_is_not_saved_as_live(section: Any) -> None:
    article = make_article(section, live=False, alts=[""]).get_latest_revision_as_object()
    article.live = True
    with pytest.raises(ValidationError):
        article.save()
    assert not ArticlePage.objects.get().live


def test_bulk_publishing_publishes_none_of_it_and_says_why(section: Any, editor: Editor) -> None:
    article = make_article(section, "Bez opisu", live=False, alts=[""])
    with editor.commits(execute=True):
        response = editor.client.post(
            f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={article.pk}", follow=True
        )
    assert response.status_code == 200
    assert not ArticlePage.objects.get().live
    assert "Photo 1: Describe" in response.content.decode()


def test_a_schedule_leaves_it_unpublished_and_goes_on(
    section: Any, editor: Editor, settle: Settle
) -> None:
    """The text alternative went while the revision waited, behind the form's back."""
    hour = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    articles = [
        make_article(section, f"Artykuł {n}", live=False, alts=["Opis"], go_live_at=hour)
        for n in range(2)
    ]
    for article in articles:
        article.get_latest_revision().publish()
    revision = articles[0].get_latest_revision()
    assert revision.approved_go_live_at == hour
    revision.content["photos"][0]["alt_text"] = ""
    revision.save()
    with time_machine.travel(hour + timedelta(seconds=1)):
        settle()
    live = {page.title: page.live for page in ArticlePage.objects.all()}
    assert live == {"Artykuł 0": False, "Artykuł 1": True}


def test_a_schedule_is_refused_when_it_is_made(section: Any, editor: Editor) -> None:
    article = make_article(section, live=False, alts=[""])
    form = editor.page_form(article, go_live_at="2099-01-01 12:00")
    form["action-publish"] = "x"
    response = editor.post(f"pages/{article.pk}/edit/", form, expected=200)
    assert MESSAGE in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_translation_is_not_published_in_the_admin(section: Any, editor: Editor) -> None:
    """wagtail-localize publishes when its transaction has been committed, within the request."""
    english = Locale.objects.get(language_code="en")
    article = make_article(section, live=False, alts=[""])
    article.get_latest_revision_as_object().save()  # as the editor's form saves a new draft
    editor.post(f"localize/submit/page/{article.pk}/", {"locales": [english.pk]})
    translation = article.get_translation(english)
    with editor.commits(execute=True):
        response = editor.client.post(
            f"/admin/pages/{translation.pk}/edit/", {"action": "publish"}, follow=True
        )
    assert response.status_code == 200
    assert not ArticlePage.objects.get(pk=translation.pk).live
    assert "New validation errors were found" in response.content.decode()


def test_what_is_in_order_is_published_on_all_these_paths(section: Any, editor: Editor) -> None:
    articles = [make_article(section, f"Artykuł {n}", live=False, alts=["Opis"]) for n in range(2)]
    editor.bulk("wagtailcore/page", "publish", articles[:1])
    publish(articles[1].get_latest_revision_as_object())
    assert all(page.live for page in ArticlePage.objects.all())


def test_the_rule_knows_white_space() -> None:
    from galleries.alt_text import examine

    assert examine("", decorative=False) == [MISSING]
    assert examine(" \t\n", decorative=False) == [MISSING]
    assert examine("", decorative=True) == []
    assert examine("Mewa na lodzie", decorative=False) == []
