"""The demo is loaded once for all tests that only look at it: drawing and writing take a while."""

import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import TestCase, override_settings
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, Site, Workflow
from wagtail_localize.models import Translation

from home.demo import loading, staff
from home.demo.pictures import PAINTERS, draw
from home.demo.texts import read
from home.models import HomePage, InfoPage
from newsroom.models import ArticlePage, NewsTag, WireChange, WireItem
from newsroom.wire.channels import FORMATS, every
from newsroom.wire.documents import parse
from newsroom.wire.feed_options import Options
from tests.newsroom.feeds.judges import complaints

LANGUAGES = ["pl", "en", "uk"]


def is_cyrillic(text: str) -> bool:
    return any("\u0400" <= letter <= "\u04ff" for letter in text)


def photos_of(item: WireItem) -> list[Any]:
    document: Any = parse(item.kind, item.document)
    blocks = getattr(document, "body", [])
    return [*document.photos, *(block.photo for block in blocks if block.type == "image")]


class TestLoadedDemo(TestCase):
    folder: Path
    printed: str

    @classmethod
    def setUpTestData(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="newsroom-demo-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        output = StringIO()
        with cls.own_folder():
            call_command("load_demo", stdout=output)
        cls.printed = output.getvalue()

    @classmethod
    def own_folder(cls) -> Any:
        return override_settings(DATA_DIR=cls.folder, MEDIA_ROOT=str(cls.folder / "media"))

    def test_independent_parsers_accept_every_feed(self) -> None:
        channels = every(Options.of(Site.objects.get()))
        assert {channel.noun for channel in channels} == {
            "news", "galleries", "sections", "tags", "projects",
        }  # fmt: skip
        assert {channel.language for channel in channels} == set(LANGUAGES)
        for channel in channels:
            for extension in FORMATS:
                answer = self.client.get(channel.path(extension))
                assert answer.status_code == 200, channel.path(extension)
                assert not list(complaints(answer.content, extension)), channel.path(extension)

    def log_in(self) -> None:
        login, password = [
            line.split()[1] for line in (self.folder / "editor.txt").read_text().splitlines()
        ]
        answer = self.client.post("/admin/login/", {"username": login, "password": password})
        assert answer.status_code == 302

    def test_fills_the_wire_in_three_languages(self) -> None:
        assert Counter(WireItem.objects.public().values_list("kind", "locale")) == {
            **{("article", code): count for code, count in zip(LANGUAGES, (12, 6, 6), strict=True)},
            **{("gallery", code): 2 for code in LANGUAGES},
            **{("project", code): 2 for code in LANGUAGES},
        }
        assert HomePage.objects.live().count() == 3
        assert InfoPage.objects.live().count() == 12
        assert NewsTag.objects.get(slug="woda").label("uk") == "Вода"

    def test_publishes_every_page_through_a_revision(self) -> None:
        for page in Page.objects.filter(depth__gt=1):
            assert page.live and page.live_revision_id == page.latest_revision_id, page.title
            assert page.alias_of_id is None
        first = HomePage.objects.get(locale__language_code="pl")
        assert Site.objects.get(is_default_site=True).root_page_id == first.pk

    def test_is_dated_in_2026_before_november_whenever_it_is_loaded(self) -> None:
        dates = WireItem.objects.values_list("published", flat=True)
        assert min(dates) > datetime(2026, 1, 1, tzinfo=UTC)
        assert max(dates) < datetime(2026, 11, 1, tzinfo=UTC)
        assert len({date.date() for date in dates}) > 12

    def test_describes_every_photo_in_the_language_of_its_page(self) -> None:
        alts: dict[Any, set[str]] = {}
        for item in WireItem.objects.public():
            photos = photos_of(item)
            assert photos, item.url
            for place, photo in enumerate(photos):
                assert photo.alt and not photo.decorative
                assert photo.alt_locale == item.locale
                assert is_cyrillic(photo.alt) == (item.locale == "uk"), photo.alt
                assert len(photo.renditions) > 2
                alts.setdefault((item.translation_key, place), set()).add(photo.alt)
        assert {len(texts) for texts in alts.values()} == {1, 3}
        for model in (HomePage, InfoPage, ArticlePage):
            assert not [page for page in model.objects.all() if list(page.alt_text_problems())]

    def test_translates_with_wagtail_localize(self) -> None:
        translated = Page.objects.filter(depth__gt=1).exclude(locale__language_code="pl")
        assert translated.count() == Translation.objects.count() == 36
        for translation in Translation.objects.all():
            total, done = translation.get_progress()
            assert total == done > 0

    def test_varies_what_articles_are_made_of(self) -> None:
        polish = ArticlePage.objects.filter(locale__language_code="pl")
        kinds = {block.block_type for page in polish for block in page.body}
        assert kinds == {
            "rich_text",
            "heading",
            "image",
            "gallery",
            "quote",
            "documents",
            "table",
            "call_to_action",
        }
        assert polish.filter(corrections__isnull=False).count() == 1
        assert polish.exclude(event_start=None).count() > 5
        assert {page.project.status for page in polish if page.project} == {"ongoing", "completed"}

    def test_shows_its_pages_to_readers(self) -> None:
        for page in Page.objects.filter(depth__gt=1).specific():
            answer = self.client.get(page.get_url())
            assert answer.status_code == 200, page.get_url()
            assert f'lang="{page.locale.language_code}"' in answer.content.decode()

    def test_serves_its_documents(self) -> None:
        with self.own_folder():
            for document in get_document_model().objects.all():
                answer = self.client.get(document.url)
                assert answer.status_code == 200
                assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    def test_gives_the_editor_an_account_with_a_polish_admin(self) -> None:
        account = self.folder / "editor.txt"
        assert account.stat().st_mode & 0o777 == 0o600
        assert account.read_text().split()[-1] in self.printed
        self.log_in()
        answer = self.client.get("/admin/")
        assert answer.status_code == 200
        assert '<html lang="pl"' in answer.content.decode()

    def test_lets_the_editor_edit_and_publish_in_every_language(self) -> None:
        self.log_in()
        editor = get_user_model().objects.get(username=staff.LOGIN)
        assert not editor.is_superuser
        for page in ArticlePage.objects.all():
            permissions = page.permissions_for_user(editor)
            assert permissions.can_edit() and permissions.can_publish()
        translation = ArticlePage.objects.filter(locale__language_code="uk").first()
        assert translation
        assert self.client.get(f"/admin/pages/{translation.pk}/edit/").status_code == 200
        assert self.client.get("/admin/snippets/newsroom/newstag/").status_code == 200

    def test_lets_editors_write_in_their_language_and_moderators_publish(self) -> None:
        writer = get_user_model().objects.create_user("writer")
        writer.groups.add(Group.objects.get(name=staff.EDITORS["en"]))
        assert writer.has_perm("wagtail_localize.submit_translation")
        for page in ArticlePage.objects.select_related("locale"):
            permissions = page.permissions_for_user(writer)
            assert permissions.can_edit() == (page.locale.language_code == "en")
            assert not permissions.can_publish()
        home = HomePage.objects.get(locale__language_code="en")
        workflow = home.get_workflow()
        assert isinstance(workflow, Workflow)
        task = workflow.tasks.get().specific
        assert [group.name for group in task.groups.all()] == [staff.MODERATORS]

    def test_changes_nothing_when_run_again(self) -> None:
        def state() -> list[int]:
            models: list[Any] = [Page, Revision, WireChange, get_image_model(), get_user_model()]
            return [model.objects.count() for model in models]

        before, files = state(), sorted(self.folder.rglob("*"))
        output = StringIO()
        with self.own_folder():
            call_command("load_demo", stdout=output)
            assert output.getvalue().count("\n") == 1
            call_command("load_demo", "--if-empty", stdout=output)
        assert output.getvalue().count("\n") == 1
        assert (state(), sorted(self.folder.rglob("*"))) == (before, files)


@pytest.mark.django_db
def test_leaves_nothing_behind_when_it_fails(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, media_root: Path
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("no translator today")

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(loading, "translate_all", fail)
    with pytest.raises(RuntimeError):
        call_command("load_demo")
    assert not HomePage.objects.exists()
    assert not get_image_model().objects.exists()
    assert not get_user_model().objects.filter(username=staff.LOGIN).exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert loading.is_empty()


@pytest.mark.django_db
def test_leaves_a_site_with_pages_alone(homes: dict[str, Page], tmp_path: Path) -> None:
    before = Page.objects.count()
    call_command("load_demo", stdout=StringIO())
    assert Page.objects.count() == before


def test_draws_each_scene_the_same_every_time_and_unlike_the_others() -> None:
    scenes = {name: draw(name) for name in PAINTERS}
    assert len(set(scenes.values())) == len(PAINTERS)
    assert all(draw(name) == scenes[name] for name in ("flower_meadow", "lantern_street"))


def test_names_and_describes_every_scene_in_every_language() -> None:
    texts = read("pictures")
    assert texts.keys() - {"credit"} == PAINTERS.keys()
    for name in PAINTERS:
        alts = [texts[name]["alt"][code] for code in LANGUAGES]
        assert len(set(alts)) == 3
        assert all(30 < len(alt) < 250 for alt in alts), name
