import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from .processes import run

SECRET_KEY = "k3y-" * 16
REPORT = """
import json
from config import settings
print(json.dumps({name: getattr(settings, name) for name in %r}, default=str))
"""


def load_settings(
    tmp_path: Path, *names: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with this environment alone."""
    return run(REPORT % (names,), tmp_path / "data", **environment)


def read_settings(tmp_path: Path, *names: str, **environment: str) -> dict[str, Any]:
    result = load_settings(tmp_path, *names, **environment)
    assert result.returncode == 0, result.stderr
    settings: dict[str, Any] = json.loads(result.stdout)
    return settings


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "news.example.org"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": "news.example.org", "SECRET_KEY": "short"}, "SECRET_KEY"),
        (
            {
                "ALLOWED_HOSTS": "news.example.org",
                "SECRET_KEY": "for-development-only-never-use-this-key-on-a-public-server",
            },
            "SECRET_KEY",
        ),
        ({"SECRET_KEY": SECRET_KEY}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": "news.example.org,*"}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_to_start_unsafe(
    tmp_path: Path, environment: dict[str, str], missing: str
) -> None:
    result = load_settings(tmp_path, **environment)

    assert result.returncode != 0
    last_line = result.stderr.strip().splitlines()[-1]
    assert last_line.startswith(f"django.core.exceptions.ImproperlyConfigured: Set {missing} to"), (
        last_line
    )


def test_production_starts_with_a_secret_key_and_hosts(tmp_path: Path) -> None:
    settings = read_settings(
        tmp_path,
        "DEBUG",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_SECURE",
        "CSRF_TRUSTED_ORIGINS",
        SECRET_KEY=SECRET_KEY,
        ALLOWED_HOSTS="news.example.org",
        SITE_URL="https://news.example.org",
    )

    assert settings == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["news.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_TRUSTED_ORIGINS": ["https://news.example.org"],
    }


def test_development_needs_nothing_and_listens_to_this_machine_alone(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, "ALLOWED_HOSTS", "LANGUAGE_CODE", "LANGUAGES", DEBUG="1")

    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]
    assert settings["LANGUAGE_CODE"] == "pl"
    assert [code for code, _ in settings["LANGUAGES"]] == ["pl", "en", "uk"]


def test_the_first_language_is_the_default(tmp_path: Path) -> None:
    settings = read_settings(
        tmp_path,
        "LANGUAGE_CODE",
        "LANGUAGES",
        "WAGTAIL_CONTENT_LANGUAGES",
        DEBUG="1",
        LANGUAGES="de,pl",
    )

    assert settings["LANGUAGE_CODE"] == "de"
    assert settings["LANGUAGES"] == [["de", "Deutsch"], ["pl", "polski"]]
    assert settings["WAGTAIL_CONTENT_LANGUAGES"] == settings["LANGUAGES"]


def test_data_stays_in_the_data_folder(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, "DATABASES", "MEDIA_ROOT", "STATIC_ROOT", DEBUG="1")

    data = tmp_path / "data"
    assert settings["DATABASES"]["default"]["NAME"] == str(data / "db.sqlite3")
    assert settings["MEDIA_ROOT"] == str(data / "media")
    assert settings["STATIC_ROOT"] == str(data / "static")


def test_postgresql_is_pooled_and_its_connections_are_checked(tmp_path: Path) -> None:
    settings = read_settings(
        tmp_path, "DATABASES", DEBUG="1", DATABASE_URL="postgres://news:secret@db.example.org/news"
    )

    database = settings["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert database["HOST"] == "db.example.org"
    assert database["OPTIONS"] == {"pool": {"max_size": 32}}
    assert database["CONN_HEALTH_CHECKS"] is True


def test_a_dead_redis_costs_readers_no_error(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, "CACHES", DEBUG="1", REDIS_URL="redis://127.0.0.1:1/0")

    cache = settings["CACHES"]["default"]
    assert cache["BACKEND"] == "django_redis.cache.RedisCache"
    assert cache["OPTIONS"]["IGNORE_EXCEPTIONS"] is True
    assert cache["OPTIONS"]["SOCKET_TIMEOUT"] < 1


@pytest.mark.django_db
def test_a_foreign_host_is_refused(client: Client) -> None:
    response = client.get("/pl/", headers={"host": "evil.example.org"})

    assert response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/absent/", "/feeds/absent/", "/absent.txt", "/health/no"])
def test_a_machine_address_that_is_absent_is_not_redirected_to_a_web_page(
    client: Client, path: str
) -> None:
    response = client.get(path, headers={"accept-language": "en"})

    assert response.status_code == 404
    assert "Location" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "language"), [("uk", "uk"), ("en-GB,en;q=0.8", "en"), ("fr", "pl")]
)
def test_the_entrance_leads_to_the_readers_or_the_default_language(
    client: Client, accepted: str, language: str
) -> None:
    response = client.get("/", headers={"accept-language": accepted})

    assert response.status_code == 302
    assert response.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.django_db
def test_a_web_page_does_not_depend_on_the_readers_language(client: Client) -> None:
    response = client.get("/pl/", headers={"accept-language": "en"})

    assert "Accept-Language" not in response.headers.get("Vary", "")
    assert response.headers.get("Content-Language") == "pl"


@pytest.mark.django_db
def test_originals_and_documents_are_not_served_as_files(client: Client) -> None:
    for path in ("/media/original_images/photo.jpg", "/media/documents/plan.pdf"):
        assert client.get(path).status_code == 404
