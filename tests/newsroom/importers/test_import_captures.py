"""The command: captures become pages, once, and only where no editor has been."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models.signals import post_save
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from newsroom.models import ArticlePage, ArticlePhoto, ImportedPage, ProjectPage
from tests.factories import info_page_model, make_section, submit_for_translation

from .examples import WITH_BOXES, WITH_GOOD_PHOTOS, write

BringIn = Callable[..., dict[str, Any]]


def codes(report: dict[str, Any], capture: int = 0) -> list[str]:
    return [problem["code"] for problem in report["captures"][capture]["problems"]]


def actions(report: dict[str, Any], capture: int = 0) -> list[tuple[str, str]]:
    return [(page["kind"], page["action"]) for page in report["captures"][capture]["pages"]]


def article_reasons(report: dict[str, Any]) -> list[str]:
    return next(
        page["reasons"] for page in report["captures"][0]["pages"] if page["kind"] == "article"
    )


def edit(page: Page, **values: Any) -> None:
    page = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision()


def everything(media_root: Path) -> tuple[Any, ...]:
    return (
        list(Page.objects.order_by("pk").values_list("pk", "latest_revision", "live", "title")),
        Revision.objects.count(),
        list(ImportedPage.objects.order_by("pk").values_list("pk", "page", "digest")),
        list(ArticlePhoto.objects.order_by("pk").values_list("pk", "image", "alt_text")),
        get_image_model().objects.count(),
        sorted(os.listdir(media_root / "original_images")) if media_root.exists() else [],
    )


def test_brings_a_capture_in_as_drafts(bring_in: BringIn, tmp_path: Path) -> None:
    report = bring_in(write(tmp_path, "czytelnia", WITH_BOXES))
    article = ArticlePage.objects.get()
    assert [page["kind"] for page in report["captures"][0]["pages"]] == [
        "project",
        "info",
        "info",
        "article",
    ]
    assert not Page.objects.filter(live=True, pk__in=[article.pk, article.project_id]).exists()
    assert article.publication_date is None
    assert (article.event_start, article.event_end) == (None, None)
    assert article.slug == "czytelnia-nad-zalewem-zaprasza-rodziny-na-warsztaty"
    assert [photo.alt_text for photo in article.photos.all()] == [article.title] * 3
    assert [photo.is_lead for photo in article.photos.all()] == [True, False, False]
    assert article.latest_revision is not None
    assert {"empty_date", "repeated_alt", "alt_is_headline", "lost_link", "missing_files"} <= set(
        codes(report)
    )


def test_text_is_escaped_and_lists_stay_lists(bring_in: BringIn, tmp_path: Path) -> None:
    bring_in(write(tmp_path, "czytelnia", WITH_BOXES))
    text = ArticlePage.objects.get().body[0].value.source
    assert text.startswith(
        "<p>Pracownie poprowadzą bibliotekarki z &lt;Nadrzecza&gt; &amp; okolic."
    )
    assert "<ul><li>farby i papier,</li><li>lupy i mikroskopy.</li></ul>" in text


def test_links_the_project_and_the_boxes(bring_in: BringIn, tmp_path: Path) -> None:
    bring_in(write(tmp_path, "czytelnia", WITH_BOXES))
    article, project = ArticlePage.objects.get(), ProjectPage.objects.get()
    assert article.project == project
    assert project.title == "Otwarta Czytelnia"
    assert project.fund == "Europejski Fundusz Rozwoju Regionalnego"
    assert "trzy nowe czytelnie" in project.aims
    links = [block.value["page"].pk for block in article.body if block.block_type != "rich_text"]
    infos = info_page_model().objects.order_by("path")
    assert links == [page.pk for page in infos]
    assert [page.title for page in infos] == ["Wolontariat (WN)", "Otwarta Czytelnia"]


def test_a_second_run_changes_nothing(
    bring_in: BringIn, tmp_path: Path, media_root: Path, photos: Callable[..., Path]
) -> None:
    files = [
        write(tmp_path, "czytelnia", WITH_BOXES),
        write(tmp_path, "lipy", WITH_GOOD_PHOTOS),
    ]
    options = {"photos": photos("lipy", 2), "publish": True}
    bring_in(*files, **options)
    before = everything(media_root)
    report = bring_in(*files, **options)
    assert everything(media_root) == before
    assert {action for index in (0, 1) for _, action in actions(report, index)} == {"unchanged"}


def test_the_key_is_the_captures_name_in_whatever_folder(
    bring_in: BringIn, tmp_path: Path, media_root: Path
) -> None:
    bring_in(write(tmp_path / "a", "lipy", WITH_GOOD_PHOTOS))
    before = everything(media_root)
    bring_in(write(tmp_path / "b", "lipy", WITH_GOOD_PHOTOS))
    assert everything(media_root) == before


def test_a_changed_capture_updates_its_pages(bring_in: BringIn, tmp_path: Path) -> None:
    bring_in(write(tmp_path, "czytelnia", WITH_BOXES))
    photos = list(ArticlePhoto.objects.values_list("pk", "translation_key"))
    changed = WITH_BOXES.replace("Wstęp jest wolny.", "Trzeba się zapisać.").replace(
        "sześć tysięcy", "siedem tysięcy"
    )
    report = bring_in(write(tmp_path, "czytelnia", changed))
    assert actions(report) == [
        ("project", "unchanged"),
        ("info", "unchanged"),
        ("info", "updated"),
        ("article", "updated"),
    ]
    assert ArticlePage.objects.get().lead.endswith("Trzeba się zapisać.")
    assert "siedem tysięcy" in str(info_page_model().objects.get(title="Otwarta Czytelnia").body)
    assert list(ArticlePhoto.objects.values_list("pk", "translation_key")) == photos


def test_a_page_that_an_editor_has_changed_is_reported_and_left(
    bring_in: BringIn, tmp_path: Path
) -> None:
    bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS))
    edit(ArticlePage.objects.get(), lead="Napisane ręką redaktora.")
    changed = WITH_GOOD_PHOTOS.replace("szkolny ogród", "sad")
    for _ in range(2):
        report = bring_in(write(tmp_path, "lipy", changed), publish=True)
        assert actions(report) == [("article", "left")]
        assert "edited" in codes(report)
        assert article_reasons(report)
    article = ArticlePage.objects.get()
    assert not article.live
    assert article.get_latest_revision_as_object().lead == "Napisane ręką redaktora."


def test_a_live_article_keeps_its_text_until_the_change_is_published(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    bring_in(path, photos=photos("lipy", 2), publish=True)
    write(tmp_path, "lipy", WITH_GOOD_PHOTOS.replace("szkolny ogród", "sad"))
    bring_in(path)
    article = ArticlePage.objects.get()
    assert article.live
    assert "szkolny ogród" in str(article.body)
    bring_in(path, publish=True)
    assert "sad" in str(ArticlePage.objects.get().body)


def test_boxes_are_found_again_by_another_capture(bring_in: BringIn, tmp_path: Path) -> None:
    report = bring_in(
        write(tmp_path, "pierwsza", WITH_BOXES),
        write(tmp_path, "druga", WITH_BOXES.replace("Czytelnia nad", "Świetlica nad")),
    )
    assert Counter(actions(report, 1)) == {
        ("project", "found"): 1,
        ("info", "found"): 2,
        ("article", "created"): 1,
    }
    assert (ProjectPage.objects.count(), info_page_model().objects.count()) == (1, 2)
    assert ArticlePage.objects.filter(project=ProjectPage.objects.get()).count() == 2


def test_a_box_with_another_text_is_reported_and_its_page_left(
    bring_in: BringIn, tmp_path: Path, media_root: Path
) -> None:
    files = [
        write(tmp_path, "pierwsza", WITH_BOXES),
        write(tmp_path, "druga", WITH_BOXES.replace("sześć tysięcy", "dwie")),
    ]
    report = bring_in(*files)
    assert "box_differs" in codes(report, 1)
    assert "sześć tysięcy" in str(info_page_model().objects.get(title="Otwarta Czytelnia").body)
    before = everything(media_root)
    bring_in(*files)
    assert everything(media_root) == before


def test_a_box_that_left_the_capture_is_reported(bring_in: BringIn, tmp_path: Path) -> None:
    bring_in(write(tmp_path, "czytelnia", WITH_BOXES))
    report = bring_in(write(tmp_path, "czytelnia", WITH_BOXES.split("Otwarta Czytelnia\n")[0]))
    gone = [each for each in report["captures"][0]["problems"] if each["code"] == "former_part"]
    assert {each["title"] for each in gone} == {"Otwarta Czytelnia"}
    assert len(gone) == 2
    assert ArticlePage.objects.get().project is None


@pytest.fixture
def killed_at_the_second_photo() -> Iterator[None]:
    saved: list[ArticlePhoto] = []

    def kill(instance: ArticlePhoto, **kwargs: Any) -> None:
        saved.append(instance)
        if len(saved) == 2:
            raise KeyboardInterrupt

    post_save.connect(kill, sender=ArticlePhoto)
    yield
    post_save.disconnect(kill, sender=ArticlePhoto)


def test_a_killed_run_leaves_nothing_half_made(
    bring_in: BringIn, tmp_path: Path, media_root: Path, killed_at_the_second_photo: None
) -> None:
    path = write(tmp_path, "czytelnia", WITH_BOXES)
    before = everything(media_root)
    with pytest.raises(KeyboardInterrupt):
        bring_in(path)
    assert everything(media_root) == before
    bring_in(path)
    assert ArticlePhoto.objects.count() == 3


def test_a_file_that_a_killed_process_left_behind_is_replaced(
    bring_in: BringIn, tmp_path: Path, media_root: Path
) -> None:
    leftover = media_root / "original_images" / "import-01-lipy.png"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half a pict")
    bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS))
    assert sorted(os.listdir(leftover.parent)) == ["import-01-lipy.png", "import-02-lipy.png"]
    assert leftover.read_bytes().startswith(b"\x89PNG")


def test_captures_before_a_failure_stay(bring_in: BringIn, tmp_path: Path) -> None:
    good = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    with pytest.raises(CommandError, match=r"obraz\.txt: it is not plain text"):
        bring_in(write(tmp_path, "obraz", b"\x89PNG\x00"), good)
    assert ArticlePage.objects.count() == 1


def test_placeholders_differ_are_marked_and_hold_the_article_back(
    bring_in: BringIn, tmp_path: Path
) -> None:
    report = bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS), publish=True)
    images = get_image_model().objects.all()
    assert len({image.file_hash for image in images}) == 2
    for image in images:
        assert [tag.name for tag in image.tags.all()] == ["placeholder"]
        assert "lipy" in image.title
        assert not image.renditions.exists()
    assert not ArticlePage.objects.get().live
    assert len(article_reasons(report)) == 1
    assert "missing_files" in codes(report)


def test_a_placeholder_is_drawn_the_same_each_time(
    bring_in: BringIn, tmp_path: Path, homes: dict[str, Any]
) -> None:
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    bring_in(path)
    first = set(get_image_model().objects.values_list("file_hash", flat=True))
    ArticlePage.objects.get().delete()
    bring_in(path)
    assert set(get_image_model().objects.values_list("file_hash", flat=True)) == first


def test_photos_take_the_files_in_the_order_of_their_names(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    folder = photos("lipy", 2)
    report = bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS), photos=folder)
    stored = [photo.image.file.read() for photo in ArticlePage.objects.get().photos.all()]
    assert stored == [(folder / "lipy" / name).read_bytes() for name in ("00.jpg", "01.jpg")]
    assert not {"missing_files", "too_few_files", "too_many_files"} & set(codes(report))


def test_publishes_what_passes_and_leaves_its_date_empty(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    report = bring_in(path, photos=photos("lipy", 2), publish=True)
    article = ArticlePage.objects.get()
    assert article.live
    assert article.publication_date is None
    assert "published_undated" in codes(report)
    assert article_reasons(report) == []


def test_publishes_projects_and_boxes_of_an_article_that_stays_a_draft(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    path = write(tmp_path, "czytelnia", WITH_BOXES)
    report = bring_in(path, photos=photos("czytelnia", 3), publish=True)
    assert ProjectPage.objects.get().live
    assert info_page_model().objects.filter(live=True).count() == 2
    assert not ArticlePage.objects.get().live
    assert len(article_reasons(report)) == 2


def test_publishes_a_draft_of_an_earlier_run_but_nothing_an_editor_unpublished(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    path, folder = write(tmp_path, "lipy", WITH_GOOD_PHOTOS), photos("lipy", 2)
    bring_in(path, photos=folder)
    bring_in(path, photos=folder, publish=True)
    assert ArticlePage.objects.get().live
    ArticlePage.objects.get().unpublish()
    report = bring_in(path, photos=folder, publish=True)
    assert not ArticlePage.objects.get().live
    assert article_reasons(report)


def test_a_missing_alternative_text_keeps_the_article_a_draft(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    text = "Tytuł\n\nData opublikowania: 12.05.2021\n\nLead.\n\nGaleria zdjęć\n\n  •\n"
    report = bring_in(write(tmp_path, "pusty", text), photos=photos("pusty", 1), publish=True)
    article = ArticlePage.objects.get()
    assert not article.live
    assert article_reasons(report)
    assert article.publication_date is not None
    assert article.publication_date.isoformat() == "2021-05-12T10:00:00+00:00"


@pytest.mark.parametrize(("count", "code"), [(1, "too_few_files"), (3, "too_many_files")])
def test_a_wrong_number_of_files_is_reported_and_holds_the_article_back(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path], count: int, code: str
) -> None:
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    report = bring_in(path, photos=photos("lipy", count), publish=True)
    assert code in codes(report)
    assert ArticlePhoto.objects.count() == 2
    assert not ArticlePage.objects.get().live


def test_a_file_that_is_no_picture_is_reported_and_replaced_by_a_placeholder(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    folder = photos("lipy", 2)
    whole = (folder / "lipy" / "00.jpg").read_bytes()
    (folder / "lipy" / "00.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "lipy" / ".DS_Store").write_bytes(b"hidden")
    report = bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS), photos=folder, publish=True)
    assert [each["file"] for each in report["captures"][0]["problems"] if "file" in each] == [
        "00.jpg"
    ]
    assert not ArticlePage.objects.get().live


def test_files_that_come_later_replace_the_placeholders_and_stay_without_the_option(
    bring_in: BringIn, tmp_path: Path, media_root: Path, photos: Callable[..., Path]
) -> None:
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    bring_in(path)
    report = bring_in(path, photos=photos("lipy", 2))
    assert actions(report) == [("article", "updated")]
    assert "missing_files" not in codes(report)
    before = everything(media_root)
    assert actions(bring_in(path)) == [("article", "unchanged")]
    write(tmp_path, "lipy", WITH_GOOD_PHOTOS.replace("szkolny ogród", "sad"))
    images = list(ArticlePhoto.objects.values_list("image", flat=True))
    assert actions(bring_in(path)) == [("article", "updated")]
    assert list(ArticlePhoto.objects.values_list("image", flat=True)) == images
    assert everything(media_root)[4:] == before[4:]


def test_a_replaced_file_changes_that_photo_only(
    bring_in: BringIn, tmp_path: Path, photos: Callable[..., Path]
) -> None:
    path, folder = write(tmp_path, "lipy", WITH_GOOD_PHOTOS), photos("lipy", 2)
    bring_in(path, photos=folder)
    before = list(ArticlePhoto.objects.order_by("sort_order").values_list("image", flat=True))
    photos("lipy", 1)
    bring_in(path, photos=folder)
    after = list(ArticlePhoto.objects.order_by("sort_order").values_list("image", flat=True))
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_addresses_are_ascii_and_end_between_words(bring_in: BringIn, tmp_path: Path) -> None:
    title = "W dniach 14.05- 15.05.2022 r. żółta łódź " + "dryfowała " * 6
    bring_in(write(tmp_path, "a", title))
    slug = "w-dniach-14-05-15-05-2022-r-zolta-lodz-dryfowala-dryfowala-dryfowala-dryfowala"
    assert ArticlePage.objects.get().slug == slug


def test_two_captures_with_one_title_get_two_addresses(bring_in: BringIn, tmp_path: Path) -> None:
    bring_in(write(tmp_path, "a", WITH_GOOD_PHOTOS), write(tmp_path, "b", WITH_GOOD_PHOTOS))
    assert len(set(ArticlePage.objects.values_list("slug", flat=True))) == 2


def test_a_site_without_information_pages_reports_its_boxes(
    bring_in: BringIn, tmp_path: Path, settings: Any
) -> None:
    model = info_page_model()
    settings.NEWSROOM_INFO_PAGE_MODEL = ""
    report = bring_in(write(tmp_path, "czytelnia", WITH_BOXES))
    assert "boxes_left_out" in codes(report)
    assert not model.objects.exists()
    assert ArticlePage.objects.get().project is not None


@pytest.mark.parametrize(
    "path", ["/pl/ogloszenia/", "ogloszenia", "pl/ogloszenia", "http://localhost/pl/ogloszenia/"]
)
def test_the_section_is_found_by_its_address(
    bring_in: BringIn, tmp_path: Path, homes: dict[str, Any], path: str
) -> None:
    other = make_section(homes["pl"], title="Ogłoszenia", slug="ogloszenia")
    report = bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS), section=path)
    assert report["section"] == {"title": "Ogłoszenia", "address": "/pl/ogloszenia/"}
    assert ArticlePage.objects.get().get_parent().pk == other.pk


def test_without_a_section_the_first_of_the_language_is_taken_and_named(
    bring_in: BringIn, tmp_path: Path, homes: dict[str, Any]
) -> None:
    make_section(homes["pl"], title="Ogłoszenia", slug="ogloszenia")
    out = StringIO()
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    call_command("import_captures", path, locale="pl", stdout=out)
    first = out.getvalue().splitlines()[0]
    assert "/pl/wiadomosci/" in first
    assert "/pl/ogloszenia/" in first


def test_another_language_has_its_own_section(
    bring_in: BringIn, tmp_path: Path, homes: dict[str, Any]
) -> None:
    make_section(homes["en"], title="News", slug="news")
    path = write(tmp_path, "lipy", WITH_GOOD_PHOTOS)
    bring_in(path, locale="en")
    assert ArticlePage.objects.get().locale.language_code == "en"
    assert ArticlePhoto.objects.filter(locale__language_code="en").count() == 2
    with pytest.raises(CommandError, match="imported before, in the locale “en”"):
        bring_in(path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"locale": "de"}, "unknown locale “de”; there are: "),
        ({"locale": "uk"}, "there is no news section in “uk”"),
        ({"section": "/pl/nigdzie/"}, "there are: /pl/wiadomosci/"),
        ({"locale": "xx"}, "unknown locale “xx”; there are: "),
        ({"photos": Path("/nowhere/at/all")}, "/nowhere/at/all: there is no such folder"),
    ],
)
def test_refuses_a_place_that_does_not_exist(
    bring_in: BringIn, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(CommandError, match=message) as refused:
        bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS), **options)
    assert "\n" not in str(refused.value)
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", "Zażółć".encode("cp1250"), b"x" * 2_000_000]
)
def test_refuses_bad_files_in_one_line(bring_in: BringIn, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CommandError) as refused:
        bring_in(write(tmp_path, "zly", content))
    assert "zly.txt: " in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not ArticlePage.objects.exists()


def test_refuses_a_missing_file_a_folder_and_two_files_of_one_name(
    bring_in: BringIn, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=r"nie-ma\.txt: "):
        bring_in(tmp_path / "nie-ma.txt")
    with pytest.raises(CommandError):
        bring_in(tmp_path)
    one, other = write(tmp_path / "a", "x", WITH_BOXES), write(tmp_path / "b", "x", WITH_BOXES)
    with pytest.raises(CommandError, match="the same name"):
        bring_in(one, other)
    assert not ArticlePage.objects.exists()


def test_only_a_title_becomes_a_draft_that_is_not_published(
    bring_in: BringIn, tmp_path: Path
) -> None:
    report = bring_in(write(tmp_path, "tytul", "Tytuł"), publish=True)
    assert not ArticlePage.objects.get().live
    assert "no_text" in codes(report)
    assert article_reasons(report)


def test_says_in_words_what_it_found(section: Any, tmp_path: Path) -> None:
    out = StringIO()
    call_command(
        "import_captures", write(tmp_path, "czytelnia", WITH_BOXES), locale="pl", stdout=out
    )
    words = out.getvalue()
    for found in (
        "Otwarta Czytelnia",
        "Europejski Fundusz Rozwoju Regionalnego",
        "8.2.1 Czytelnie wiejskie",
        "Mapa czytelni powiatu nadrzeckiego",
    ):
        assert found in words


def test_imported_photos_and_texts_can_be_translated(bring_in: BringIn, tmp_path: Path) -> None:
    bring_in(write(tmp_path, "lipy", WITH_GOOD_PHOTOS))
    article = ArticlePage.objects.get()
    section = article.get_parent().specific
    submit_for_translation(section, "en")
    source = submit_for_translation(article, "en")
    strings = set(source.stringsegment_set.values_list("string__data", flat=True))
    assert {photo.alt_text for photo in article.photos.all()} <= strings
