from typing import Any

from django.test import Client

from newsroom.models import ArticlePage, WireJob
from tests.factories import make_article, make_section


def test_a_bulk_publish_says_which_photo_lacks_its_text(admin_client: Client, homes: Any) -> None:
    section = make_section(homes["pl"])
    good = make_article(section, "Dobry", alts=["Sala"], live=False)
    bad = make_article(section, "Bez opisu", alts=[""], live=False)
    answer = admin_client.post(
        f"/admin/bulk/wagtailcore/page/publish/?id={good.pk}&id={bad.pk}&next=/admin/",
        HTTP_REFERER="http://testserver/admin/",
        follow=True,
    )
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "Bez opisu" in said
    assert "1" in said
    # All or nothing: Wagtail's bulk actions are one transaction.
    assert not ArticlePage.objects.filter(live=True).exists()


def test_a_failed_composition_is_shown_in_the_reports(admin_client: Client, homes: Any) -> None:
    page = make_article(make_section(homes["pl"]), "Kłopotliwy")
    WireJob.objects.create(page_id=page.pk, version=1, error="ValueError: broken")
    report = admin_client.get("/admin/reports/compositions/").content.decode()
    assert "Kłopotliwy" in report
    assert "ValueError: broken" in report
    assert "compositions" in admin_client.get("/admin/").content.decode()


def test_failed_compositions_are_for_administrators(client: Client, homes: Any) -> None:
    from django.contrib.auth.models import Group, User

    editor = User.objects.create_user("redaktor")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    answer = client.get("/admin/reports/compositions/", follow=True)
    assert "ValueError" not in answer.content.decode()
    assert answer.redirect_chain
