"""Requests that nobody thought of, made up from the API's own description: ``-m fuzz``.

They are the same in every run, for as long as the description is the same.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as efforts
from schemathesis.checks import positive_data_acceptance
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from newsroom.models import WireSequence

DESCRIPTION = "/api/news/v1/openapi.json"
AT_LEAST = 5000
CONFIG = {
    "seed": 1,
    "cache": {"enabled": False},
    "generation": {"mode": "all", "deterministic": True},
    "checks": {
        "enabled": True,
        # A token or an id that is well formed and unknown; what is described is another check.
        "positive_data_acceptance": {"expected-statuses": ["200", "403", "404", "410"]},
        # An id may hold anything, also a slash: then it is no address of the API.
        "negative_data_rejection": {"expected-statuses": ["400", "404", "405"]},
    },
}
EFFORT = efforts(
    max_examples=450,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# Their form cannot be told from the outside, so a description cannot say which are accepted.
OPAQUE = {"cursor", "since", "url"}

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.json"
PATHS = list(json.loads(SNAPSHOT.read_text(encoding="utf-8"))["paths"])

pytestmark = pytest.mark.fuzz


@pytest.fixture(scope="module")
def tried(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Counter[str]"]:
    """Count the requests; whoever is the last to end sees that there were enough of them."""
    found: Counter[str] = Counter()
    yield found
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # of all processes of this run
    unfinished = folder / f"tried-{worker_id}"
    unfinished.write_text(json.dumps(found))
    unfinished.rename(unfinished.with_suffix(".json"))
    everyone: Counter[str] = Counter()
    for counts in folder.glob("tried-*.json"):
        everyone.update(json.loads(counts.read_text()))
    if set(everyone) == set(PATHS):
        assert everyone.total() >= AT_LEAST, everyone


@contextmanager
def one_transaction() -> Iterator[None]:
    """Let no request end the connection and the test's transaction, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.fixture
def described(
    client: Client,
    newsroom: SimpleNamespace,
    settle: Callable[[], None],
    uid: Any,
    settings: Any,
) -> Any:
    """Give the API's description with the ids of items that are there, as what it is tried by."""
    # Nobody waits for changes: that would take hours.
    settings.NEWSROOM_CHANGES_WAITERS = 0
    newsroom.bridge.unpublish()
    settle()
    description = client.get(DESCRIPTION).json()
    items = {
        "article": uid(newsroom.library),
        "withdrawn": uid(newsroom.bridge),
        "gallery": uid(newsroom.gallery),
        "project": uid(newsroom.project),
    }
    values = {
        "url": newsroom.library.full_url,
        "section": newsroom.section.slug,
        "since": str(WireSequence.objects.get().value),
    }
    for methods in description["paths"].values():
        for parameter in methods["get"]["parameters"]:
            if parameter["name"] == "id":
                del parameter["example"]
                parameter["examples"] = {name: {"value": value} for name, value in items.items()}
            else:
                parameter["example"] = values.get(parameter["name"], parameter["example"])
    config = SchemathesisConfig.from_dict(CONFIG)
    schema = schemathesis.openapi.from_dict(description, config=config)
    schema.app = get_wsgi_application()
    schema.location = DESCRIPTION
    return schema


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_what_the_description_says(
    path: str, described: Any, tried: "Counter[str]"
) -> None:
    def check(case: "schemathesis.Case[Any]") -> None:
        tried[path] += 1
        # In-process, nothing decodes answers.
        response = case.call(headers={"Accept-Encoding": "identity"})
        excused = [positive_data_acceptance] if refuses_what_is_opaque(response) else []
        case.validate_response(response, excluded_checks=excused)

    # Schemathesis' own collector does not know this version of pytest.
    plan = HypothesisTestConfig(
        project=described.config, modes=list(HypothesisTestMode), settings=EFFORT
    )
    with one_transaction():
        create_test(operation=described[path]["GET"], test_func=check, config=plan)()


def refuses_what_is_opaque(response: schemathesis.Response) -> bool:
    """Whether nothing but a cursor or an address was refused."""
    if response.status_code != HTTPStatus.BAD_REQUEST:
        return False
    refused = {error["param"] for error in response.json()["errors"]}
    return bool(refused) and refused <= OPAQUE
