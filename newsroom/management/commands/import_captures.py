import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from newsroom.importers import captures, destination, pictures
from newsroom.importers.captures import CaptureError
from newsroom.importers.destination import Destination, DestinationError
from newsroom.importers.outcome import Outcome
from newsroom.importers.pages import import_capture

LARGEST_CAPTURE = 300_000  # bytes


class Command(BaseCommand):
    help = "Import plain-text captures of portal pages as articles, projects and information pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--locale", required=True, help="language code of the captures: pl")
        parser.add_argument(
            "--section",
            default="",
            metavar="PATH",
            help="address of the news section, as /pl/wiadomosci/; default: the language's first",
        )
        parser.add_argument(
            "--photos",
            type=Path,
            metavar="DIR",
            help="folder with one folder of pictures for each capture, named like it",
        )
        parser.add_argument("--publish", action="store_true", help="publish what passes the checks")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        files, photos = unique(options["files"]), options["photos"]
        if photos and not photos.is_dir():
            raise CommandError(_("%(folder)s: there is no such folder") % {"folder": photos})
        try:
            place = destination.find(options["locale"], options["section"])
        except DestinationError as error:
            raise CommandError(str(error)) from error
        if not options["json"]:
            self.stdout.write(announce(place, chosen=bool(options["section"])))
        outcomes: list[Outcome] = []
        errors: list[str] = []
        for file in files:
            try:
                outcome = self.bring_in(file, place, photos, options["publish"])
            except (CaptureError, DestinationError) as error:
                errors.append(f"{file}: {error}")
                continue
            outcomes.append(outcome)
            if not options["json"]:
                self.stdout.write("\n".join(outcome.in_words()))
        if options["json"]:
            self.stdout.write(report(place, outcomes, errors))
        if errors:
            raise CommandError("\n".join(errors))

    def bring_in(
        self, file: Path, place: Destination, photos: Path | None, publishing: bool
    ) -> Outcome:
        name = capture_name(file)
        capture = captures.parse(captures.decode(read(file)))
        files = pictures.read_folder(photos / name) if photos else []
        return import_capture(name, capture, place, files=files, publishing=publishing)


def unique(files: list[Path]) -> list[Path]:
    """The files, each once; two of one name would be versions of one capture."""
    known: dict[str, Path] = {}
    for file in files:
        other = known.setdefault(capture_name(file), file)
        if other.resolve() != file.resolve():
            message = _("%(one)s and %(other)s have the same name: import one of them")
            raise CommandError(message % {"one": other, "other": file})
    return list(known.values())


def capture_name(file: Path) -> str:
    return file.name.removesuffix(".txt")


def read(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_CAPTURE:
            message = _("it is larger than %(most)s bytes: not a capture")
            raise CaptureError(message % {"most": LARGEST_CAPTURE})
        return file.read_bytes()
    except OSError as error:
        raise CaptureError(error.strerror or _("it cannot be read")) from error


def announce(place: Destination, *, chosen: bool) -> str:
    section = _("Section: %(title)s (%(address)s)") % {
        "title": place.section.title,
        "address": place.address,
    }
    if chosen or not place.others:
        return section
    others = _("the first of several; others: %(others)s") % {"others": ", ".join(place.others)}
    return f"{section}; {others}"


def report(place: Destination, outcomes: list[Outcome], errors: list[str]) -> str:
    content = {
        "section": {"title": place.section.title, "address": place.address},
        "captures": [outcome.as_json() for outcome in outcomes],
        "errors": errors,
    }
    return json.dumps(content, ensure_ascii=False, indent=2)
