"""People in photos have a say: withdrawn and ended consents take photos away, and only those."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, Site

from galleries import renditions
from galleries.consents.models import People, WithdrawnConsent
from galleries.consents.withdrawals import withdraw
from newsroom.models import ArticlePhoto, FeedSettings, WireItem
from newsroom.wire import logos
from newsroom.wire.compose import compose
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_section,
    picture,
    publish,
    translate,
)

from .wire import document, on_wire

Settle = Callable[[], None]

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)  # 12:00 in Warsaw
LAST_DAY = date(2026, 5, 10)
# Midnight after it in Warsaw, where it is summer.
END = datetime(2026, 5, 10, 22, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    """Give a Polish section of news, published at that time."""
    return make_section(homes["pl"])


def with_consent(page: Any, until: date | None = LAST_DAY) -> Any:
    """The page published with a consent at each of its photos."""
    page = type(page).objects.get(pk=page.pk)
    for row in page.photos.all():
        row.people, row.consent_date, row.consent_until = People.CONSENT, date(2026, 1, 2), until
        page.photos.add(row)
    return publish(page)


def bulk(editor: Editor, action: str, *images: Any, **fields: Any) -> Any:
    options = get_image_model()._meta
    return editor.bulk(f"{options.app_label}/{options.model_name}", action, images, fields)


def files_of(image: Any) -> list[Path]:
    return [Path(row.file.path) for row in image.renditions.all()]


def public_photos(*pages: Page) -> list[int]:
    return [len(document(page)["photos"]) for page in pages]


def test_a_withdrawn_consent_takes_the_photo_off_every_page_in_every_language(
    section: Any, editor: Editor, settle: Settle
) -> None:
    image = make_image(file=picture(size=(700, 500)))
    article = make_article(section, image=image, alts=["Dzieci na rynku"])
    english = translate(article, "en")
    block = {"image": {"image": image, "alt_text": "Dzieci", "decorative": False}}
    inside = make_article(
        section, "W tekście", body=[("image", block | {"caption": "", "credit": ""})]
    )
    gallery = make_gallery(section, alts=["Orkiestra"])
    gallery.photos.add(
        type(gallery.photos.get())(image=image, alt_text="Dzieci", locale=gallery.locale)
    )
    gallery = publish(gallery)
    around = make_article(section, "Wokół", body=[("gallery", {"gallery": gallery})])
    settle()
    files = files_of(image)
    assert public_photos(article, english, gallery) == [1, 1, 2]
    assert files

    bulk(editor, "withdraw_consent", image, note="Telefon od matki")
    settle()

    assert public_photos(article, english, gallery) == [0, 0, 1]
    assert document(article)["lead_photo"] is None
    assert document(inside)["body"] == []
    assert document(around)["body"][0]["count"] == 1
    assert not image.renditions.exists()
    assert not [path for path in files if path.exists()]
    assert on_wire(article)
    consent = WithdrawnConsent.objects.get()
    assert (consent.note, str(consent.withdrawn_by)) == ("Telefon od matki", "editor")
    assert ModelLogEntry.objects.filter(action="galleries.withdraw_consent").exists()


def test_the_photo_goes_in_the_editors_own_transaction_and_the_page_stays(
    section: Any, client: Client, settle: Settle
) -> None:
    image = make_image()
    article = make_article(section, image=image, alts=["Dzieci"])
    settle()
    address = "/api/news/v1/articles/?fields=full"
    # The answer is remembered from now on.
    assert client.get(address).json()["items"][0]["photos"]

    # Nothing is committed here: the worker and all that follows a commit know nothing yet.
    withdraw([image], None)

    (item,) = client.get(address).json()["items"]
    assert item["photos"] == []
    assert public_photos(article) == [0]
    assert not WireItem.objects.filter(hidden=True).exists()


def test_the_same_file_uploaded_again_is_barred_too(
    section: Any, editor: Editor, settle: Settle
) -> None:
    content = picture().read()
    image = make_image(file=ImageFile(_file(content), name="a.jpg"))
    bulk(editor, "withdraw_consent", image)
    image.delete()

    form = {
        "title": "Znowu", "file": ImageFile(_file(content), name="b.jpg"), "collection": 1,
        "description": "", "tags": "", "focal_point_x": "",
    }  # fmt: skip
    editor.post("images/add/", form)
    again = get_image_model().objects.get(title="Znowu")
    assert not again.renditions.filter(filter_spec__contains="stripmetadata").exists()
    article = make_article(section, image=again, alts=["Dzieci"])
    settle()
    assert public_photos(article) == [0]

    bulk(editor, "give_consent_again", again)
    settle()
    assert public_photos(article) == [1]


def _file(content: bytes) -> Any:
    from io import BytesIO

    return BytesIO(content)


def test_a_consent_given_again_brings_the_photo_back_at_once(
    section: Any, editor: Editor, settle: Settle
) -> None:
    image = make_image(file=picture(size=(1400, 700)))
    article = make_article(section, image=image, alts=["Dzieci"])
    settle()
    bulk(editor, "withdraw_consent", image)
    settle()
    assert public_photos(article) == [0]

    bulk(editor, "give_consent_again", image)
    # What can be shown at once is there, before any worker.
    assert [row.filter_spec for row in image.renditions.all()] == [renditions.FIRST]
    settle()
    assert public_photos(article) == [1]
    assert len(document(article)["photos"][0]["renditions"]) == 10
    consent = WithdrawnConsent.objects.get()
    assert consent.given_again_at == NOON
    assert str(consent.given_again_by) == "editor"
    assert ModelLogEntry.objects.filter(action="galleries.give_consent_again").exists()


def test_a_consent_holds_until_its_last_day_is_over_and_not_a_minute_longer(
    section: Any, settle: Settle, clock: Any, client: Client
) -> None:
    image = make_image()
    article = with_consent(make_article(section, image=image, alts=["Dzieci"]))
    elsewhere = make_article(section, "Gdzie indziej", image=image, alts=["Dzieci"])
    settle()
    files = files_of(image)
    addresses = ("/api/news/v1/articles/?fields=full", "/feeds/pl/news.atom")

    clock.move_to(END - timedelta(seconds=1))
    assert public_photos(article, elsewhere) == [1, 1]
    assert all(b"picture-" in client.get(address).content for address in addresses)

    # Without any worker.
    clock.move_to(END)
    assert public_photos(article, elsewhere) == [0, 0]
    assert all(b"picture-" not in client.get(address).content for address in addresses)
    assert all(path.exists() for path in files)

    settle()
    assert public_photos(article, elsewhere) == [0, 0]
    assert not image.renditions.exists()
    assert not any(path.exists() for path in files)


def test_the_day_is_the_sites_whatever_zone_an_editor_is_in(
    section: Any, settle: Settle, clock: Any
) -> None:
    from django.utils import timezone

    article = with_consent(make_article(section, alts=["Dzieci"]))
    with timezone.override("Pacific/Auckland"):
        settle()
        assert WireItem.objects.get(page_id=article.pk).valid_until == END
        clock.move_to(END - timedelta(hours=2))
        assert public_photos(article) == [1]


def test_a_page_published_with_an_ended_consent_takes_the_photo_from_the_others(
    section: Any, editor: Editor, settle: Settle
) -> None:
    image = make_image()
    other = make_article(section, "Inny", image=image, alts=["Dzieci"])
    article = make_article(section, image=image, alts=["Dzieci"])
    settle()
    ended: dict[str, Any] = {
        "photos__0__people": "consent",
        "photos__0__consent_until": "2026-05-03",
    }

    editor.save(article, **ended)
    assert public_photos(article, other) == [1, 1]
    editor.publish(article, commit=False, **ended)
    assert public_photos(article, other) == [0, 0]
    settle()
    assert public_photos(article, other) == [0, 0]

    editor.publish(article, photos__0__consent_until="2026-06-03")
    assert public_photos(article, other) == [1, 1]


@pytest.mark.parametrize("how", ["unpublished", "deleted", "another photo"])
def test_an_ended_use_that_is_gone_bars_nothing(
    section: Any, editor: Editor, settle: Settle, how: str
) -> None:
    image = make_image()
    other = make_article(section, "Inny", image=image, alts=["Dzieci"])
    article = with_consent(make_article(section, image=image, alts=["Dzieci"]), date(2026, 5, 1))
    settle()
    assert public_photos(other) == [0]

    if how == "unpublished":
        editor.unpublish(article)
    elif how == "deleted":
        editor.delete(article)
    else:
        editor.publish(article, photos__0__image=make_image().pk, photos__0__alt_text="Most")
    settle()

    assert public_photos(other) == [1]


def test_a_day_beyond_all_calendars_is_no_end(section: Any, settle: Settle) -> None:
    article = with_consent(make_article(section, alts=["Dzieci"]), date.max)
    settle()
    assert public_photos(article) == [1]
    assert WireItem.objects.get(page_id=article.pk).valid_until is None


def test_a_feeds_logo_goes_with_the_consent(
    homes: dict[str, Any], editor: Editor, settle: Settle
) -> None:
    image = make_image()
    FeedSettings.objects.create(site=Site.objects.get(), image=image)
    logos.make_missing()
    assert logos.find(image.pk, "https://news.example")

    bulk(editor, "withdraw_consent", image)

    assert logos.find(image.pk, "https://news.example") is None
    settle()
    assert not image.renditions.exists()


def test_nothing_of_it_is_public(
    section: Any, editor: Editor, settle: Settle, client: Client
) -> None:
    shown = make_article(section, alts=["Burmistrz"], lead="Wstęp.")
    row = shown.photos.get()
    row.people, row.consent_date, row.consent_until = (
        "consent",
        date(2031, 7, 19),
        date(2033, 8, 21),
    )
    shown.photos.add(row)
    publish(shown)
    function = make_article(section, "Druga", alts=["Wójt"])
    ArticlePhoto.objects.filter(page=function.pk).update(people=People.PUBLIC_FUNCTION)
    publish(function)
    withdrawn = make_article(section, "Trzecia", alts=["Dzieci"])
    bulk(editor, "withdraw_consent", withdrawn.photos.get().image, note="Tajna notatka")
    settle()

    public = Client()
    addresses = [
        "/api/news/v1/articles/?fields=full",
        "/api/news/v1/openapi.json",
        "/feeds/pl/news.rss",
        "/feeds/pl/news.atom",
        "/feeds/pl/news.json",
        *(page.get_url() for page in (shown, function, withdrawn)),
    ]
    for address in addresses:
        answer = public.get(address, follow=True)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        for secret in (
            "consent", "people", "2031-07-19", "2033-08-21", "2031", "2033", "Tajna",
            "public-function",
        ):  # fmt: skip
            # The interface's own words, as in a partner's licence, would be named here.
            assert secret not in text, (address, secret)
    stored = "".join(f"{row.document}{row.card}{row.entry}" for row in WireItem.objects.all())
    assert "consent" not in stored
    assert "2033-08-21" not in stored


def test_many_photos_ask_for_their_consents_as_few_times_as_one(section: Any) -> None:
    def asked(number: int) -> int:
        article = with_consent(
            make_article(section, f"Zdjęcia: {number}", alts=[f"Opis {n}" for n in range(number)])
        )
        with CaptureQueriesContext(connection) as captured:
            compose(article)
        return sum(
            (
                "consent_until" in query["sql"].partition("FROM")[0]
                and "alt_text" not in query["sql"]
            )
            or "withdrawnconsent" in query["sql"]
            for query in captured.captured_queries
        )

    assert asked(1) == asked(9) == 2


def test_private_files_stay_private_when_a_consent_is_given_again(
    homes: dict[str, Any], editor: Editor, settle: Settle
) -> None:
    """The bars add up: each must be lifted."""
    from wagtail.models import Collection

    collection = Collection.get_first_root_node().add_child(name="Private")
    collection.view_restrictions.create(restriction_type="login")
    image = make_image(collection=collection)
    article = make_article(make_section(homes["pl"]), image=image, alts=["Dzieci"])
    bulk(editor, "withdraw_consent", image)
    bulk(editor, "give_consent_again", image)
    settle()
    assert public_photos(article) == [0]
    assert settings.MEDIA_URL not in str(document(article))
