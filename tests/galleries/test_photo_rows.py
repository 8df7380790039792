"""A photo keeps its identity, on which its translations and its public id hang."""

from typing import Any

import pytest
from wagtail.models import Locale

from newsroom.models import ArticlePage, ArticlePhoto
from tests.editor import Editor
from tests.factories import make_article, make_image, make_section


def keys(article: ArticlePage) -> list[Any]:
    return [row.translation_key for row in ArticlePage.objects.get(pk=article.pk).photos.all()]


@pytest.fixture
def article(homes: dict[str, Any], editor: Editor) -> ArticlePage:
    """Give an article that got its photo when it was live already."""
    article = make_article(make_section(homes["pl"]))
    photo = {"image": make_image().pk, "alt_text": "Czytelnia", "ORDER": "1", "id": ""}
    rows = {f"photos-0-{name}": value for name, value in photo.items()}
    form = editor.page_form(article) | rows | {"photos-TOTAL_FORMS": "1"}
    editor.post(f"pages/{article.pk}/edit/", form | {"action-publish": "action-publish"})
    return ArticlePage.objects.get(pk=article.pk)


def test_publishing_again_keeps_the_photo(article: ArticlePage, editor: Editor) -> None:
    before = keys(article)
    assert len(before) == 1
    editor.publish(article, title="Nowy tytuł")
    assert keys(article) == before


def test_unpublishing_and_publishing_keeps_the_photo(article: ArticlePage, editor: Editor) -> None:
    before = keys(article)
    editor.unpublish(article)
    editor.publish(ArticlePage.objects.get(pk=article.pk))
    assert keys(article) == before


def test_going_back_to_an_old_revision_keeps_the_photo(
    article: ArticlePage, editor: Editor
) -> None:
    before = keys(article)
    revision = article.latest_revision
    editor.publish(article, title="Nowy tytuł")
    path = f"pages/{article.pk}/revisions/{revision.pk}/revert/"
    form = editor.form(path, "page-edit-form") | {"body-count": "0", "revision": revision.pk}
    editor.post(f"pages/{article.pk}/edit/", form | {"action-publish": "action-publish"})
    assert keys(article) == before


def test_photos_that_no_form_has_numbered_keep_their_order(homes: dict[str, Any]) -> None:
    page = make_article(make_section(homes["pl"]), alts=["Czytelnia", "Regały", "Taras"])
    page.photos.add(ArticlePhoto(image=make_image(), alt_text="Wejście", locale=page.locale))
    page.save()
    rows = page.photos.values_list("alt_text", "sort_order")
    assert list(rows) == [("Czytelnia", 0), ("Regały", 1), ("Taras", 2), ("Wejście", 3)]


def english_of(article: ArticlePage) -> ArticlePage:
    english = Locale.objects.get(language_code="en")
    page: ArticlePage = article.get_translation(english)
    return page


def submit(article: ArticlePage, editor: Editor) -> None:
    english = Locale.objects.get(language_code="en")
    editor.post(f"localize/submit/page/{article.pk}/", {"locales": [english.pk]})


def test_a_photo_added_to_a_live_page_comes_along_when_it_is_withdrawn_and_translated(
    article: ArticlePage, editor: Editor
) -> None:
    editor.unpublish(article)
    submit(article, editor)
    (row,) = english_of(article).photos.all()
    assert row.locale.language_code == "en"
    assert [row.translation_key] == keys(article)


def test_a_photo_in_a_draft_does_not_stand_in_the_way_of_publishing_it_after_a_submission(
    article: ArticlePage, editor: Editor
) -> None:
    photo = {"image": make_image().pk, "alt_text": "Regały", "ORDER": "2", "id": ""}
    rows = {f"photos-1-{name}": value for name, value in photo.items()}
    form = editor.page_form(article) | rows | {"photos-TOTAL_FORMS": "2"}
    editor.post(f"pages/{article.pk}/edit/", form)
    submit(article, editor)
    editor.publish(ArticlePage.objects.get(pk=article.pk))
    assert len(keys(article)) == 2
    assert {row.locale.language_code for row in english_of(article).photos.all()} == {"en"}
    editor.post(f"pages/{english_of(article).pk}/edit/", {"action": "publish"})
    assert english_of(article).live
