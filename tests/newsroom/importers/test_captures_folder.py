"""A run over real captures, compared with the files themselves; no word of theirs stands here."""

import json
import os
import re
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Page

from galleries.models import AltTextMissing
from newsroom.models import ArticlePage, ArticlePhoto, ProjectPage

pytestmark = pytest.mark.captures


class File:
    """What a reader of the plain text sees: lines, bullets, headings with and without a text."""

    def __init__(self, path: Path) -> None:
        self.name = path.name.removesuffix(".txt")
        self.text = path.read_text(encoding="utf-8")
        lines = self.text.split("\n")
        self.title = lines[0].strip()
        self.bullets = [line.strip(" •") for line in lines if line.lstrip().startswith("•")]
        label = next(i for i, line in enumerate(lines) if line.startswith("Data opublikowania"))
        self.has_date = bool(lines[label].partition(":")[2].strip())
        blocks = [line.strip() for line in lines[label + 1 :] if line.strip()]
        gallery = blocks.index("Galeria zdjęć")
        texts = blocks[:gallery]
        self.paragraphs = [each for each in texts if each not in [self.title, *self.bullets]]
        # In these captures what ends like a sentence is a text, everything else a heading.
        self.boxes: dict[str, list[str]] = {}
        texts = []
        for block in blocks[gallery + 1 + len(self.bullets) :]:
            if re.search(r"[.?!]$", block):
                texts.append(block)
            else:
                texts = self.boxes[block] = []

    @property
    def projects(self) -> list[str]:
        return [
            title for title, text in self.boxes.items() if text and re.match("Projekt „", title)
        ]

    @property
    def infos(self) -> list[str]:
        return [title for title, text in self.boxes.items() if text and title not in self.projects]

    @property
    def lost_links(self) -> list[str]:
        return [title for title, text in self.boxes.items() if not text]


@pytest.fixture(scope="module")
def files() -> list[File]:
    paths = sorted(Path(os.environ["CAPTURES_DIR"]).glob("*.txt"))
    assert paths
    return [File(path) for path in paths]


@pytest.fixture
def report(section: Any, files: list[File]) -> dict[str, Any]:
    return run()


