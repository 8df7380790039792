import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.models import WireJob
from newsroom.wire.reconcile import differences, reconcile


class Command(BaseCommand):
    help = "Compares the wire with the pages and repairs what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Only report; exit status 1 if something differs.",
        )
        parser.add_argument(
            "--deep", action="store_true", help="Compose every page and compare the documents."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        check, deep = options["check"], options["deep"]
        found = list(differences(deep=deep)) if check else reconcile(deep=deep)
        for difference in found:
            self.stdout.write(str(difference))
        pages = {difference.page_id for difference in found}
        if check:
            self.stdout.write(f"{len(pages)} pages differ.")
            if found:
                sys.exit(1)
            return
        failed = WireJob.objects.filter(page_id__in=pages).count()
        self.stdout.write(f"{len(pages) - failed} pages repaired.")
        if failed:
            self.stdout.write(f"{failed} pages failed and will be tried again.")
