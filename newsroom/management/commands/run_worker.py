from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.delivery.worker import Worker


class Command(BaseCommand):
    help = (
        "Settles what changed, publishes what is scheduled, withdraws what has expired and makes "
        "renditions, until it is stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Do everything that is due now, then end."
        )
        parser.add_argument(
            "--pause", type=float, default=1.0, help="Seconds between rounds with nothing to do."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if options["once"]:
            worker.run_once()
        else:
            worker.run(options["pause"])
