"""What goes wrong stays small: failed compositions, raising receivers, broken files."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db.models.signals import post_save
from django.utils import timezone

from newsroom.models import ArticlePage, WireJob, WireMark
from newsroom.wire.body import COMPOSERS
from tests.editor import Editor
from tests.factories import make_article, make_image, picture

from .wire import changes, document, on_wire

Settle = Callable[[], None]


@pytest.fixture
def broken() -> Iterator[dict[str, bool]]:
    """Make headings that say “broken” fail while ``broken["now"]`` is true."""
    state = {"now": True}
    original = COMPOSERS["heading"]

    def compose_heading(value: Any, look: Any, identity: Any) -> Any:
        if state["now"] and value == "broken":
            raise RuntimeError("no such heading")
        return original(value, look, identity)

    COMPOSERS["heading"] = compose_heading
    yield state
    COMPOSERS["heading"] = original


def test_a_failed_composition_is_kept_and_tried_again_without_stopping_others(
    section: Any, editor: Editor, settle: Settle, broken: dict[str, bool]
) -> None:
    bad = make_article(section, body=[("heading", "broken")])
    good = make_article(section, "Dobry")
    settle()
    assert on_wire(good)
    assert not on_wire(bad)
    job = WireJob.objects.get()
    assert job.page_id == bad.pk
    assert job.error == "RuntimeError: no such heading"
    broken["now"] = False
    settle()
    assert not on_wire(bad)  # not yet
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        settle()
    assert on_wire(bad)
    assert not WireJob.objects.exists()


def test_a_failed_composition_is_tried_at_once_when_the_page_is_published_again(
    section: Any, editor: Editor, settle: Settle, broken: dict[str, bool]
) -> None:
    bad = make_article(section, body=[("heading", "broken")])
    settle()
    form = editor.page_form(bad) | {"body-0-value": "mended", "action-publish": "action-publish"}
    editor.post(f"pages/{bad.pk}/edit/", form)
    settle()
    assert document(bad)["body"] == [{"type": "heading", "text": "mended"}]


def test_what_was_public_before_a_failure_can_still_be_withdrawn(
    section: Any, editor: Editor, settle: Settle, broken: dict[str, bool]
) -> None:
    bad = make_article(section, body=[("heading", "fine")])
    settle()
    form = editor.page_form(bad) | {"body-0-value": "broken", "action-publish": "action-publish"}
    editor.post(f"pages/{bad.pk}/edit/", form)
    settle()
    assert document(bad)["body"][0]["text"] == "fine"
    editor.unpublish(bad)
    settle()
    assert not on_wire(bad)
    assert changes(bad)[-1] == ("withdrawn", "unpublished")


def test_check_reports_a_failed_composition(
    section: Any, settle: Settle, broken: dict[str, bool], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = make_article(section, body=[("heading", "broken")])
    settle()
    with pytest.raises(SystemExit):
        call_command("reconcile_wire", "--check")
    assert f"page {bad.pk}: RuntimeError: no such heading" in capsys.readouterr().out
    call_command("reconcile_wire")
    said = capsys.readouterr().out
    assert "0 pages repaired." in said
    assert "1 pages failed" in said


def test_a_change_that_cannot_be_marked_is_published_all_the_same(
    section: Any, editor: Editor, settle: Settle, caplog: pytest.LogCaptureFixture
) -> None:
    """The mark fails in the database, inside the publication's own transaction."""
    article = make_article(section)
    settle()

    def refuse(instance: Any, **kwargs: Any) -> None:
        raise RuntimeError("no marks today")

    original = WireMark.__init__
    WireMark.__init__ = refuse  # type: ignore[assignment,method-assign]
    try:
        with caplog.at_level(logging.ERROR, logger="newsroom"):
            editor.publish(article, title="Nowy tytuł")
    finally:
        WireMark.__init__ = original  # type: ignore[method-assign]
    assert ArticlePage.objects.get(pk=article.pk).title == "Nowy tytuł"
    assert "reconcile_wire will find it" in caplog.text
    settle()
    assert document(article)["title"] != "Nowy tytuł"
    call_command("reconcile_wire")
    assert document(article)["title"] == "Nowy tytuł"


def test_a_receiver_of_somebody_else_that_raises_leaves_no_half_made_row(
    section: Any, editor: Editor, settle: Settle
) -> None:
    article = make_article(section, "Stary tytuł")
    settle()

    def refuse(**kwargs: Any) -> None:
        raise RuntimeError("not mine")

    post_save.connect(refuse, sender=ArticlePage)
    try:
        with pytest.raises(RuntimeError):
            editor.publish(article, title="Nowy tytuł")
    finally:
        post_save.disconnect(refuse, sender=ArticlePage)
    settle()
    assert document(article)["title"] == "Stary tytuł"


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_missing_or_broken_image_file_costs_only_that_image(
    section: Any, settle: Settle, damage: str
) -> None:
    article = make_article(section, live=False, alts=["Pierwsze", "Drugie"])
    draft = article.get_latest_revision_as_object()
    path = Path(draft.photos.first().image.file.path)
    path.unlink() if damage == "missing" else path.write_bytes(b"\xff\xd8\xff nothing")
    draft.save_revision().publish()
    settle()
    assert [photo["alt"] for photo in document(article)["photos"]] == ["Drugie"]


def test_a_broken_image_in_the_text_costs_only_that_image(section: Any, settle: Settle) -> None:
    image = make_image()
    Path(image.file.path).write_bytes(b"GIF89a, or so")
    figure = {"image": image, "caption": "", "credit": ""}
    image.contextual_alt_text, image.decorative = "Opis", False
    article = make_article(section, body=[("image", figure), ("heading", "Dalej")])
    settle()
    assert [block["type"] for block in document(article)["body"]] == ["heading"]


def test_a_deleted_rendition_file_is_not_listed(section: Any, settle: Settle) -> None:
    article = make_article(section, image=make_image(file=picture(size=(640, 480))), alts=["Opis"])
    settle()
    (photo,) = document(article)["photos"]
    rendition = article.photos.get().image.renditions.get(
        filter_spec__contains="webp", filter_spec__startswith="width-320"
    )
    Path(rendition.file.path).unlink()
    call_command("reconcile_wire", "--deep")
    (after,) = document(article)["photos"]
    assert after["src"] == photo["src"]
    gone = "http://localhost" + rendition.url
    assert after["renditions"] == [item for item in photo["renditions"] if item["url"] != gone]
    assert len(after["renditions"]) == len(photo["renditions"]) - 1
