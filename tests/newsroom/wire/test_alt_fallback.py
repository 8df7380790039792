"""A photo without an alternative text in a translation has the source's, and says its language.

Publishing refuses such pages, so they come from elsewhere: loaded data, writes past Wagtail.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from galleries.models import GalleryPhoto
from newsroom.models import ArticlePage, ArticlePhoto, uid_for
from newsroom.wire.compose import compose
from tests.factories import make_article, make_gallery, make_image, publish, translate
from tests.shared import shared

from .wire import document, row

Settle = Callable[[], None]


def compare() -> None:
    """Let the wire find out what has been written past Wagtail."""
    call_command("run_worker", "--once")
    call_command("reconcile_wire", "--deep")


def forget_alt(page: Any, model: Any = ArticlePhoto, **values: Any) -> None:
    """Take the words from a page's photos, behind Wagtail's back."""
    model.objects.filter(page=page).update(alt_text="", **values)
    compare()


def forget_alt_in_body(page: ArticlePage) -> None:
    blocks = list(page.body.raw_data)
    for block in blocks:
        if block["type"] == "image":
            block["value"]["image"]["alt_text"] = ""
    ArticlePage.objects.filter(pk=page.pk).update(body=json.dumps(blocks))
    compare()


def alts(page: Any) -> list[tuple[str, str]]:
    """Each photo's alternative text with its language, as the wire gives them."""
    return [(photo["alt"], photo["alt_locale"]) for photo in document(page)["photos"]]


@shared
def article(section: Any) -> Any:
    """Give a Polish article with two photos."""
    return make_article(section, alts=["Nowa czytelnia", "Regały"])


@shared
def english(article: Any) -> Any:
    return translate(article, "en")


def test_a_translation_without_alternative_texts_has_those_of_its_source(
    article: Any, english: Any, settle: Settle
) -> None:
    settle()
    assert alts(english) == [("Nowa czytelnia en", "en"), ("Regały en", "en")]

    forget_alt(english)

    assert alts(english) == [("Nowa czytelnia", "pl"), ("Regały", "pl")]
    photos = document(english)["photos"]
    assert not any(photo["decorative"] for photo in photos)
    assert document(english)["lead_photo"] == photos[0]
    assert photos[0]["id"] != document(article)["photos"][0]["id"]
    assert alts(article) == [("Nowa czytelnia", "pl"), ("Regały", "pl")]


def test_only_the_photos_that_lack_a_text_are_lent_one(article: Any, english: Any) -> None:
    second = english.photos.all()[1]
    ArticlePhoto.objects.filter(pk=second.pk).update(alt_text="  ")
    compare()

    assert alts(english) == [("Nowa czytelnia en", "en"), ("Regały", "pl")]


def test_the_api_and_web_pages_say_the_language_of_a_lent_text(
    client: Client, english: Any
) -> None:
    forget_alt(english)
    uid = uid_for(english.translation_key, "en")

    answer = client.get(f"/api/news/v1/articles/{uid}/").json()
    assert answer["locale"] == "en"
    assert [photo["alt_locale"] for photo in answer["photos"]] == ["pl", "pl"]
    card = client.get("/api/news/v1/articles/?locale=en").json()["items"][0]
    assert (card["lead_photo"]["alt"], card["lead_photo"]["alt_locale"]) == ("Nowa czytelnia", "pl")

    path = answer["url"].removeprefix("http://localhost")
    shown = client.get(path).content.decode()
    assert 'alt="Nowa czytelnia"' in shown
    assert shown.count('lang="pl"') >= 2


def test_a_decorative_photo_stays_without_words(english: Any) -> None:
    forget_alt(english, decorative=True)

    assert alts(english) == [("", "en"), ("", "en")]
    assert all(photo["decorative"] for photo in document(english)["photos"])


def test_a_source_that_takes_the_photo_for_decoration_lends_nothing(
    article: Any, english: Any
) -> None:
    ArticlePhoto.objects.filter(page=article).update(decorative=True)
    forget_alt(english)

    assert alts(english) == [("", "en"), ("", "en")]


def test_a_changed_source_changes_what_it_has_lent(
    article: Any, english: Any, settle: Settle
) -> None:
    forget_alt(english)
    page = ArticlePage.objects.get(pk=article.pk)
    photo = page.photos.all()[0]
    photo.alt_text = "Czytelnia po remoncie"
    page.photos.add(photo)
    publish(page)
    settle()

    assert alts(english)[0] == ("Czytelnia po remoncie", "pl")


