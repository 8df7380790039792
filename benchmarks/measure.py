"""What one answer costs: time of requests taken in turns, and queries counted in this process."""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client as TestClient
from django.test.utils import CaptureQueriesContext, override_settings

from .server import Client, cpu_seconds
from .settings import HOSTNAME

AFTERWORK = 0.002  # seconds in which the server ends what it does after it has answered


@dataclass
class Contender:
    """One address at one server, and what was measured of it."""

    name: str
    path: str
    client: Client
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200  # of the answer
    queries: int = 0
    size: int = 0  # bytes
    rounds: list[list[float]] = field(default_factory=list)  # seconds of each request
    cpu: float = 0.0  # seconds of the server's processor, over all requests

    @property
    def seconds(self) -> list[float]:
        return [seconds for one in self.rounds for seconds in one]

    @property
    def rates(self) -> list[float]:
        """Requests a second, in each round."""
        return [len(one) / sum(one) for one in self.rounds]

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def percentile(self, percent: int) -> float:
        """In milliseconds, over the requests of all rounds."""
        return 1000 * statistics.quantiles(self.seconds, n=100, method="inclusive")[percent - 1]

    @property
    def cpu_each(self) -> float:
        """In milliseconds."""
        return 1000 * self.cpu / len(self.seconds)


def ratios(fast: Contender, slow: Contender) -> list[float]:
    """How many times as fast the one is as the other, in each round."""
    return [a / b for a, b in zip(fast.rates, slow.rates, strict=True)]


def count_queries(contender: Contender, **settings: str) -> None:
    """Queries of a warm answer. ``settings`` are those the server has."""
    client = TestClient(headers={"host": HOSTNAME, **contender.headers})
    with override_settings(**settings):
        for _ in range(3):  # the first ends what making the corpus has left to do
            with CaptureQueriesContext(connection) as captured:
                response = client.get(contender.path)
    expect(contender, response.status_code)
    contender.queries = len(captured)
    contender.size = len(response.content)


def expect(contender: Contender, status: int) -> None:
    if status != contender.status:
        raise RuntimeError(f"{contender.name}: {contender.path} answered {status}")


def take_turns(contenders: Sequence[Contender], *, rounds: int, requests: int) -> None:
    """Measure A B C A B C …, so that a busy moment of the machine meets all of them."""
    for contender in contenders:
        for _ in range(2):  # the first requests of a new process fill its caches
            reply = contender.client.get(contender.path, contender.headers)
        contender.size = len(reply.body)
    for _ in range(rounds):
        for contender in contenders:
            contender.rounds.append([])
        for _ in range(requests):
            for contender in contenders:
                _measure(contender)


def _measure(contender: Contender) -> None:
    client = contender.client
    cpu = cpu_seconds(client.server)
    start = time.perf_counter()
    reply = client.get(contender.path, contender.headers)
    contender.rounds[-1].append(time.perf_counter() - start)
    time.sleep(AFTERWORK)
    contender.cpu += cpu_seconds(client.server) - cpu
    expect(contender, reply.status)
