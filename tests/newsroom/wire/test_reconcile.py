"""What goes behind the signals' back is found by reconcile_wire; rebuild_wire changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction, Revision, Site

from newsroom.models import ArticlePage, WireChange, WireItem, WireMark
from tests.editor import Editor
from tests.factories import (
    make_article,
    make_gallery,
    make_image,
    make_info_page,
    make_section,
    translate,
)

from .wire import changes, document, on_wire, tombstone

Settle = Callable[[], None]


def check(*options: str) -> bool:
    """Whether ``reconcile_wire --check`` finds the wire in order."""
    before = WireChange.objects.count()
    try:
        call_command("reconcile_wire", "--check", *options)
    except SystemExit as end:
        assert end.code == 1
        return False
    finally:
        assert WireChange.objects.count() == before  # it only reports
    return True


def test_loaded_fixtures_arrive_by_reconciling(
    section: Any, editor: Editor, settle: Settle, tmp_path: Path
) -> None:
    article = make_article(section, "Z kopii", alts=["Czytelnia"])
    rows = [
        Page.objects.get(pk=article.pk),
        ArticlePage.objects.get(pk=article.pk),
        *article.photos.all(),
        *Revision.objects.for_instance(article),
    ]
    fixture = tmp_path / "copy.json"
    fixture.write_text(serializers.serialize("json", rows))
    settle()
    editor.delete(article)
    settle()
    assert not on_wire(article)
    assert check("--deep")
    call_command("loaddata", str(fixture))
    Page.objects.filter(pk=section.pk).update(numchild=1)
    assert not WireMark.objects.filter(expanded=None).exists()
    settle()
    assert not on_wire(article)
    assert not check()
    call_command("reconcile_wire")
    assert document(article)["title"] == "Z kopii"
    assert check("--deep")


def delete_in_sql(page: Any) -> None:
    page.revisions.all().delete()
    for model in (ArticlePage, Page):
        rows = model._base_manager.filter(pk=page.pk)
        rows._raw_delete(rows.db)


def restrict_in_sql(page: Any) -> None:
    restriction = PageViewRestriction(page_id=page.get_parent().pk, restriction_type="login")
    PageViewRestriction.objects.bulk_create([restriction])


def unpublish_in_sql(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


BEHIND: dict[str, Callable[[Any], None]] = {
    "unpublished": unpublish_in_sql,
    "deleted": delete_in_sql,
    "restricted": restrict_in_sql,
}


@pytest.mark.parametrize("reason", BEHIND)
def test_what_was_withdrawn_behind_the_signals_back_is_found(
    section: Any, settle: Settle, reason: str
) -> None:
    article = make_article(section)
    settle()
    BEHIND[reason](article)
    settle()
    assert on_wire(article)
    assert not check()
    call_command("reconcile_wire")
    assert tombstone(article).reason == reason
    assert check("--deep")


def test_a_page_that_appeared_or_changed_behind_the_signals_back_is_found(
    section: Any, settle: Settle
) -> None:
    draft, live = make_article(section, "Szkic", live=False), make_article(section, "Jawny")
    settle()
    Page.objects.filter(pk=draft.pk).update(live=True)
    Page.objects.filter(pk=live.pk).update(url_path=live.url_path.replace("jawny", "inny"))
    assert not check()
    call_command("reconcile_wire")
    assert on_wire(draft)
    assert document(live)["url"].endswith("/inny/")
    assert check("--deep")


def test_a_changed_host_name_is_found_without_composing(section: Any, settle: Settle) -> None:
    article = make_article(section)
    settle()
    Site.objects.update(hostname="nowy.newsroom.test")
    Site.clear_site_root_paths_cache()
    assert not check()
    call_command("reconcile_wire")
    assert document(article)["url"].startswith("http://nowy.newsroom.test/")


def test_changed_words_are_found_by_the_deep_comparison(section: Any, settle: Settle) -> None:
    article = make_article(section)
    settle()
    ArticlePage.objects.filter(pk=article.pk).update(lead="Zmieniony w bazie.")
    assert check()
    assert not check("--deep")
    call_command("reconcile_wire", "--deep")
    assert document(article)["lead"] == "Zmieniony w bazie."


def test_a_wiped_wire_comes_back_as_it_was(section: Any, settle: Settle) -> None:
    article, gallery = make_article(section, alts=["Opis"]), make_gallery(section, alts=["Opis"])
    english = translate(article, "en")
    settle()
    before = [document(page) for page in (article, gallery, english)]
    WireItem.objects.all().delete()
    assert not check()
    call_command("reconcile_wire")
    assert [document(page) for page in (article, gallery, english)] == before


def test_what_is_not_public_is_no_difference(section: Any, editor: Editor, settle: Settle) -> None:
    make_article(section, live=False)
    restricted, gone = make_article(section, "Tajny"), make_article(section, "Wycofany")
    editor.restrict(restricted)
    editor.unpublish(gone)
    alias = editor.copy(make_article(section, "Źródło"), section, "odbicie", alias=True)
    editor.convert_alias(alias)
    settle()
    assert check("--deep")


def test_rebuilding_is_no_change_to_readers(section: Any, settle: Settle) -> None:
    article = make_article(section, alts=["Opis"], image=make_image())
    make_gallery(section, alts=["Opis"])
    settle()
    before = list(WireItem.objects.order_by("pk").values())
    number = len(changes())
    call_command("rebuild_wire")
    assert list(WireItem.objects.order_by("pk").values()) == before
    assert len(changes()) == number
    WireItem.objects.filter(page_id=article.pk).update(document="{}")
    call_command("rebuild_wire")
    assert document(article)["title"] == article.title
    assert len(changes()) == number + 1


def test_what_is_public_below_the_alias_of_a_section_is_no_difference(
    homes: dict[str, Any], editor: Editor, settle: Settle
) -> None:
    """As in Wagtail: what restricts the section from above does not hold for its alias."""
    intranet = make_info_page(homes["pl"], "Intranet")
    inner = make_section(intranet, "Ogłoszenia")
    alias = editor.copy(inner, homes["pl"], "odbicie", alias=True)
    article = make_article(alias, "Własny")
    settle()
    editor.restrict(intranet)
    settle()
    assert on_wire(article)
    assert check("--deep")
