import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.demo import staff
from home.demo.loading import account_file, is_empty, load
from home.demo.texts import SOURCE


class Command(BaseCommand):
    help = (
        "Fill an empty site with the newsroom of an invented regional office, in Polish, English "
        "and Ukrainian."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Say nothing if the site has pages already."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            if not options["if_empty"]:
                self.stdout.write("The site has content already; nothing was changed.")
            return
        if SOURCE not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            raise CommandError("The demo is written in Polish: LANGUAGES has to name pl.")
        password = secrets.token_urlsafe(12)
        load(password)
        self.stdout.write(
            f"The demo is loaded. Log in as {staff.LOGIN} with the password {password}\n"
            f"(also in {account_file()})."
        )