def test_a_text_that_is_not_public_is_not_lent(article: Any, english: Any, settle: Settle) -> None:
    article.unpublish()
    forget_alt(english)
    assert alts(english) == [("", "en"), ("", "en")]

    publish(ArticlePage.objects.get(pk=article.pk))
    settle()
    assert alts(english) == [("Nowa czytelnia", "pl"), ("Regały", "pl")]

    PageViewRestriction.objects.create(page=article, restriction_type="login")
    settle()
    assert "Nowa czytelnia" not in json.dumps(document(english), ensure_ascii=False)


def test_a_draft_of_the_source_lends_nothing(article: Any, english: Any, settle: Settle) -> None:
    forget_alt(english)
    page = ArticlePage.objects.get(pk=article.pk)
    photo = page.photos.all()[0]
    photo.alt_text = "Jeszcze tajne"
    page.photos.add(photo)
    page.save_revision()
    settle()

    assert alts(english)[0] == ("Nowa czytelnia", "pl")


def test_a_lent_text_holds_no_longer_than_its_source(article: Any, english: Any) -> None:
    end = timezone.now() + timedelta(hours=1)
    ArticlePage.objects.filter(pk=article.pk).update(expire_at=end)
    forget_alt(english)
    assert row(english).valid_until == end  # type: ignore[union-attr]

    ArticlePage.objects.filter(pk=article.pk).update(expire_at=timezone.now())
    compare()
    assert alts(english) == [("", "en"), ("", "en")]


def test_the_default_language_lends_first_and_then_the_others(article: Any, english: Any) -> None:
    ukrainian = translate(article, "uk")
    forget_alt(ukrainian)
    assert alts(ukrainian)[0] == ("Nowa czytelnia", "pl")

    forget_alt(article)
    assert alts(ukrainian)[0] == ("Nowa czytelnia en", "en")
    # The source itself may take from a translation, too.
    assert alts(article)[0] == ("Nowa czytelnia en", "en")


def test_another_picture_in_the_same_place_is_not_described_by_it(english: Any) -> None:
    forget_alt(english, image=make_image())

    assert alts(english) == [("", "en"), ("", "en")]


def test_a_picture_in_the_text_has_the_alternative_text_of_the_same_block(
    section: Any, settle: Settle
) -> None:
    image = make_image()
    image.contextual_alt_text, image.decorative = "Sadzonka w donicy", False
    value = {"image": image, "caption": "", "credit": ""}
    article = make_article(section, "Sadzimy drzewa", body=[("image", value)])
    english = translate(article, "en")
    settle()

    def shown() -> tuple[str, str]:
        photo = document(english)["body"][0]["photo"]
        return photo["alt"], photo["alt_locale"]

    assert shown() == ("Sadzonka w donicy en", "en")
    assert "lang=" not in document(english)["body_html"]

    forget_alt_in_body(english)
    assert shown() == ("Sadzonka w donicy", "pl")
    assert 'alt="Sadzonka w donicy"' in document(english)["body_html"]
    assert ' lang="pl">' in document(english)["body_html"]

    article.unpublish()
    settle()
    assert shown() == ("", "en")


def test_galleries_lend_as_well_also_inside_an_article(section: Any, settle: Settle) -> None:
    gallery = make_gallery(section, alts=["Orkiestra na rynku"])
    english_gallery = translate(gallery, "en")
    article = make_article(section, "Święto", body=[("gallery", {"gallery": gallery})])
    english = translate(article, "en")
    forget_alt(english_gallery, GalleryPhoto)

    assert alts(english_gallery) == [("Orkiestra na rynku", "pl")]
    (photo,) = document(english)["body"][0]["photos"]
    assert (photo["alt"], photo["alt_locale"]) == ("Orkiestra na rynku", "pl")


def test_composing_asks_for_the_sources_only_where_a_text_is_missing_and_then_once(
    section: Any,
) -> None:
    def asked(page: Any) -> int:
        page = ArticlePage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as captured:
            compose(page)
        asked_for = (query["sql"].lower() for query in captured.captured_queries)
        return sum("articlephoto" in sql and "alt_text" in sql for sql in asked_for)

    for number in (1, 7):
        texts = [f"Opis {position}" for position in range(number)]
        article = make_article(section, f"Zdjęcia: {number}", alts=texts)
        english = translate(article, "en")
        assert asked(english) == 1
        forget_alt(english)
        assert alts(english) == [(text, "pl") for text in texts]
        assert asked(english) == 2
