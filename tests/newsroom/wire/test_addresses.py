"""Moves, new slugs and new host names: addresses change, identities stay."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION
from wagtail.signals import pre_page_move

from newsroom.models import ArticlePage, WireAddress, WireChange, WireItem
from tests.editor import Editor
from tests.factories import (
    info_page_model,
    make_article,
    make_gallery,
    make_section,
    make_site_tree,
)

from .wire import changes, document, in_order, on_wire, tombstone

Settle = Callable[[], None]


def test_a_new_slug_keeps_the_identity_and_the_old_address(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, slug="biblioteka")
    settle()
    before = document(article)
    editor.publish(article, slug="nowa-biblioteka")
    settle()
    after = document(article)
    assert after["id"] == before["id"]
    assert after["url"] == "http://localhost/pl/aktualnosci/nowa-biblioteka/"
    assert after["former_urls"] == [before["url"]]
    assert WireChange.objects.latest("sequence").old_url == before["url"]
    assert WireAddress.objects.get().url == before["url"]


def test_going_back_to_an_old_slug_leaves_one_former_address(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, slug="raz")
    settle()
    for slug in ("dwa", "raz"):
        editor.publish(ArticlePage.objects.get(pk=article.pk), slug=slug)
        settle()
    assert document(article)["url"].endswith("/raz/")
    assert [url.split("/")[-2] for url in document(article)["former_urls"]] == ["dwa"]


def test_a_moved_article_is_put_with_its_new_address_and_section(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    archive = make_section(homes["pl"], "Archiwum")
    article = make_article(section)
    settle()
    before = document(article)
    editor.move(article, archive)
    settle()
    after = document(article)
    assert after["section"]["slug"] == "archiwum"
    assert after["url"].startswith("http://localhost/pl/archiwum/")
    assert after["former_urls"] == [before["url"]]
    assert changes(article) == [("put", ""), ("put", "")]
    assert WireItem.objects.get(page_id=article.pk).section_slug == "archiwum"


def test_everything_below_a_moved_page_gets_its_new_address(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    branch = info_page_model()(title="Oddział", slug="oddzial", locale=homes["pl"].locale)
    homes["pl"].add_child(instance=branch)
    article, gallery = make_article(section), make_gallery(section, alts=["Tancerze"])
    settle()
    old = document(article)["url"]
    editor.move(section, branch)
    settle()
    found = document(article)
    assert found["url"].startswith("http://localhost/pl/oddzial/aktualnosci/")
    assert found["former_urls"] == [old]
    assert found["section"]["url"] == "http://localhost/pl/oddzial/aktualnosci/"
    assert document(gallery)["former_urls"]
    assert in_order()


def test_the_new_slug_of_a_section_reaches_everything_below(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    editor.publish(section, slug="wiadomosci", title="Wiadomości")
    settle()
    found = document(article)
    assert found["url"].startswith("http://localhost/pl/wiadomosci/")
    assert found["section"] == {
        **found["section"],
        "slug": "wiadomosci",
        "title": "Wiadomości",
        "url": "http://localhost/pl/wiadomosci/",
    }
    assert WireItem.objects.get(page_id=article.pk).section_slug == "wiadomosci"


def test_the_slug_of_a_home_page_is_in_no_address(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    before = document(article)
    editor.publish(homes["pl"], slug="nowy-urzad", promo_cards__count="0")
    settle()
    assert document(article) == before
    assert call_command("reconcile_wire", "--check", "--deep") is None


def test_an_item_moved_out_of_every_site_is_withdrawn(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    outside = Page(title="Poza serwisem", slug="poza", locale=homes["pl"].locale)
    Page.get_first_root_node().add_child(instance=outside)
    settle()
    editor.move(section, outside)
    settle()
    assert tombstone(article).reason == "no_site"


def test_an_item_moved_to_another_site_is_on_that_sites_wire(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    other = make_site_tree("inny.newsroom.test", slug="inny")
    settle()
    editor.move(section, other["pl"])
    settle()
    assert document(article)["url"].startswith("http://inny.newsroom.test/pl/")
    site = Site.objects.get(hostname="inny.newsroom.test")
    assert WireItem.objects.get(page_id=article.pk).site_id == site.pk


def test_what_is_moved_under_a_restricted_page_is_withdrawn(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    intranet = make_section(homes["pl"], "Intranet")
    editor.restrict(intranet)
    article = make_article(section)
    settle()
    editor.move(article, intranet)
    assert not on_wire(article)
    settle()
    assert tombstone(article).reason == "restricted"
    editor.move(article, section)
    settle()
    assert on_wire(article)


def test_a_new_host_name_reaches_every_document(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    site = Site.objects.get()
    form = editor.form(f"sites/edit/{site.pk}/") | {"hostname": "urzad.newsroom.test"}
    editor.post(f"sites/edit/{site.pk}/", form)
    settle()
    assert document(article)["url"].startswith("http://urzad.newsroom.test/pl/")
    assert len(document(article)["former_urls"]) == 1


def test_a_host_name_changed_in_another_process_reaches_every_document(
    section: Any, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    stale = Site.get_site_root_paths()
    site = Site.objects.get()
    site.hostname = "urzad.newsroom.test"
    site.save()
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, stale, version=SITE_ROOT_PATHS_CACHE_VERSION)
    settle()
    assert Site.get_site_root_paths() == stale
    assert document(article)["url"].startswith("http://urzad.newsroom.test/pl/")


@pytest.mark.parametrize("change", ["move", "slug"])
def test_links_follow_a_page_whose_ancestor_gets_a_new_address(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle, change: str
) -> None:
    """Nobody saves the linked pages themselves: an article and a page that is never an item."""
    kontakt = info_page_model()(title="Kontakt", slug="kontakt", locale=homes["pl"].locale)
    branch = info_page_model()(title="Oddział", slug="oddzial", locale=homes["pl"].locale)
    homes["pl"].add_child(instance=branch)
    section.add_child(instance=kontakt)
    target = make_article(section, "Cel")
    links = "".join(
        f'<p><a linktype="page" id="{page.pk}">dalej</a></p>' for page in (target, kontakt)
    )
    linking = make_article(make_section(homes["pl"], "Kultura"), body=[("rich_text", links)])
    settle()
    assert "/pl/aktualnosci/cel/" in document(linking)["body_html"]
    if change == "move":
        editor.move(section, branch)
        place = "/pl/oddzial/aktualnosci/"
    else:
        editor.publish(section, slug="wiadomosci")
        place = "/pl/wiadomosci/"
    settle()
    html = document(linking)["body_html"]
    assert f"{place}cel/" in html
    assert f"{place}kontakt/" in html


def test_a_page_moved_under_a_restricted_one_is_hidden_whatever_the_worker_does_meanwhile(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    intranet = make_section(homes["pl"], "Intranet")
    editor.restrict(intranet)
    article = make_article(section)
    settle()

    def come_between(**kwargs: Any) -> None:
        settle()

    pre_page_move.connect(come_between)
    try:
        editor.move(article, intranet, commit=False)
    finally:
        pre_page_move.disconnect(come_between)
    assert not on_wire(article)


def test_links_follow_the_host_name_of_another_site(section: Any, settle: Settle) -> None:
    other = make_site_tree("inny.newsroom.test", slug="inny")
    target = make_article(make_section(other["pl"]), "Cel")
    link = f'<p><a linktype="page" id="{target.pk}">dalej</a></p>'
    linking = make_article(section, body=[("rich_text", link)])
    settle()
    assert "http://inny.newsroom.test/" in document(linking)["body_html"]
    site = Site.objects.get(hostname="inny.newsroom.test")
    site.hostname = "nowy.newsroom.test"
    site.save()
    settle()
    assert "http://nowy.newsroom.test/" in document(linking)["body_html"]