def run(**options: Any) -> dict[str, Any]:
    out = StringIO()
    paths = sorted(Path(os.environ["CAPTURES_DIR"]).glob("*.txt"))
    call_command("import_captures", *paths, locale="pl", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def problems(capture: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [problem for problem in capture["problems"] if problem["code"] == code]


def test_every_capture_becomes_an_article_with_its_own_words(
    report: dict[str, Any], files: list[File]
) -> None:
    assert [capture["capture"] for capture in report["captures"]] == [file.name for file in files]
    assert ArticlePage.objects.count() == len(files)
    for file in files:
        article = ArticlePage.objects.get(title=file.title)
        assert article.lead == file.paragraphs[0]
        text = next(block.value.source for block in article.body if block.block_type == "rich_text")
        assert [part for part in re.split("</?p>", text) if part] == file.paragraphs[1:]


def test_photos_have_the_alternative_texts_as_they_stand(
    report: dict[str, Any], files: list[File]
) -> None:
    for file in files:
        photos = ArticlePage.objects.get(title=file.title).photos.all()
        assert [photo.alt_text for photo in photos] == file.bullets
        assert photos[0].is_lead
    assert ArticlePhoto.objects.count() == sum(len(file.bullets) for file in files)
    hashes = get_image_model().objects.values_list("file_hash", flat=True)
    assert len(set(hashes)) == len(hashes) == ArticlePhoto.objects.count()


def test_dates_are_those_of_the_files(report: dict[str, Any], files: list[File]) -> None:
    for file, capture in zip(files, report["captures"], strict=True):
        article = ArticlePage.objects.get(title=file.title)
        assert bool(article.publication_date) == file.has_date
        assert bool(problems(capture, "empty_date")) != file.has_date
        assert bool(problems(capture, "dates_in_title")) == bool(re.search(r"\d{4}", file.title))


def test_boxes_become_pages_that_the_article_links(
    report: dict[str, Any], files: list[File]
) -> None:
    for file, capture in zip(files, report["captures"], strict=True):
        article = ArticlePage.objects.get(title=file.title)
        links = [block.value["page"] for block in article.body if block.block_type != "rich_text"]
        assert [page.title for page in links] == file.infos
        for page in links:
            stored = str(Page.objects.get(pk=page.pk).specific.body)
            assert all(text in stored for text in file.boxes[page.title])
        assert [each["title"] for each in problems(capture, "lost_link")] == file.lost_links
        assert bool(article.project) == bool(file.projects)


def test_projects_have_the_fields_their_descriptions_name(
    report: dict[str, Any], files: list[File]
) -> None:
    described = [(file, title) for file in files for title in file.projects]
    assert described
    assert ProjectPage.objects.count() == len(described)
    for file, title in described:
        text = " ".join(" ".join(file.boxes[title]).split())
        project = ArticlePage.objects.get(title=file.title).project
        assert project is not None
        assert project.title == project.official_title == title.split("„")[1].rstrip("”")
        axis, measure, sub_measure = (
            re.search(pattern, text)[1]  # type: ignore[index]
            for pattern in (
                r"Oś priorytetowa (\d+)",
                r"Działanie (\d+\.\d+)",
                r"Poddziałanie (\d+\.\d+\.\d+)",
            )
        )
        assert project.priority_axis.split()[0] == axis
        assert project.measure.split()[0] == measure
        assert project.sub_measure.split()[0] == sub_measure
        for field in (project.priority_axis, project.measure, project.sub_measure):
            assert field in text
        assert f"przez {project.implementer} w ramach" in text
        period = re.search(r"na lata (\d{4}-\d{4})", text)[1]  # type: ignore[index]
        assert project.programming_period == period
        assert project.programme.startswith("Regionalny Program Operacyjny Województwa ")
        assert project.programme.split()[4] in text
        assert project.fund.startswith("Europejski Fundusz ")
        ends = re.search(r"do końca (\d{4}) roku", text)
        assert project.end is not None
        assert project.end.isoformat() == f"{ends[1]}-12-31"  # type: ignore[index]
        stored = f"{project.body}{project.aims}"
        assert all(paragraph in stored for paragraph in file.boxes[title])


def test_problems_are_reported(report: dict[str, Any], files: list[File]) -> None:
    for file, capture in zip(files, report["captures"], strict=True):
        repeated = {alt: count for alt, count in Counter(file.bullets).items() if count > 1}
        found = {each["alt"]: each["count"] for each in problems(capture, "repeated_alt")}
        assert found == repeated
        headline = [each["count"] for each in problems(capture, "alt_is_headline")]
        assert sum(headline) == file.bullets.count(file.title)
        missing = [each["count"] for each in problems(capture, "missing_files")]
        assert missing == [len(file.bullets)]
        mentioned = " ".join(file.paragraphs)
        for each in problems(capture, "other_project"):
            assert f"projektu {each['title']}" in mentioned
        assert bool(problems(capture, "other_project")) == bool(
            re.search(r"projektu [A-ZŁŚŻ]\w+ [A-ZŁŚŻ]", mentioned)
        )


def test_a_second_run_changes_nothing(report: dict[str, Any]) -> None:
    actions = {page["action"] for capture in run()["captures"] for page in capture["pages"]}
    assert actions == {"unchanged"}


def test_articles_without_files_stay_drafts_when_publishing_is_asked(
    report: dict[str, Any],
) -> None:
    for capture in run(publish=True)["captures"]:
        for page in capture["pages"]:
            assert page["live"] == (page["kind"] != "article")
            assert bool(page["reasons"]) == (page["kind"] == "article")


def test_repeated_texts_keep_a_capture_from_being_published_until_somebody_decides(
    report: dict[str, Any], files: list[File]
) -> None:
    for file in files:
        draft = ArticlePage.objects.get(title=file.title).get_latest_revision_as_object()
        repeated = len(set(file.bullets)) < len(file.bullets)
        if not repeated:
            draft.get_latest_revision().publish()
            assert ArticlePage.objects.get(pk=draft.pk).live
            continue
        with pytest.raises(AltTextMissing):
            draft.get_latest_revision().publish()
        for number, photo in enumerate(draft.photos.all()):
            photo.alt_text = f"{'abcdefghij'[number] * 9} na scenie"
        draft.save_revision().publish()
        assert ArticlePage.objects.get(pk=draft.pk).live


# What is looked for, and how a text that says it may be told without our analysis.
LOOKED_FOR = {
    "ekonomia społeczna": r"ekonomi\w+ społeczn\w+",
    "swietokrzyskie": r"świętokrzysk\w+",
    "spotkanie": r"spotkani\w+",
    "przedsiębiorstwo społeczne": r"przedsiębiorstw\w* społeczn\w+",
}


def test_published_captures_are_found_in_whatever_form_they_say_it(
    report: dict[str, Any], files: list[File], settle: Any, client: Client
) -> None:
    for file in files:
        draft = ArticlePage.objects.get(title=file.title).get_latest_revision_as_object()
        for number, photo in enumerate(draft.photos.all()):
            photo.alt_text = f"{'abcdefghij'[number] * 9} na scenie"
        draft.save_revision().publish()
    settle()
    for text, pattern in LOOKED_FOR.items():
        answer = client.get("/api/news/v1/search/", {"q": text, "kind": "article"}).json()
        found = [item["title"] for item in answer["items"]]
        says = [
            file.title
            for file in files
            if re.search(pattern, " ".join([file.title, *file.paragraphs]), re.IGNORECASE)
        ]
        assert says and set(found) == set(says), text
        in_title = [title for title in says if re.search(pattern, title, re.IGNORECASE)]
        assert set(found[: len(in_title)]) == set(in_title), text
