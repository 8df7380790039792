"""What editors decide about feeds."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Locale, Site

from newsroom.models import FeedAudience, FeedSettings, FeedWords
from newsroom.wire import logos
from tests.factories import make_article, make_gallery, make_image, picture, publish

from .judges import complaints
from .reading import ATOM, get, read


@pytest.fixture
def options(homes: dict[str, Any], settle: Any) -> Any:
    """Give a function that changes a Site's settings: ``options(hub="…", pl={"title": "…"})``."""

    def change(words: dict[str, dict[str, str]] | None = None, **values: Any) -> FeedSettings:
        found, _ = FeedSettings.objects.get_or_create(site=Site.objects.get())
        for name, value in values.items():
            setattr(found, name, value)
        for code, texts in (words or {}).items():
            locale = Locale.objects.get(language_code=code)
            found.words.add(FeedWords(locale=locale, **texts))
        found.save()
        settle()
        return found

    return change


def test_a_page_that_is_not_for_feeds_is_in_none(section: Any, settle: Any, extension: str) -> None:
    article = make_article(section)
    gallery = make_gallery(section, alts=["Scena"])
    settle()
    assert read(extension).entries
    assert read(extension, name="galleries").entries
    for page in (article, gallery):
        page.in_feeds = False
        publish(page)
    settle()

    for name in ("news", "galleries", "sections/aktualnosci"):
        assert read(extension, name=name).entries == []
    article.in_feeds = True
    publish(article)
    settle()
    assert len(read(extension).entries) == 1


def test_subscribers_may_get_a_summary_of_their_own(section: Any, settle: Any) -> None:
    make_article(section, lead="Długi wstęp.", feed_summary="Dla  subskrybentów: 5 < 6")
    settle()

    assert read("rss").texts("description", "") == ["Dla subskrybentów: 5 &lt; 6"]
    assert read("atom").texts("", "summary") == ["Dla subskrybentów: 5 < 6"]
    assert read("json").entries[0]["summary"] == "Dla subskrybentów: 5 < 6"


def test_a_feed_of_leads_has_no_texts(
    section: Any, settle: Any, options: Any, extension: str
) -> None:
    make_article(section, lead="Wstęp.", body=[("rich_text", "<p>Cały tekst.</p>")])
    settle()
    assert "Cały tekst." in read(extension).body.decode()
    options(content="lead")
    body = read(extension).body.decode()

    assert "Cały tekst." not in body
    assert "Wstęp." in body
    assert not list(complaints(body.encode(), extension))


def test_a_site_decides_how_many_items_a_feed_has(
    section: Any, settle: Any, options: Any, extension: str
) -> None:
    for number in range(3):
        make_article(section, f"Komunikat {number}")
    settle()
    assert len(read(extension).entries) == 3
    options(items=2)
    assert len(read(extension).entries) == 2


def test_the_words_of_a_language_are_those_of_its_feeds(
    section: Any, options: Any, extension: str
) -> None:
    words = {"title": "Wieści z ratusza", "description": "Co słychać.", "rights": "CC BY 4.0"}
    options({"pl": words})
    body = read(extension).body.decode()

    assert "Wiadomości – Wieści z ratusza" in body
    assert "Co słychać." in body
    assert "CC BY 4.0" in body
    english = read(extension, "en").body.decode()
    assert "Co słychać." not in english
    assert "CC BY 4.0" not in english
    assert not list(complaints(body.encode(), extension))


def test_looking_at_the_settings_changes_nothing(
    section: Any, settle: Any, client: Any, extension: str
) -> None:
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        make_article(section)
        settle()
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        before = get(extension)
        client.force_login(User.objects.create_superuser("redaktor"))
        client.get("/admin/settings/newsroom/feedsettings/", follow=True)
        assert FeedSettings.objects.exists()
        settle()
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        assert get(extension)["Last-Modified"] == before["Last-Modified"]


def test_a_hub_is_named_in_every_format_and_in_the_headers(
    section: Any, options: Any, extension: str
) -> None:
    hub = "https://hub.example/"
    before = get(extension)
    assert "hub" not in before["Link"]
    assert b"hub" not in before.content
    options(hub=hub)
    feed = read(extension)
    url = f"http://localhost/feeds/pl/news.{extension}"

    assert f'<{hub}>; rel="hub", <{url}>; rel="self"' in feed.response["Link"]
    if extension == "json":
        assert feed.json["hubs"] == [{"type": "WebSub", "url": hub}]
    else:
        assert feed.links("hub") == [hub]
        assert feed.links("self") == [url]
    assert get(extension)["ETag"] != before["ETag"]


def test_a_change_of_settings_is_a_change_of_the_feed(
    section: Any, options: Any, extension: str
) -> None:
    first = get(extension)
    options({"pl": {"title": "Inny tytuł"}})
    assert get(extension, if_none_match=first["ETag"]).status_code == 200


def test_a_logo_is_shown_in_every_format(section: Any, options: Any, extension: str) -> None:
    image = make_image(file=picture(size=(300, 200)))
    assert logos.make(image)
    options(image=image)
    feed = read(extension)
    logo = logos.find(image.pk, "http://localhost")
    assert logo is not None

    if extension == "rss":
        assert feed.root.findtext("channel/image/url") == logo.url
        assert feed.root.findtext("channel/image/title") == feed.root.findtext("channel/title")
        assert feed.root.findtext("channel/image/width") == "144"
    elif extension == "atom":
        assert feed.root.findtext(f"{ATOM}logo") == logo.url
        assert feed.root.findtext(f"{ATOM}icon") == logo.url
    else:
        assert feed.json["icon"] == logo.url
    assert not list(complaints(feed.body, extension))


def test_a_logo_that_is_private_now_is_not_shown(
    section: Any, settle: Any, options: Any, extension: str
) -> None:
    image = make_image(file=picture(size=(300, 200)))
    logos.make(image)
    options(image=image)
    assert b".png" in get(extension).content
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")
    settle()

    assert logos.find(image.pk, "http://localhost") is None
    assert b".png" not in get(extension).content


def test_services_that_announce_subscribers_are_noted(
    section: Any, settle: Any, extension: str
) -> None:
    agent = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like FeedFetcher)"
    first = get(extension, user_agent=agent)
    get(extension, user_agent=agent, if_none_match=first["ETag"])
    get("rss", name="sections/nieznany", user_agent=agent)

    (noted,) = FeedAudience.objects.all()
    assert (noted.path, noted.subscribers) == (f"/feeds/pl/news.{extension}", 16)


def test_editors_see_the_switch_where_they_promote_a_page(
    section: Any, settle: Any, client: Any
) -> None:
    article = make_article(section)
    client.force_login(User.objects.create_superuser("redaktor"))
    form = client.get(f"/admin/pages/{article.pk}/edit/").content.decode()

    assert 'name="in_feeds"' in form
    assert 'name="feed_summary"' in form
