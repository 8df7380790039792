"""Publishing, changing and withdrawing single pages through the admin."""

from collections.abc import Callable
from typing import Any

from wagtail.images import get_image_model

from newsroom.models import ArticlePage, WireChange
from newsroom.wire import readers
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_project

from .wire import changes, document, in_order, on_wire, row, tombstone

Settle = Callable[[], None]


def test_a_draft_is_nowhere_until_it_is_published(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, live=False, lead="Wstęp.")
    settle()
    assert not on_wire(article)
    editor.publish(article)
    settle()
    assert document(article)["lead"] == "Wstęp."
    assert changes(article) == [("put", "")]


def test_publishing_again_puts_the_new_text(section: Any, editor: Editor, settle: Settle) -> None:
    article = make_article(section)
    settle()
    editor.publish(article, title="Biblioteka już otwarta")
    settle()
    assert document(article)["title"] == "Biblioteka już otwarta"
    assert changes(article) == [("put", ""), ("put", "")]
    assert in_order()


def test_saving_a_draft_changes_nothing(section: Any, editor: Editor, settle: Settle) -> None:
    article = make_article(section, "Jawny tytuł")
    settle()
    before = row(article)
    editor.save(article, title="Tytuł w szkicu")
    settle()
    assert before is not None
    assert document(article)["title"] == "Jawny tytuł"
    assert changes(article) == [("put", "")]


def test_publishing_the_same_again_is_no_change(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, alts=["Czytelnia"], lead="Wstęp.")
    settle()
    before = row(article)
    number = WireChange.objects.count()
    editor.publish(article)
    settle()
    after = row(article)
    assert before and after
    assert (after.document, after.changed) == (before.document, before.changed)
    assert WireChange.objects.count() == number


def test_unpublishing_withdraws(section: Any, editor: Editor, settle: Settle) -> None:
    article = make_article(section, lead="Wstęp, który zniknie.")
    settle()
    editor.unpublish(article)
    settle()
    assert tombstone(article).reason == "unpublished"
    assert changes(article)[-1] == ("withdrawn", "unpublished")


def test_a_withdrawn_article_comes_back(section: Any, editor: Editor, settle: Settle) -> None:
    article = make_article(section)
    settle()
    uid = row(article).uid  # type: ignore[union-attr]
    editor.unpublish(article)
    settle()
    editor.publish(ArticlePage.objects.get(pk=article.pk))
    settle()
    assert row(article).uid == uid  # type: ignore[union-attr]
    assert [action for action, _ in changes(article)] == ["put", "withdrawn", "put"]
    assert in_order()


def test_deleting_leaves_a_tombstone_without_any_text(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, "Tajemniczy tytuł", lead="Treść", alts=["Opis"])
    settle()
    editor.delete(article)
    settle()
    item = tombstone(article)
    assert item.reason == "deleted"
    assert changes(article)[-1] == ("deleted", "deleted")
    assert not item.dependencies.exists()
    assert not item.tags.exists()
    kept = " ".join(str(getattr(item, field.name)) for field in item._meta.concrete_fields)
    assert "Tajemniczy tytuł" not in kept
    assert "Treść" not in kept


def test_deleting_a_section_deletes_everything_below(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article, gallery = make_article(section), make_gallery(section, alts=["Orkiestra"])
    settle()
    editor.delete(section)
    settle()
    assert {tombstone(article).reason, tombstone(gallery).reason} == {"deleted"}


def test_the_old_revision_comes_back_when_it_is_reverted_to(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, "Pierwszy tytuł")
    first = article.latest_revision
    settle()
    editor.publish(article, title="Drugi tytuł")
    settle()
    form = editor.form(f"pages/{article.pk}/revisions/{first.pk}/revert/", "page-edit-form")
    form |= {"body-count": "0", "action-publish": "action-publish", "revision": first.pk}
    editor.post(f"pages/{article.pk}/edit/", form)
    settle()
    assert document(article)["title"] == "Pierwszy tytuł"
    assert len(changes(article)) == 3


def test_what_an_editor_hides_is_hidden_before_it_is_committed(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article, other = make_article(section), make_article(section, "Drugi")
    site = make_article(section, "Trzeci")
    settle()
    site_id = row(article).site_id  # type: ignore[union-attr]
    editor.unpublish(article, commit=False)
    assert {item.page_id for item in readers.items(site_id)} == {other.pk, site.pk}
    editor.restrict(section, commit=False)
    assert not readers.items(site_id).exists()


def test_pages_saved_without_revisions_arrive_too(section: Any, settle: Settle) -> None:
    added = ArticlePage(title="Dodany wprost", slug="dodany", locale=section.locale)
    section.add_child(instance=added)
    settle()
    assert document(added)["title"] == "Dodany wprost"
    added.title = "Zapisany wprost"
    added.save()
    settle()
    assert document(added)["title"] == "Zapisany wprost"
    added.live = False
    added.save()
    settle()
    assert tombstone(added).reason == "unpublished"


def test_galleries_and_projects_take_the_same_way(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    gallery = make_gallery(section, alts=["Tancerze"])
    project = make_project(homes["pl"], programme="Program Regionalny")
    settle()
    editor.publish(gallery, lead="Pokaz tańca.")
    editor.publish(project, title="Nowsze drogi")
    settle()
    assert document(gallery)["lead"] == "Pokaz tańca."
    assert document(project)["title"] == "Nowsze drogi"
    editor.unpublish(gallery)
    editor.delete(project)
    settle()
    assert tombstone(gallery).reason == "unpublished"
    assert tombstone(project).reason == "deleted"


def test_publishing_makes_no_rendition(section: Any, editor: Editor, settle: Settle) -> None:
    article = make_article(section, live=False, alts=["Czytelnia", "Regały"])
    form = editor.page_form(article) | {"action-publish": "action-publish"}
    renditions = get_image_model().get_rendition_model().objects
    before = renditions.count()
    editor.post(f"pages/{article.pk}/edit/", form)
    assert renditions.count() == before
    settle()
    assert renditions.count() > before
    assert len(document(article)["photos"]) == 2
