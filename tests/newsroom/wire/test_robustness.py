"""What goes wrong behind the wire's back, and that it costs only itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page

from newsroom.models import WireItem, WireJob
from newsroom.wire import settle as settling
from tests.factories import make_article, make_section, publish, translate
from tests.shared import shared

ARTICLES = "/api/news/v1/articles/?fields=full"


@shared
def section(homes: dict[str, Page]) -> Page:
    return make_section(homes["pl"])


def listed(client: Client) -> dict[str, Any]:
    answer = client.get(ARTICLES)
    assert answer.status_code == 200
    return {item["title"]: item for item in answer.json()["items"]}


def test_an_item_that_cannot_be_written_stops_no_other(
    section: Page, settle: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = make_article(section, "Zepsuty")
    make_article(section, "Dobry")
    put = settling.put  # type: ignore[attr-defined]

    def fail_for_one(sequence: Any, item: Any, composition: Any, prepared: Any) -> None:
        if composition.page_id == broken.pk:
            raise ValueError("too long for its column")
        put(sequence, item, composition, prepared)

    monkeypatch.setattr(settling, "put", fail_for_one)
    settle()
    assert set(listed(client)) == {"Dobry"}
    job = WireJob.objects.get()
    assert (job.page_id, job.attempts) == (broken.pk, 1)
    assert "too long for its column" in job.error

    monkeypatch.undo()
    WireJob.objects.update(not_before=timezone.now())
    settle()
    assert set(listed(client)) == {"Dobry", "Zepsuty"}


def test_a_page_that_cannot_be_composed_for_a_reader_costs_only_itself(
    section: Page, settle: Any, client: Client
) -> None:
    broken = make_article(section, "Zepsuty")
    make_article(section, "Dobry")
    settle()
    # A page whose type has changed cannot be composed.
    Page.objects.filter(pk=broken.pk).update(content_type=section.content_type)
    WireItem.objects.filter(page_id=broken.pk).update(valid_until=timezone.now())
    assert set(listed(client)) == {"Dobry"}


def test_renditions_whose_files_have_gone_are_made_again(
    section: Page, settle: Any, client: Client, media_root: Path
) -> None:
    make_article(section, "Ze zdjęciem", alts=["Sala"])
    settle()
    assert listed(client)["Ze zdjęciem"]["photos"]
    for file in (media_root / "images").iterdir():
        file.unlink()
    call_command("reconcile_wire", "--deep")
    settle()
    (photo,) = listed(client)["Ze zdjęciem"]["photos"]
    assert (media_root / "images" / photo["src"].rsplit("/", 1)[1]).exists()


def test_an_image_made_private_in_the_database_leaves_with_the_next_reconciliation(
    section: Page, settle: Any, client: Client, media_root: Path
) -> None:
    make_article(section, "Ze zdjęciem", alts=["Tajna sala"])
    settle()
    private = Collection.get_first_root_node().add_child(name="Prywatne")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    get_image_model().objects.update(collection=private)
    call_command("reconcile_wire")
    assert "Tajna sala" not in json.dumps(listed(client))
    assert not get_image_model().get_rendition_model().objects.exists()


def test_an_item_outside_of_every_site_is_withdrawn_by_reconciling(
    section: Page, settle: Any, client: Client
) -> None:
    page = make_article(section, "Zbłąkany")
    settle()
    Page.objects.filter(pk=page.pk).update(url_path="/nowhere/zblakany/")
    with pytest.raises(SystemExit):
        call_command("reconcile_wire", "--check")
    call_command("reconcile_wire")
    assert listed(client) == {}


def test_an_article_follows_its_section_when_that_ceases_to_be_an_alias(
    section: Page, settle: Any
) -> None:
    article = translate(make_article(section, "Nowa kładka"), "en")
    settle()
    english = section.get_translation(Locale.objects.get(language_code="en"))
    assert english.alias_of_id == section.pk
    ConvertAliasPageAction(english).execute(skip_permission_checks=True)
    english = type(section).objects.get(pk=english.pk)
    english.title = "News"
    publish(english)
    settle()
    document = json.loads(WireItem.objects.get(page_id=article.pk).document)
    assert document["section"]["title"] == "News"
    assert document["section"]["url"].startswith("http://localhost/en/")


def test_saving_what_never_matters_to_the_wire_costs_nothing(
    db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        Group.objects.create(name="Redakcja")
