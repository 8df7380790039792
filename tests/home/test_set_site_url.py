import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

pytestmark = pytest.mark.django_db


def set_site_url() -> str:
    output = StringIO()
    call_command("set_site_url", stdout=output)
    return output.getvalue()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8123", "https://news.example.org", "http://news.example.org"],
)
def test_the_default_site_gets_the_address_of_the_environment(settings: Any, url: str) -> None:
    settings.SITE_URL = url

    set_site_url()

    assert Site.objects.get(is_default_site=True).root_url == url


def test_a_second_run_changes_and_says_nothing(settings: Any) -> None:
    settings.SITE_URL = "http://127.0.0.1:8123"
    assert "http://127.0.0.1:8123" in set_site_url()

    assert set_site_url() == ""


def test_other_sites_are_left_alone(settings: Any) -> None:
    default = Site.objects.get(is_default_site=True)
    Site.objects.create(hostname="other.example.org", root_page=default.root_page)
    settings.SITE_URL = "http://127.0.0.1:8123"

    set_site_url()

    assert Site.objects.filter(hostname="other.example.org", port=80).exists()


@pytest.mark.parametrize(
    "url",
    ["news.example.org", "ftp://news.example.org:21", "https://", "http://news.example.org:99999"],
)
def test_what_is_no_web_address_is_refused(settings: Any, url: str) -> None:
    settings.SITE_URL = url

    with pytest.raises(CommandError, match=re.escape(url)):
        set_site_url()
