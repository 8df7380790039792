"""View restrictions on pages, their ancestors, and sections that have aliases."""

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from tests.editor import Editor
from tests.factories import make_article, make_gallery, make_section

from .wire import changes, document, on_wire, tombstone

Settle = Callable[[], None]


def test_a_restricted_page_is_withdrawn_and_comes_back(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, lead="Tylko dla nas.")
    settle()
    editor.restrict(article)
    settle()
    assert tombstone(article).reason == "restricted"
    editor.lift_restriction(article)
    settle()
    assert on_wire(article)
    assert changes(article) == [("put", ""), ("withdrawn", "restricted"), ("put", "")]


def test_a_restricted_ancestor_withdraws_everything_below(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    article, gallery = make_article(section), make_gallery(section, alts=["Tancerze"])
    elsewhere = make_article(make_section(homes["pl"], "Kultura"))
    settle()
    editor.restrict(section)
    settle()
    assert {tombstone(article).reason, tombstone(gallery).reason} == {"restricted"}
    assert on_wire(elsewhere)
    editor.lift_restriction(section)
    settle()
    assert on_wire(article)
    assert on_wire(gallery)


def test_a_page_published_below_a_restricted_one_stays_away(
    section: Any, editor: Editor, settle: Settle
) -> None:
    editor.restrict(section)
    article = make_article(section)
    settle()
    assert not on_wire(article)
    assert changes() == []


def test_two_restrictions_must_both_be_lifted(section: Any, editor: Editor, settle: Settle) -> None:
    article = make_article(section)
    settle()
    editor.restrict(section)
    editor.restrict(article)
    editor.lift_restriction(section)
    settle()
    assert not on_wire(article)
    editor.lift_restriction(article)
    settle()
    assert on_wire(article)


def test_a_section_with_an_alias_is_restricted_under_the_alias_too(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    """An alias's own child is a page of its own, and inherits its source's restriction."""
    alias = editor.copy(section, homes["pl"], "odbicie", alias=True)
    below = make_article(Page.objects.get(pk=alias.pk).specific, "Pod odbiciem")
    settle()
    assert on_wire(below)
    editor.restrict(section, commit=False)
    assert not on_wire(below)
    settle()
    assert tombstone(below).reason == "restricted"
    editor.lift_restriction(section)
    settle()
    assert on_wire(below)


def test_an_unpublished_ancestor_hides_nothing_but_its_own_name(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section)
    settle()
    editor.unpublish(section)
    settle()
    assert document(article)["section"] is None


def test_a_linked_page_that_is_restricted_is_no_longer_linked(
    homes: dict[str, Any], section: Any, editor: Editor, settle: Settle
) -> None:
    intranet = make_section(homes["pl"], "Intranet")
    target = make_article(intranet, "Cel")
    text = f'<p>Zob. <a linktype="page" id="{target.pk}">cel</a>.</p>'
    article = make_article(section, body=[("rich_text", text)])
    settle()
    assert 'href="http://localhost/pl/intranet/cel/"' in document(article)["body_html"]
    editor.restrict(intranet)
    settle()
    assert document(article)["body_html"] == "<p>Zob. cel.</p>"
    editor.lift_restriction(intranet)
    settle()
    assert "/pl/intranet/cel/" in document(article)["body_html"]
