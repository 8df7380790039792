#!/usr/bin/env python
"""Django's command line for the reference site."""

import os
import sys
from pathlib import Path


def main() -> None:
    # `site/` is a plain folder: `site` itself is a module of the standard library.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
