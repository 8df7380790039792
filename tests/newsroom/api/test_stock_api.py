"""In a project's own Wagtail APIs our pages show the wire's documents, too."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from newsroom.models import WireItem
from tests.factories import publish

project_urls = import_module(settings.ROOT_URLCONF)
router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", PagesAPIViewSet)
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v2/", router.urls),
    *project_urls.urlpatterns,
]
try:
    from wagtail.api.v3.urls import api
except ModuleNotFoundError:
    V3 = False
else:
    V3 = True
    urlpatterns.insert(0, path("api/v3/", api.urls))

PAGES = "/api/v2/pages/"
pytestmark = pytest.mark.urls(__name__)


def document_of(page: Any) -> Any:
    return Client().get(f"{PAGES}{page.pk}/").json()["document"]


def test_articles_and_projects_have_the_document_of_our_own_api(
    client: Client, newsroom: SimpleNamespace, uid: Any
) -> None:
    for noun, page in (("articles", newsroom.library), ("projects", newsroom.project)):
        document = client.get(f"/api/news/v1/{noun}/{uid(page)}/").json()
        del document["requested_locale"], document["is_fallback"]

        assert document_of(page) == document


def test_it_can_be_asked_for_in_lists(client: Client, newsroom: SimpleNamespace) -> None:
    answer = client.get(f"{PAGES}?type=newsroom.ArticlePage&fields=document&locale=en").json()

    assert [item["document"]["title"] for item in answer["items"]] == ["A new library"]


@pytest.mark.skipif(not V3, reason="this Wagtail has no API v3")
def test_it_is_in_the_next_api_as_well(client: Client, newsroom: SimpleNamespace) -> None:
    answer = client.get(f"/api/v3/pages/{newsroom.library.pk}/").json()

    assert answer["document"] == document_of(newsroom.library)


def test_a_page_that_is_not_on_the_wire_has_none(newsroom: SimpleNamespace) -> None:
    WireItem.objects.filter(page_id=newsroom.library.pk).update(hidden=True)
    WireItem.objects.filter(page_id=newsroom.bridge.pk).delete()

    assert document_of(newsroom.library) is None
    assert document_of(newsroom.bridge) is None


def test_a_document_that_shows_something_expired_is_not_shown(
    newsroom: SimpleNamespace, settle: Any
) -> None:
    newsroom.project.expire_at = timezone.now() + timedelta(hours=1)
    publish(newsroom.project)
    settle()
    assert document_of(newsroom.library)["project"]

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert document_of(newsroom.library) is None
