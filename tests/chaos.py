"""Kills the worker and the web server, again and again, while editors publish.

    python -m tests.chaos [--kills 30]

Whatever an editor was told is published must be on the wire after ``reconcile_wire``, and two
partners must have been told of every change: in order per item, and twice only under the same id.
It runs on SQLite in a folder of its own, or in the empty PostgreSQL database of DATABASE_URL; it
takes some minutes, prints what it counted, and ends with status 1 if anything was lost.
"""

import argparse
import json
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django
import urllib3

ROOT = Path(__file__).resolve().parent.parent
EDITORS = 3
ARTICLES = 3  # of each editor
START_WITHIN = 90  # seconds
DRAIN_WITHIN = 180
PUBLISHED_WITHIN = 20
http = urllib3.PoolManager(maxsize=EDITORS + 1, retries=False)
NUMBER = re.compile(r"wersja (\d+)$")
Check = Callable[[bool, str], None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configure(folder: str, port: int) -> None:
    """The reference site, in which partners may live on this machine."""
    os.environ |= {
        "DEBUG": "1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DATA_DIR": folder,
        "LANGUAGES": "pl,en,uk",
        "PRIVATE_TARGETS": "127.0.0.0/8",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    sys.path.insert(0, str(ROOT / "site"))
    django.setup()


class Process:
    """A program that is killed, with all its children, and started anew."""

    def __init__(self, *command: str, is_up: Callable[[], bool]) -> None:
        self.command = [sys.executable, *command]
        self.is_up = is_up
        self.kills = 0
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_WITHIN
        while not self.is_up():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"It did not start: {' '.join(self.command)}")
            time.sleep(0.05)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(60)


class Publisher:
    """An editor who publishes articles through the admin, and remembers what was acknowledged."""

    def __init__(self, port: int, number: int, forms: dict[int, dict[str, Any]], cookie: str):
        self.port = port
        self.number = number
        self.forms = forms
        self.token = secrets.token_hex(16)
        self.cookie = f"sessionid={cookie}; csrftoken={self.token}"
        self.asked: dict[int, int] = defaultdict(int)
        self.acknowledged: dict[int, int] = defaultdict(int)
        self.answers = self.failures = 0
        self.stopping = threading.Event()
        self.refused = ""
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        pages = sorted(self.forms)
        while not self.stopping.is_set() and not self.refused:
            pk = random.choice(pages)
            self.asked[pk] += 1
            try:
                status = self._publish(pk, self.asked[pk])
            except urllib3.exceptions.HTTPError:
                self.failures += 1  # nobody knows what came of it
                time.sleep(0.2)
                continue
            if status == 302:
                self.answers += 1
                self.acknowledged[pk] = self.asked[pk]
            else:
                self.refused = f"The admin answered {status}"

    def _publish(self, pk: int, number: int) -> int:
        title = f"Artykuł {pk}, wersja {number}"
        fields = {**self.forms[pk], "title": title, "action-publish": "action-publish"}
        answer = http.request(
            "POST",
            f"http://127.0.0.1:{self.port}/admin/pages/{pk}/edit/",
            body=urlencode({**fields, "csrfmiddlewaretoken": self.token}, doseq=True),
            headers={
                "Cookie": self.cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept-Encoding": "identity",
            },
            redirect=False,
            timeout=60,
        )
        return answer.status


def publishers(port: int) -> list[Publisher]:
    """Editors with articles of their own; the forms are those of the admin."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from tests.editor import Editor
    from tests.factories import make_article, make_section, make_site_tree

    section = make_section(make_site_tree()["pl"])
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "pass")
    found = []
    for number in range(EDITORS):
        client = Client()
        client.force_login(user)
        editor = Editor(client, lambda execute: NotImplemented)
        articles = [make_article(section, f"{number} {n}, wersja 0") for n in range(ARTICLES)]
        forms = {article.pk: editor.page_form(article) for article in articles}
        found.append(Publisher(port, number, forms, client.cookies["sessionid"].value))
    return found


def endpoints(urls: list[str]) -> list[Any]:
    from wagtail.models import Site

    from newsroom.delivery.webhooks import switch_on
    from newsroom.models import WebhookEndpoint

    site = Site.objects.get(is_default_site=True)
    made = [WebhookEndpoint(site=site, name=url, url=url) for url in urls]
    for endpoint in made:
        switch_on(endpoint)
    return made


def forget_the_dead() -> None:
    """Let the leases of the killed end now; nobody has to wait for it here."""
    from django.utils import timezone

    from newsroom.models import Lease

    Lease.objects.update(until=timezone.now())


def has_beaten_since(began: float) -> bool:
    from newsroom.models import WireBeat

    beat = WireBeat.objects.filter(name="worker").first()
    return beat is not None and beat.at.timestamp() > began


class Worker(Process):
    def __init__(self) -> None:
        super().__init__("manage.py", "run_worker", is_up=self._beats)

    def start(self) -> None:
        forget_the_dead()
        self.began = time.time()
        super().start()

    def _beats(self) -> bool:
        return has_beaten_since(self.began)


def answers(port: int) -> bool:
    try:
        url = f"http://127.0.0.1:{port}/health/live"
        return http.request("GET", url, timeout=5).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def kill_again_and_again(
    process: Process, times: int, published: Callable[[], int], failed: list[str]
) -> None:
    """Kill it in the middle of publications: each time there has been one since the last kill."""
    from django.db import connections

    try:
        for _ in range(times):
            before, deadline = published(), time.monotonic() + PUBLISHED_WITHIN
            while published() == before and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(random.uniform(0, 0.5))
            process.kill()
            process.start()
    except Exception as error:  # of a thread, told at the end
        failed.append(f"{type(error).__name__}: {error}")
    finally:
        connections.close_all()


def drained() -> bool:
    """Whether the worker has nothing more to tell anybody."""
    from newsroom.delivery.followers import newest_change
    from newsroom.models import DeliveryState, WebhookDelivery, WebhookEndpoint

    return (
        not WebhookEndpoint.objects.exclude(position=newest_change()).exists()
        and not WebhookDelivery.objects.filter(state=DeliveryState.DUE).exists()
    )


def check_the_wire(editors: list[Publisher], check: Check) -> None:
    from wagtail.models import Page

    from newsroom.models import WireItem

    for editor in editors:
        for pk in editor.forms:
            title = json.loads(WireItem.objects.get(page_id=pk).document)["title"]
            found = NUMBER.search(title)
            number = int(found[1]) if found else -1
            told = editor.acknowledged[pk]
            check(
                number >= told, f"page {pk}: version {told} was acknowledged, {title!r} is public"
            )
            live = Page.objects.get(pk=pk).title
            check(live == title, f"page {pk} is {live!r}, but {title!r} on the wire")


def check_deliveries(endpoint: Any, received: list[Any], check: Check) -> int:
    """Compare what a partner has received with the log; returns how much came twice."""
    from newsroom.models import WireChange

    changes = WireChange.objects.filter(sequence__gt=endpoint.began)
    expected = set(changes.values_list("sequence", flat=True))
    ids: dict[int, set[str]] = defaultdict(set)
    last: dict[str, int] = defaultdict(int)
    for one in received:
        data = one.verified(endpoint.secret)["data"]
        number, item = data["sequence"], data["id"]
        ids[number].add(one.id)
        check(number >= last[item], f"{endpoint}: {number} of {item} came after {last[item]}")
        last[item] = max(last[item], number)
    check(set(ids) == expected, f"{endpoint}: {len(expected - set(ids))} changes are missing")
    for number, several in ids.items():
        check(len(several) == 1, f"{endpoint}: change {number} came under {len(several)} ids")
    return len(received) - len(ids)


def run(kills: int) -> int:
    from django.core.management import call_command

    from newsroom.delivery.followers import newest_change
    from tests.newsroom.delivery.receiver import Answer, Receiver

    port = int(os.environ["SITE_URL"].rpartition(":")[2])
    call_command("migrate", verbosity=0)
    editors = publishers(port)
    call_command("set_site_url")
    call_command("run_worker", "--once")

    def answer_slowly(received: Any) -> Answer:
        time.sleep(0.03)  # so that some kills come in the middle of a call
        return Answer()

    problems: list[str] = []

    def check(true: bool, problem: str) -> None:
        if not true:
            problems.append(problem)

    def published() -> int:
        return sum(editor.answers for editor in editors)

    with Receiver() as first, Receiver() as second:
        receivers = [first, second]
        for receiver in receivers:
            receiver.answer = answer_slowly
        partners = endpoints([receiver.url for receiver in receivers])
        for partner in partners:
            partner.began = newest_change()
        worker = Worker()
        server = ["-m", "gunicorn", "--pythonpath", "site,.", "--threads", "4", "--log-level"]
        address = ["critical", "--bind", f"127.0.0.1:{port}", "config.wsgi"]
        web = Process(*server, *address, is_up=lambda: answers(port))
        try:
            for editor in editors:
                editor.thread.start()
            killers = [
                threading.Thread(
                    target=kill_again_and_again, args=(process, kills, published, problems)
                )
                for process in (worker, web)
            ]
            for killer in killers:
                killer.start()
            for killer in killers:
                killer.join()
            for editor in editors:
                editor.stopping.set()
                editor.thread.join()
                check(not editor.refused, editor.refused)
            call_command("reconcile_wire", stdout=open(os.devnull, "w"))  # noqa: SIM115
            deadline = time.monotonic() + DRAIN_WITHIN
            while not drained() and time.monotonic() < deadline:
                time.sleep(0.2)
            check(drained(), "The worker has not told everything")
        finally:
            status = worker.stop()
            web.kill()
        check(status == 0, f"The worker ended with status {status}")
        check_the_wire(editors, check)
        twice = [
            check_deliveries(partner, receiver.received, check)
            for partner, receiver in zip(partners, receivers, strict=True)
        ]
        print(f"kills: {worker.kills} of the worker, {web.kills - 1} of the web server")
        print(
            f"publications: {published()} acknowledged, "
            f"{sum(editor.failures for editor in editors)} without an answer"
        )
        print(f"changes on the wire: {newest_change() - partners[0].began}")
        for receiver, number in zip(receivers, twice, strict=True):
            print(f"received: {len(receiver.received)}, of these {number} a second time")
    for problem in problems:
        print(f"WRONG: {problem}")
    print("Something was lost." if problems else "Nothing was lost.")
    return 1 if problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Kill worker and web server while editors publish."
    )
    parser.add_argument("--kills", type=int, default=30, help="of each (%(default)s)")
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory(prefix="newsroom-chaos-") as folder:
        configure(folder, free_port())
        return run(kills)


if __name__ == "__main__":
    sys.exit(main())
