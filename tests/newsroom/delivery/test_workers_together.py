"""Several workers at once: each piece is done by one of them, and a killed one's comes back."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import page_published

from galleries import renditions
from newsroom.delivery.schedule import Schedule
from newsroom.models import ArticlePage, WireImage, WireJob
from newsroom.wire.body import COMPOSERS
from newsroom.wire.images import make_due
from newsroom.wire.settle import settle
from tests.factories import make_article, make_section
from tests.newsroom.test_concurrency import together
from tests.newsroom.wire.wire import changes, on_wire

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds
A_MINUTE_AGO = timedelta(minutes=-1)


@pytest.fixture
def section(homes: dict[str, Any]) -> Any:
    return make_section(homes["pl"])


class Composed:
    """How often each heading was composed; ``falls`` makes it a kill of the worker."""

    def __init__(self) -> None:
        self.original = COMPOSERS["heading"]
        self.times: Counter[str] = Counter()
        self.falls = False

    def __call__(self, value: Any, look: Any, identity: Any) -> Any:
        self.times[str(value)] += 1
        if self.falls:
            raise SystemExit
        return self.original(value, look, identity)


@pytest.fixture
def composed() -> Iterator[Composed]:
    composed = Composed()
    COMPOSERS["heading"] = composed
    yield composed
    COMPOSERS["heading"] = composed.original


@pytest.fixture
def only_workers_settle(settings: Any) -> None:
    settings.NEWSROOM_SETTLE_ON_COMMIT = 0


@pytest.mark.usefixtures("only_workers_settle")
def test_they_share_the_pages(section: Any, composed: Composed) -> None:
    articles = [
        make_article(section, f"Artykuł {number}", body=[("heading", f"Nagłówek {number}")])
        for number in range(8)
    ]
    assert together(settle, settle, settle) == []
    assert all(map(on_wire, articles))
    assert composed.times == {f"Nagłówek {number}": 1 for number in range(8)}


@pytest.mark.usefixtures("only_workers_settle")
def test_a_killed_workers_page_is_composed_by_another_a_little_later(
    section: Any, composed: Composed
) -> None:
    article = make_article(section, body=[("heading", "Nagłówek")])
    composed.falls = True
    with pytest.raises(SystemExit):
        settle()
    composed.falls = False
    assert settle() == 0
    assert not on_wire(article)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert settle() == 1
    assert on_wire(article)
    assert not WireJob.objects.exists()


def test_an_image_that_killed_a_worker_is_tried_again_later(
    section: Any, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(section, alts=["Sala"])
    settle()
    WireImage.objects.create(image_id=ArticlePage.objects.get().photos.get().image_id)

    def fall(*args: Any) -> bool:
        raise SystemExit

    monkeypatch.setattr(renditions, "make", fall)
    with pytest.raises(SystemExit):
        make_due(1)
    monkeypatch.undo()
    assert make_due(1) == 0
    assert WireImage.objects.get().attempts == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert make_due(1) == 1
    assert not WireImage.objects.exists()


def scheduled(section: Any, title: str = "Zaplanowany") -> ArticlePage:
    """An article that should have gone live a minute ago."""
    article = make_article(section, title, live=False)
    due = timezone.now() + A_MINUTE_AGO
    Revision.objects.filter(object_id=str(article.pk)).update(approved_go_live_at=due)
    return article


def published(article: ArticlePage) -> int:
    log = PageLogEntry.objects.filter(page=article.pk, action="wagtail.publish.scheduled")
    return log.count()


def test_what_is_scheduled_is_published_once(section: Any) -> None:
    articles = [scheduled(section, f"Artykuł {number}") for number in range(4)]
    assert together(*[Schedule().publish_due for _ in range(3)]) == []
    # Whoever was held up by another one's lock leaves it for the next round.
    Schedule().publish_due()
    assert [published(article) for article in articles] == [1, 1, 1, 1]
    assert all(map(on_wire, articles))


def test_what_expires_is_withdrawn_once(section: Any) -> None:
    articles = [make_article(section, f"Artykuł {number}") for number in range(4)]
    Page.objects.filter(pk__in=[article.pk for article in articles]).update(
        expire_at=timezone.now() + A_MINUTE_AGO
    )
    assert together(*[Schedule().unpublish_expired for _ in range(3)]) == []
    Schedule().unpublish_expired()
    log = PageLogEntry.objects.filter(action="wagtail.unpublish.scheduled")
    assert sorted(log.values_list("page_id", flat=True)) == [article.pk for article in articles]
    assert not any(map(on_wire, articles))
    for article in articles:
        assert [action for action, _reason in changes(article)] == ["put", "withdrawn"]


def test_a_worker_killed_while_it_publishes_has_not_forgotten_the_schedule(section: Any) -> None:
    article = scheduled(section)

    def fall(**kwargs: Any) -> None:
        raise SystemExit

    page_published.connect(fall)
    try:
        with pytest.raises(SystemExit):
            Schedule().publish_due()
    finally:
        page_published.disconnect(fall)
    assert not ArticlePage.objects.get(pk=article.pk).live
    assert Schedule().publish_due() == 1
    assert ArticlePage.objects.get(pk=article.pk).live


@pytest.mark.postgres
def test_a_page_that_an_editor_is_saving_waits_and_holds_up_no_other(section: Any) -> None:
    assert connection.vendor == "postgresql"
    busy, free = scheduled(section, "Zajęty"), scheduled(section, "Wolny")
    held, may_end = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=busy.pk)
            held.set()
            assert may_end.wait(PATIENCE)

    def publish() -> None:
        assert held.wait(PATIENCE)
        try:
            assert Schedule().publish_due() == 1
            assert (published(busy), published(free)) == (0, 1)
        finally:
            may_end.set()

    assert together(edit, publish) == []
    assert Schedule().publish_due() == 1
    assert (published(busy), published(free)) == (1, 1)
