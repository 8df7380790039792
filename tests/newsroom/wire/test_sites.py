"""Which Site a request is for: the rules are Wagtail's, in one small query."""

from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from newsroom.wire.readers import site_for

HOSTS = ("localhost", "news.newsroom.test", "other.newsroom.test", "unknown.newsroom.test")
PORTS = ("80", "443", "8000")
# Hostname, port and whether it is the default one.
ARRANGEMENTS: list[list[tuple[str, int, bool]]] = [
    [("localhost", 80, True)],
    [("localhost", 80, False)],
    [("news.newsroom.test", 80, True), ("other.newsroom.test", 443, False)],
    [("news.newsroom.test", 443, False), ("news.newsroom.test", 8000, False)],
    [("news.newsroom.test", 443, False), ("news.newsroom.test", 8000, True)],
    [
        ("localhost", 80, True),
        ("news.newsroom.test", 443, False),
        ("news.newsroom.test", 8000, False),
    ],
]


def request_to(host: str, port: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"host": f"{host}:{port}"})


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_the_site_is_the_one_wagtail_finds(
    homes: dict[str, Any], arrangement: list[tuple[str, int, bool]]
) -> None:
    Site.objects.all().delete()
    for hostname, port, is_default in arrangement:
        Site.objects.create(
            hostname=hostname, port=port, is_default_site=is_default, root_page=homes["pl"]
        )
    for host, port_ in product(HOSTS, PORTS):
        expected = Site.find_for_request(request_to(host, port_))
        if expected is None:
            with pytest.raises(Http404):
                site_for(request_to(host, port_))
        else:
            assert site_for(request_to(host, port_)) == expected, (host, port_)


def test_a_site_is_whole_and_asked_for_once(homes: dict[str, Any]) -> None:
    Site.objects.update(site_name="Urząd", port=443)
    request = request_to("localhost", "80")

    with CaptureQueriesContext(connection) as captured:
        site = site_for(request)
        assert site_for(request) is site
        assert Site.find_for_request(request) is site
        assert site.root_page.translation_key == homes["pl"].translation_key
    assert len(captured) == 1

    stored = Site.objects.get()
    for field in Site._meta.concrete_fields:
        found = getattr(site, field.attname)
        assert found == getattr(stored, field.attname)
        assert type(found) is type(getattr(stored, field.attname))
    assert site.root_url == "https://localhost"
    assert site.root_page.specific == homes["pl"]
    assert site.root_page.url_path == homes["pl"].url_path


def test_a_changed_site_is_seen_at_once(homes: dict[str, Any]) -> None:
    assert site_for(request_to("localhost", "80")).port == 80

    # As another process would: no signal is sent.
    Site.objects.update(port=8000)

    assert site_for(request_to("localhost", "80")).port == 8000
