from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

DEFAULT_PORTS = {"http": 80, "https": 443}


class Command(BaseCommand):
    help = "Write SITE_URL to the default site, so that every public address starts with it."

    def handle(self, *args: Any, **options: Any) -> None:
        hostname, port = host_of(settings.SITE_URL)
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            raise CommandError("There is no default site yet.")
        if (site.hostname, site.port) == (hostname, port):
            return
        site.hostname, site.port = hostname, port
        site.save()
        self.stdout.write(f"The default site is now {site.root_url}.")


def host_of(address: str) -> tuple[str, int]:
    """Host name and port of a web site's address."""
    wrong = CommandError(f"SITE_URL is not an address of a web site: {address}")
    try:
        url = urlsplit(address)
        default, port = DEFAULT_PORTS[url.scheme], url.port
    except (KeyError, ValueError):
        raise wrong from None
    if not url.hostname:
        raise wrong
    return url.hostname, port or default
