"""The whole way of a translation through wagtail-localize's own views."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from newsroom.models import ArticlePage
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_image, make_section, make_tag
from tests.newsroom.wire.wire import document, on_wire
from tests.shared import shared

Settle = Callable[[], None]
TABLE = {
    "data": [["Gmina", "Liczba"], ["Zielona", "12"], ["", "7"]],
    "table_caption": "Nowe drzewa",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "table_header_choice": "row",
}


@shared
def article(homes: dict[str, Any], settle: Settle) -> ArticlePage:
    """Give a live article with photos, an image in the text, a table and a correction."""
    image = make_image()
    image.contextual_alt_text, image.decorative = "Sadzonka w donicy", False
    article = make_article(
        make_section(homes["pl"]),
        "Sadzimy drzewa",
        lead="W całym powiecie.",
        tags=[make_tag("Przyroda", en="Nature")],
        alts=["Sadzenie dębu", "Podlewanie"],
        body=[
            ("rich_text", "<p>Pierwszy akapit.</p>"),
            ("image", {"image": image, "caption": "Podpis w tekście", "credit": "Biuro"}),
            ("table", TABLE),
        ],
    )
    settle()
    return article


def submit(editor: Editor, page: Page, *codes: str) -> None:
    locales = Locale.objects.filter(language_code__in=codes)
    editor.post(f"localize/submit/page/{page.pk}/", {"locales": [row.pk for row in locales]})


def translation_of(page: Page, code: str) -> SimpleNamespace:
    target = Locale.objects.get(language_code=code)
    record = Translation.objects.get(source__object_id=page.translation_key, target_locale=target)
    return SimpleNamespace(record=record, page=page.get_translation(target))


def segments(page: Page) -> dict[str, str]:
    found = StringSegment.objects.filter(source__object_id=page.translation_key)
    return {row.context.path: row.string.data for row in found.select_related("string", "context")}


def translate_strings(editor: Editor, page: Page, code: str, texts: dict[str, str]) -> None:
    """Send translated strings, as the translation editor does one by one."""
    record = translation_of(page, code).record
    for segment in StringSegment.objects.filter(source=record.source).select_related("string"):
        if text := texts.get(segment.string.data):
            path = f"/admin/localize/translate/{record.pk}/strings/{segment.pk}/edit/"
            response = editor.client.put(
                path, f"value={text}", content_type="application/x-www-form-urlencoded"
            )
            assert response.status_code in (200, 201), response.content


def publish(editor: Editor, page: Page, code: str) -> Any:
    target = translation_of(page, code).page
    editor.post(f"pages/{target.pk}/edit/", {"action": "publish"})
    return ArticlePage.objects.get(pk=target.pk)


TEXTS = {
    "Sadzimy drzewa": "Planting trees",
    "W całym powiecie.": "All over the county.",
    "Sadzenie dębu": "Planting an oak",
    "Podlewanie": "Watering",
    "Pierwszy akapit.": "First paragraph.",
    "Sadzonka w donicy": "A seedling in a pot",
    "Podpis w tekście": "A caption in the text",
    "Gmina": "Municipality",
    "Zielona": "Green Hills",
    "Nowe drzewa": "New trees",
}


def test_submitting_publishes_nothing(article: ArticlePage, editor: Editor, settle: Settle) -> None:
    before = document(article)
    submit(editor, article, "en", "uk")
    settle()
    for code in ("en", "uk"):
        target = translation_of(article, code).page
        assert not target.live
        assert not on_wire(target)
    assert document(article) == before


def test_all_text_that_readers_see_is_a_segment(article: ArticlePage, editor: Editor) -> None:
    article.photos.all().update(caption="Podpis zdjęcia")
    submit(editor, article, "en")
    found = list(segments(article).values())
    for text in [*TEXTS, "Podpis zdjęcia", "Liczba", "12", "7"]:
        assert text in found, text


def test_a_translated_article_is_published_with_all_its_texts(
    article: ArticlePage, editor: Editor, settle: Settle
) -> None:
    submit(editor, article, "en")
    translate_strings(editor, article, "en", TEXTS)
    settle()
    assert not on_wire(translation_of(article, "en").page)
    english = publish(editor, article, "en")
    settle()
    found = document(english)
    assert (found["title"], found["lead"]) == ("Planting trees", "All over the county.")
    assert found["url"].startswith("http://localhost/en/")
    assert [photo["alt"] for photo in found["photos"]] == ["Planting an oak", "Watering"]
    assert {photo["alt_locale"] for photo in found["photos"]} == {"en"}
    assert found["tags"] == [{"slug": "przyroda", "label": "Nature"}]
    text, image, table = found["body"]
    assert text["html"] == "<p>First paragraph.</p>"
    assert image["photo"]["alt"] == "A seedling in a pot"
    assert image["photo"]["caption"] == "A caption in the text"
    assert table["rows"] == [["Municipality", "Liczba"], ["Green Hills", "12"], ["", "7"]]
    assert table["caption"] == "New trees"
    assert found["translation_key"] == document(article)["translation_key"]
    assert [item["locale"] for item in document(article)["translations"]] == ["en"]


def test_a_translation_keeps_its_texts_when_the_source_is_updated(
    article: ArticlePage, editor: Editor, settle: Settle
) -> None:
    submit(editor, article, "en")
    translate_strings(editor, article, "en", TEXTS)
    english = publish(editor, article, "en")
    settle()
    photo_ids = [photo["id"] for photo in document(english)["photos"]]
    editor.publish(article, lead="Nowy lead.")
    settle()
    assert document(english)["lead"] == "All over the county."
    source = TranslationSource.objects.get(object_id=article.translation_key)
    editor.post(f"localize/update/{source.pk}/", {})
    settle()
    assert document(english)["lead"] == "All over the county."
    translate_strings(editor, article, "en", {"Nowy lead.": "A new lead."})
    publish(editor, article, "en")
    settle()
    found = document(english)
    assert found["lead"] == "A new lead."
    assert [photo["alt"] for photo in found["photos"]] == ["Planting an oak", "Watering"]
    assert [photo["id"] for photo in found["photos"]] == photo_ids


def test_update_and_publish_brings_new_strings_in_the_source_language(
    article: ArticlePage, editor: Editor, settle: Settle
) -> None:
    """That is what wagtail-localize does; the rest of the translation stays."""
    submit(editor, article, "en")
    translate_strings(editor, article, "en", TEXTS)
    english = publish(editor, article, "en")
    editor.publish(article, lead="Nowy lead.")
    source = TranslationSource.objects.get(object_id=article.translation_key)
    editor.post(f"localize/update/{source.pk}/", {"publish_translations": "on"})
    settle()
    found = document(english)
    assert (found["title"], found["lead"]) == ("Planting trees", "Nowy lead.")
    assert [photo["alt"] for photo in found["photos"]] == ["Planting an oak", "Watering"]


def test_a_photo_added_to_the_source_comes_to_the_translation_with_the_update(
    article: ArticlePage, editor: Editor, settle: Settle
) -> None:
    submit(editor, article, "en")
    translate_strings(editor, article, "en", TEXTS)
    english = publish(editor, article, "en")
    photo = {"image": make_image().pk, "alt_text": "Grabie", "ORDER": "3", "id": ""}
    rows = {f"photos-2-{name}": value for name, value in photo.items()}
    form = editor.page_form(article) | rows | {"photos-TOTAL_FORMS": "3"}
    editor.post(f"pages/{article.pk}/edit/", form | {"action-publish": "action-publish"})
    source = TranslationSource.objects.get(object_id=article.translation_key)
    editor.post(f"localize/update/{source.pk}/", {})
    translate_strings(editor, article, "en", {"Grabie": "A rake"})
    publish(editor, article, "en")
    settle()
    alts = [photo["alt"] for photo in document(english)["photos"]]
    assert alts == ["Planting an oak", "Watering", "A rake"]


def test_a_translation_can_be_unpublished_alone(
    article: ArticlePage, editor: Editor, settle: Settle
) -> None:
    submit(editor, article, "en")
    english = publish(editor, article, "en")
    settle()
    editor.unpublish(english)
    settle()
    assert not on_wire(english)
    assert on_wire(article)
    publish(editor, article, "en")
    settle()
    assert on_wire(english)


def test_an_alias_becomes_a_translation_when_it_is_submitted_and_published(
    homes: dict[str, Any], editor: Editor, settle: Settle
) -> None:
    english = Locale.objects.get(language_code="en")
    section = make_section(homes["pl"])
    editor.post(f"localize/submit/page/{section.pk}/", {"locales": [english.pk]})
    gallery = make_gallery(section, alts=["Tancerze"])
    alias = gallery.copy_for_translation(english, alias=True)
    html = editor.client.get(f"/admin/pages/{alias.pk}/edit/").content.decode()
    assert f"/admin/localize/submit/page/{gallery.pk}/" in html
    submit(editor, gallery, "en")
    translate_strings(editor, gallery, "en", {"Tancerze": "Dancers"})
    settle()
    assert not on_wire(alias)
    editor.post(f"pages/{alias.pk}/edit/", {"action": "publish"})
    settle()
    assert [photo["alt"] for photo in document(alias)["photos"]] == ["Dancers"]


def test_a_subtree_is_submitted_and_nothing_of_it_is_published(
    article: ArticlePage, editor: Editor, settle: Settle
) -> None:
    english = Locale.objects.get(language_code="en")
    section = article.get_parent()
    form = {"locales": [english.pk], "include_subtree": "on"}
    editor.post(f"localize/submit/page/{section.pk}/", form)
    settle()
    target = article.get_translation(english)
    assert not target.live
    assert not on_wire(target)
