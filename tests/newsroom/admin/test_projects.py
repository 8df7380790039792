"""An editor sees what the page of a project owes."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import rich_text

from newsroom.models import ProjectPage, uid_for
from tests.editor import Editor
from tests.factories import make_project, make_section, translate
from tests.newsroom.web.reading import Answer, read
from tests.shared import shared

FULL: dict[str, Any] = {
    "programming_period": "2021-2027",
    "lead": "Kluby dla seniorów.",
    "aims": "<p>Mniej samotności.</p>",
    "results": "<p>Siedem klubów.</p>",
    "fund": "Europejski Fundusz Społeczny Plus",
    "programme": "Fundusze Europejskie dla Regionu",
    "eu_contribution": "850.00",
    "total_value": "1000.00",
    "target_groups": "<p>Seniorzy.</p>",
}
REPORT = "/admin/reports/projects/"


def panel(editor: Editor, page: Page) -> tuple[str, list[str]]:
    """The panel's summary, and the fields it links to."""
    answer = Answer(editor.client.get(f"/admin/pages/{page.pk}/edit/"))
    links = answer.all("//newsroom-gaps//li//a/@href")
    return answer.text("//newsroom-gaps//*[@role='status']"), [link[4:] for link in links]


@shared
def project(homes: dict[str, Any]) -> ProjectPage:
    return make_project(homes["pl"], "Kluby", programming_period="2021-2027", lead="Dla seniorów.")


def test_the_form_says_what_is_missing_and_where_to_put_it(
    editor: Editor, project: ProjectPage
) -> None:
    summary, fields = panel(editor, project)
    assert summary == "2 things are required. 5 things are recommended."
    assert fields == [
        "aims", "results", "fund", "programme", "eu_contribution", "total_value", "target_groups",
    ]  # fmt: skip


def test_the_form_of_a_draft_judges_the_draft(editor: Editor, project: ProjectPage) -> None:
    editor.save(project, programming_period="2014-2020", fund="EFS")
    _summary, fields = panel(editor, project)
    assert fields[:2] == ["aims", "results"]
    assert "fund" not in fields


def test_a_complete_page_lacks_nothing(editor: Editor, homes: dict[str, Any]) -> None:
    page = make_project(homes["pl"], **FULL)
    assert panel(editor, page) == ("Nothing is missing.", [])


def test_a_new_project_is_told_what_it_will_owe(editor: Editor, homes: dict[str, Any]) -> None:
    path = f"/admin/pages/add/newsroom/projectpage/{homes['pl'].pk}/"
    answer = Answer(editor.client.get(path))
    links = answer.all("//newsroom-gaps//li//a/@href")
    assert links[:4] == ["#id_programming_period", "#id_lead", "#id_aims", "#id_results"]


def test_what_is_typed_is_judged_without_being_saved(
    editor: Editor, project: ProjectPage, django_assert_max_num_queries: Any
) -> None:
    typed = FULL | {name: rich_text(FULL[name]) for name in ("aims", "results", "target_groups")}
    with django_assert_max_num_queries(8):  # who is asking, and nothing of the pages
        answer = editor.client.post("/admin/newsroom/project-gaps/", typed | {"total_value": ""})
    told = json.loads(answer.content)
    assert told["summary"] == "1 thing is recommended."
    assert 'href="#id_total_value"' in told["html"]

    typed["aims"] = rich_text("")
    told = json.loads(editor.client.post("/admin/newsroom/project-gaps/", typed).content)
    assert told["summary"] == "1 thing is required."
    assert "Regulation (EU) 2021/1060" in told["html"]


def test_only_editors_ask_what_is_missing(client: Client, db: None) -> None:
    answer = client.post("/admin/newsroom/project-gaps/", {})
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_publishing_warns_and_does_not_refuse(editor: Editor, project: ProjectPage) -> None:
    editor.publish(project, title="Kluby sąsiedzkie")
    assert ProjectPage.objects.get(pk=project.pk).title == "Kluby sąsiedzkie"
    said = editor.client.get(f"/admin/pages/{project.pk}/edit/").content.decode()
    assert "is public, but lacks what the rules of EU funding ask for: Aims, Results." in said


def test_a_complete_page_is_published_without_a_warning(
    editor: Editor, homes: dict[str, Any]
) -> None:
    page = make_project(homes["pl"], **FULL)
    editor.publish(page)
    said = editor.client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "rules of EU funding" not in said


@shared
def projects(homes: dict[str, Any]) -> dict[str, ProjectPage]:
    """Give a complete project in two languages, an empty one, and a draft."""
    home = homes["pl"]
    full = make_project(home, "Pełny", **FULL)
    english = translate(full, "en", title="Complete")
    empty = make_project(home, "Pusty", programming_period="2014-2020")
    draft = ProjectPage(title="Szkic", locale=home.locale, live=False, slug="szkic")
    home.add_child(instance=draft)
    draft.programming_period = "2021-2027"
    draft.lead = "Opis w szkicu."
    draft.save_revision()
    return {"full": full, "english": english, "empty": empty, "draft": draft}


