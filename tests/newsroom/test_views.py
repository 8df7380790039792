"""What machines ask every site for."""

from typing import Any

import pytest
from django.test import Client
from django.urls import include, path


def test_robots_may_read_everything_but_the_admin(client: Client, homes: Any) -> None:
    response = client.get("/robots.txt")

    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = response.content.decode().partition("Sitemap:")[0]
    assert rules == "User-agent: *\nAllow: /\nDisallow: /admin/\n"


def test_the_process_says_it_lives_without_the_database(
    client: Client, django_db_blocker: Any
) -> None:
    with django_db_blocker.block():
        response = client.get("/health/live")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("url", ["/robots.txt", "/health/live"])
def test_they_are_read_only(client: Client, homes: Any, url: str) -> None:
    head = client.head(url)

    assert (head.status_code, head.content) == (200, b"")
    assert client.post(url).status_code == 405


urlpatterns = [path("", include("newsroom.urls"))]


@pytest.mark.urls(__name__)
def test_a_project_whose_admin_is_elsewhere_is_served(client: Client, homes: Any) -> None:
    response = client.get("/robots.txt")

    assert response.content.decode().startswith("User-agent: *\nAllow: /\nSitemap: ")
