"""Previews of an entry in feeds."""

import re
from collections.abc import Callable
from typing import Any

from wagtail.models import Page, Site

from newsroom.models import ArticlePage, FeedSettings
from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_project, make_section
from tests.newsroom.previewing import page_preview, saved_preview
from tests.shared import shared

IN_FEEDS = "newsroom_feeds"


@shared
def section(homes: dict[str, Any]) -> Page:
    return make_section(homes["pl"])


@shared
def article(section: Page, settle: Callable[[], None]) -> ArticlePage:
    """Give an article whose photo has been made ready for feeds."""
    body = [("rich_text", "<p>Od <b>rana</b> do wieczora.</p>")]
    page = make_article(section, alts=["Nowa czytelnia"], lead="Wstęp.", body=body)
    settle()
    return page


def test_an_unsaved_draft_is_shown_as_an_entry(article: ArticlePage, editor: Editor) -> None:
    response = page_preview(editor, article, IN_FEEDS, title="Tytuł <i>nowy</i>")

    html = response.content.decode()
    assert "Tytuł &lt;i&gt;nowy&lt;/i&gt;" in html
    assert '<p class="summary">Wstęp.</p>' in html
    assert "Od <b>rana</b>" in html or "Od <strong>rana</strong>" in html
    assert 'alt="Nowa czytelnia"' in html
    assert '<div lang="pl"' in html
    assert '<html lang="en"' in html
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in response["Cache-Control"]
    assert "switched off" not in html


def test_a_summary_of_its_own_stands_instead_of_the_lead(
    article: ArticlePage, editor: Editor
) -> None:
    html = page_preview(editor, article, IN_FEEDS, feed_summary="Krótko.").content.decode()
    assert '<p class="summary">Krótko.</p>' in html


def test_it_says_so_when_subscribers_do_not_get_the_page(
    article: ArticlePage, editor: Editor
) -> None:
    article.in_feeds = False
    article.save_revision()
    assert "switched off" in saved_preview(editor, article, IN_FEEDS).content.decode()


def test_where_feeds_give_the_lead_only_so_does_the_preview(
    article: ArticlePage, editor: Editor
) -> None:
    FeedSettings.objects.create(site=Site.objects.get(), content="lead")
    html = saved_preview(editor, article, IN_FEEDS).content.decode()
    assert "give the lead only" in html
    assert "rana" not in html


def test_a_gallery_is_shown_with_its_photos(section: Page, editor: Editor) -> None:
    gallery = make_gallery(section, alts=["Orkiestra", "Tancerze"])
    html = page_preview(editor, gallery, IN_FEEDS).content.decode()
    assert re.findall(r'alt="([^"]+)"', html) == ["Orkiestra", "Tancerze"]


def test_a_project_is_shown_as_the_entry_that_opens_its_feed(section: Page, editor: Editor) -> None:
    project = make_project(section.get_parent().specific, lead="Drogi dla gminy.")
    html = page_preview(editor, project, IN_FEEDS).content.decode()
    assert '<p class="summary">Drogi dla gminy.</p>' in html


def test_a_page_in_no_site_is_said_to_be_in_no_feed(homes: Any, editor: Editor) -> None:
    page = make_article(make_section(Page.get_first_root_node(), "Bezdomne"), live=False)
    assert "in no feed" in saved_preview(editor, page, IN_FEEDS).content.decode()
