from typing import Any

from django.core.management.base import BaseCommand

from newsroom.conf import conf
from newsroom.delivery.search_server import compare_search_server
from newsroom.wire.reconcile import rebuild


class Command(BaseCommand):
    help = "Composes every page of the wire anew. What comes out the same is no change to readers."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for done, total, settled in rebuild():
            failed += not settled
            self._progress(done, total)
        self.stdout.write(f"{failed} pages failed and will be tried again." if failed else "Done.")
        if conf.search_backend:
            number = compare_search_server()
            self.stdout.write(f"The search server has been brought {number} entries.")

    def _progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            filled = 40 * done // total
            bar = "#" * filled + "-" * (40 - filled)
            self.stderr.write(f"\r[{bar}] {done}/{total}", ending="\n" if done == total else "")
        elif done == total or done % 1000 == 0:
            self.stderr.write(f"{done}/{total}")
