"""Tags, projects, sections and translations: what one page's change does to others' documents."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from newsroom.models import ArticlePage, NewsTag, NewsTagLabel, WireItem
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_project,
    make_section,
    make_tag,
    publish,
    translate,
)

from .wire import changes, document, on_wire

Settle = Callable[[], None]


def tags_of(page: Any) -> list[tuple[str, str]]:
    return [(tag["slug"], tag["label"]) for tag in document(page)["tags"]]


def facets_of(page: Any) -> set[str]:
    return set(WireItem.objects.get(page_id=page.pk).tags.values_list("slug", flat=True))


def test_a_new_label_reaches_the_documents_of_its_language(
    section: Any, editor: Editor, settle: Settle
) -> None:
    tag = make_tag("Drogi", en="Roads")
    article = make_article(section, tags=[tag])
    english = translate(article, "en")
    settle()
    assert tags_of(english) == [("drogi", "Roads")]
    label = NewsTagLabel.objects.get()
    labels = inline_formset(
        [{"id": label.pk, "locale": label.locale_id, "text": "Streets"}], initial=1
    )
    form = nested_form_data({"name": "Ulice", "slug": "ulice", "labels": labels})
    editor.post(f"snippets/newsroom/newstag/edit/{tag.pk}/", form)
    settle()
    assert tags_of(article) == [("ulice", "Ulice")]
    assert tags_of(english) == [("ulice", "Streets")]
    assert facets_of(english) == {"ulice"}


def test_a_deleted_tag_leaves_the_documents(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    tag = make_tag("Drogi")
    article = make_article(section, tags=[tag])
    project = make_project(homes["pl"])
    project.tags.add(tag)
    publish(project)
    settle()
    assert tags_of(project) == [("drogi", "Drogi")]
    editor.post(f"snippets/newsroom/newstag/delete/{tag.pk}/")
    settle()
    assert tags_of(article) == tags_of(project) == []
    assert facets_of(article) == set()


def test_merged_tags_become_one_everywhere(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    roads, streets = make_tag("Drogi"), make_tag("Ulice")
    first = make_article(section, "Pierwszy", tags=[streets])
    both = make_article(section, "Drugi", tags=[roads, streets])
    project = make_project(homes["pl"])
    project.tags.add(streets)
    publish(project)
    settle()
    editor.bulk("newsroom/newstag", "merge", [roads, streets], {"target": roads.pk})
    settle()
    assert NewsTag.objects.get() == roads
    for page in (first, both, project):
        assert tags_of(page) == [("drogi", "Drogi")]
        assert facets_of(page) == {"drogi"}


def test_a_project_renamed_in_one_language_changes_that_languages_articles(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    project = make_project(homes["pl"], "Nowe drogi")
    english = translate(project, "en", title="New roads")
    article = make_article(section, project=project)
    translated = translate(article, "en")
    settle()
    assert document(translated)["project"]["title"] == "New roads"
    number = len(changes(article))
    english.title = "Newer roads"
    publish(english)
    settle()
    assert document(translated)["project"]["title"] == "Newer roads"
    assert document(article)["project"]["title"] == "Nowe drogi"
    assert len(changes(article)) == number
    editor.unpublish(english)
    settle()
    assert document(translated)["project"]["title"] == "Nowe drogi"
    assert document(project)["translations"] == []


def test_a_renamed_project_is_renamed_on_its_articles(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    project = make_project(homes["pl"], "Nowe drogi")
    article = make_article(section, project=project)
    settle()
    editor.publish(project, title="Nowsze drogi", slug="nowsze-drogi")
    settle()
    found = document(article)["project"]
    assert (found["title"], found["slug"]) == ("Nowsze drogi", "nowsze-drogi")
    assert WireItem.objects.get(page_id=article.pk).project_slug == "nowsze-drogi"
    editor.unpublish(project)
    settle()
    assert document(article)["project"] is None
    assert WireItem.objects.get(page_id=article.pk).project_uid is None


def test_a_renamed_section_is_renamed_on_its_articles(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    editor.publish(section, title="Wiadomości")
    settle()
    assert document(article)["section"]["title"] == "Wiadomości"


def test_the_siblings_of_a_translation_name_it_as_long_as_it_is_public(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    english = translate(article, "en", title="A new library")
    settle()
    (found,) = document(article)["translations"]
    assert found == {
        "id": document(english)["id"],
        "locale": "en",
        "url": document(english)["url"],
        "title": "A new library",
    }
    assert [item["locale"] for item in document(english)["translations"]] == ["pl"]
    ukrainian = translate(article, "uk")
    settle()
    assert [item["locale"] for item in document(article)["translations"]] == ["en", "uk"]
    editor.unpublish(english)
    settle()
    assert [item["locale"] for item in document(article)["translations"]] == ["uk"]
    editor.delete(ArticlePage.objects.get(pk=ukrainian.pk))
    settle()
    assert document(article)["translations"] == []
    assert on_wire(article)


def test_a_linked_page_that_is_unpublished_is_unlinked_until_it_comes_back(
    section: Any, editor: Editor, settle: Settle
) -> None:
    target = make_article(section, "Cel")
    gallery = make_gallery(section, alts=["Tancerze"])
    article = make_article(
        section,
        body=[
            ("rich_text", f'<p><a linktype="page" id="{target.pk}">cel</a></p>'),
            ("gallery", {"gallery": gallery}),
            ("call_to_action", {"text": "Dalej", "page": target, "url": ""}),
        ],
    )
    settle()
    whole = document(article)
    assert [block["type"] for block in whole["body"]] == ["rich_text", "gallery", "call_to_action"]
    editor.unpublish(target)
    editor.unpublish(gallery)
    settle()
    assert [block["type"] for block in document(article)["body"]] == ["rich_text"]
    assert document(article)["body_html"] == "<p>cel</p>"
    for page in (target, gallery):
        editor.publish(type(page).objects.get(pk=page.pk))
    settle()
    assert document(article) == whole


def test_links_of_a_translation_lead_to_its_own_language(
    homes: dict[str, Any], section: Any, settle: Settle
) -> None:
    """wagtail-localize leaves the source page's id in links and choosers."""
    target = make_article(section, "Cel")
    text = f'<p><a linktype="page" id="{target.pk}">cel</a></p>'
    article = make_article(
        section,
        body=[
            ("rich_text", text),
            ("call_to_action", {"text": "Dalej", "page": target, "url": ""}),
        ],
    )
    english = translate(article, "en")
    settle()
    assert document(english)["body"][1]["url"].startswith("http://localhost/pl/")
    translate(target, "en")
    settle()
    assert document(english)["body"][1]["url"].startswith("http://localhost/en/")
    assert 'href="http://localhost/en/' in document(english)["body_html"]


def test_a_draft_section_is_not_named(homes: dict[str, Any], settle: Settle) -> None:
    section = make_section(homes["pl"])
    section.unpublish()
    article = make_article(section)
    settle()
    assert document(article)["section"] is None
    assert Locale.objects.count() == 3
