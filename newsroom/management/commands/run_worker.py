import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.delivery.worker import Worker


class Command(BaseCommand):
    help = (
        "Settles what changed, publishes what is scheduled, withdraws what has expired, makes "
        "renditions and tells others of all of it, until it is stopped. Several may run at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do everything that is due now, then end."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if options["once"]:
            worker.run_once()
        else:
            sys.exit(worker.run())
