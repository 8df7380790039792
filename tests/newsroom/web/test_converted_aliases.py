"""Sections and information pages that an editor has made of aliases."""

from typing import Any

import pytest
from django.test import Client
from wagtail.actions.convert_alias import ConvertAliasPageAction

from tests.factories import make_info_page, make_section, publish

from .reading import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [make_section, make_info_page])
def test_a_converted_alias_is_not_found_until_it_is_published(
    client: Client, homes: dict[str, Any], make: Any
) -> None:
    alias = make(homes["pl"]).copy_for_translation(homes["en"].locale, alias=True)
    path = alias.full_url.removeprefix("http://localhost")
    assert client.get(path).status_code == 200

    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)

    assert client.get(path).status_code == 404
    publish(type(alias).objects.get(pk=alias.pk))
    answer = read(client, path)
    assert (answer.status, answer.language) == (200, "en")
