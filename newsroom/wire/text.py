"""Making strings fit for any feed: XML 1.0 text, one-line titles, URIs."""

import re
from urllib.parse import urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri, punycode
from django.utils.translation import to_locale

from galleries.documents import xml_text

# XML allows them, but they show as boxes and validators complain.
_CONTROLS = re.compile("[\x7f-\x9f]")
# Most addresses are such, and taking one apart takes its time.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9/._~-]*")


def clean(text: str) -> str:
    """The text without forbidden or invisible control characters."""
    return _CONTROLS.sub("", xml_text(text))


def one_line(text: str) -> str:
    """Clean text with every run of white space folded into one space."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean(text).split())


def uri(iri: str) -> str:
    """The address in ASCII: path and query percent-encoded, host in Punycode (RFC 3987, 3.1)."""
    if _PLAIN_ADDRESS.fullmatch(iri):
        return iri
    parts = urlsplit(clean(iri))
    return iri_to_uri(urlunsplit(parts._replace(netloc=punycode(parts.netloc))))


def language_tag(code: str) -> str:
    """A language code in the usual spelling of BCP 47: ``zh-hans`` is ``zh-Hans``."""
    return to_locale(code).replace("_", "-")
