from typing import Any

from django.core.management import call_command
from django.test import Client

from newsroom.models import WireItem
from tests.factories import make_article, make_section


def test_a_row_of_an_older_version_is_composed_anew_until_the_wire_is_repaired(
    client: Client, homes: Any, settle: Any
) -> None:
    page = make_article(make_section(homes["pl"]), "Stary dokument")
    settle()
    row = WireItem.objects.get(page_id=page.pk)
    good = row.document
    WireItem.objects.update(composition="0:older", document='{"of":"another shape"}', card="{}")

    listed = client.get("/api/news/v1/articles/?fields=full").json()["items"]
    assert [item["title"] for item in listed] == ["Stary dokument"]
    assert "Stary dokument" in client.get("/feeds/pl/news.rss").content.decode()
    assert client.get(row.url.removeprefix("http://localhost")).status_code == 200

    call_command("reconcile_wire")
    assert WireItem.objects.get(page_id=page.pk).document == good
