import pytest
from django.contrib.auth import get_user_model
from django.test import Client


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    """Give a browser in which somebody who may do everything is logged in."""
    client.force_login(get_user_model().objects.create_superuser("host", "host@example.org"))
    return client