def report(editor: Editor, query: str = "") -> dict[str, list[str]]:
    """The fields that each project lacks, by title, in the report's order."""
    answer = Answer(editor.client.get(f"{REPORT}{query}"))
    return {
        " ".join(row.xpath(".//td[1]//a")[0].text_content().split()): [
            link.rpartition("#id_")[2] for link in row.xpath(".//td[5]//a/@href")
        ]
        for row in answer.all("//table[contains(@class,'listing')]/tbody/tr")
    }


def test_the_report_lists_projects_those_first_that_lack_most(
    editor: Editor, projects: dict[str, ProjectPage]
) -> None:
    found = report(editor)
    assert list(found) == ["Pusty", "Szkic", "Complete", "Pełny"]
    assert found["Pusty"][:4] == ["lead", "aims", "results", "fund"]
    assert found["Szkic"][:2] == ["aims", "results"]
    assert found["Pełny"] == found["Complete"] == []
    page = editor.client.get(REPORT).content.decode()
    assert f"/admin/pages/{projects['empty'].pk}/edit/#id_aims" in page
    assert REPORT in editor.client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?locale=en", ["Complete"]),
        ("?period=2014-2020", ["Pusty"]),
        ("?period=none", []),
        ("?lacks=duty", ["Pusty", "Szkic"]),
        ("?lacks=advice&period=2021-2027", ["Szkic"]),
    ],
)
def test_the_report_is_filtered(
    editor: Editor, projects: dict[str, ProjectPage], query: str, titles: list[str]
) -> None:
    assert list(report(editor, query)) == titles


def test_the_report_is_exported(editor: Editor, projects: dict[str, ProjectPage]) -> None:
    answer: Any = editor.client.get(f"{REPORT}?export=csv&period=2014-2020")
    (line,) = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert line["Title"] == "Pusty"
    assert line["State"] == "Live"
    assert line["Required"] == "Lead, Aims, Results, Fund"
    assert line["Address of the form"].endswith(f"/pages/{projects['empty'].pk}/edit/")
    assert editor.client.get(f"{REPORT}?export=xlsx").status_code == 200


def test_the_report_asks_as_often_for_many_projects_as_for_few(
    editor: Editor, projects: dict[str, ProjectPage], homes: dict[str, Any]
) -> None:
    editor.client.get(REPORT)
    with CaptureQueriesContext(connection) as few:
        editor.client.get(REPORT)
    for number in range(6):
        make_project(homes["pl"], f"Projekt {number}")
        draft = ProjectPage(title=f"Szkic {number}", locale=homes["pl"].locale, live=False)
        homes["pl"].add_child(instance=draft)
        draft.save_revision()
    with CaptureQueriesContext(connection) as many:
        editor.client.get(REPORT)
    assert len(many) == len(few)


def test_the_report_shows_only_what_somebody_may_edit(
    client: Client, projects: dict[str, ProjectPage], homes: dict[str, Any]
) -> None:
    user, group = User.objects.create_user("redaktorka"), Group.objects.create(name="English")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(group=group, page=homes["en"], permission_type="change")
    user.groups.add(group)
    client.force_login(user)
    page = client.get(REPORT).content.decode()
    assert "Complete" in page
    assert "Pusty" not in page

    GroupPagePermission.objects.filter(group=group).delete()
    assert client.get(REPORT).status_code == 302


def test_a_project_in_translation_still_opens(
    editor: Editor, projects: dict[str, ProjectPage]
) -> None:
    answer = editor.client.get(f"/admin/pages/{projects['english'].pk}/edit/")
    assert answer.status_code == 200


def test_the_page_and_the_document_carry_statement_and_emblem_in_their_language(
    client: Client, projects: dict[str, ProjectPage], settle: Callable[[], None]
) -> None:
    settle()
    expected = {
        "full": ("Dofinansowane przez Unię Europejską", "Znak Unii Europejskiej"),
        "english": ("Co-funded by the European Union", "Emblem of the European Union"),
    }
    for name, (statement, alt) in expected.items():
        page = projects[name]
        language = page.locale.language_code
        web = read(client, page.full_url)
        (block,) = web.all("//div[@class='funding']")
        assert block.get("lang") == language
        assert block.xpath("string(p)") == statement
        assert block.xpath("img/@alt") == [alt]
        # High on the page, where nobody has to scroll for it.
        assert web.all("//header/following-sibling::*[1][@class='funding']")
        uid = uid_for(page.translation_key, language)
        document = client.get(f"/api/news/v1/projects/{uid}/").json()
        assert document["funding"] == {
            "statement": statement,
            "locale": language,
            "emblem": {"url": "http://localhost/static/newsroom/eu-emblem.svg", "alt": alt},
            "fund": page.fund,
            "programme": page.programme,
            "period": "2021-2027",
        }


def test_a_project_of_no_period_carries_no_statement(
    client: Client, homes: dict[str, Any], settle: Callable[[], None]
) -> None:
    page = make_project(homes["pl"])
    settle()
    assert not read(client, page.full_url).all("//div[@class='funding']")
    uid = uid_for(page.translation_key, "pl")
    assert client.get(f"/api/news/v1/projects/{uid}/").json()["funding"] is None


def test_other_pages_owe_nothing(editor: Editor, homes: dict[str, Any]) -> None:
    section = make_section(homes["pl"])
    editor.publish(section)
    said = editor.client.get(f"/admin/pages/{section.pk}/edit/").content.decode()
    assert "rules of EU funding" not in said
    assert "newsroom-gaps" not in said
