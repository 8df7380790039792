"""Lists of all feeds that readers' programs import: OPML 2.0 (http://opml.org/spec2.opml)."""

import hashlib
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from lxml import etree
from wagtail.coreutils import get_content_languages

from newsroom.addresses import content_languages
from newsroom.http.anonymous import for_everybody
from newsroom.http.conditional import not_modified, validate
from newsroom.wire import channels, keys
from newsroom.wire.channels import Channel
from newsroom.wire.feed_options import Options
from newsroom.wire.state import Snapshot
from newsroom.wire.text import language_tag, one_line, uri

from .directory import groups
from .views import cache_control, to_everybody

MEDIA_TYPE = "text/x-opml"


@for_everybody
@require_safe
def opml(request: HttpRequest, language: str = "") -> HttpResponseBase:
    """The feeds of a language, or of all."""
    snapshot = Snapshot(request)
    site, state = snapshot.site(), snapshot.state
    options = Options.of(site)
    languages = [language] if language else content_languages()
    moments = (channels.changed(site, languages), options.changed, state.expired)
    changed = max(filter(None, moments), default=None)
    content = render(options, languages, changed)
    response = HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response["Content-Language"] = ", ".join(language_tag(code) for code in languages)
    # A feed that becomes empty is not listed any more.
    response["Cache-Control"] = cache_control(state.expires)
    keys.bear(response, [keys.OVERVIEW, keys.of_feeds(site.pk)])
    # While something is hidden, nobody knows yet when it went.
    dated = None if state.hidden else changed
    validate(response, hashlib.sha256(content).hexdigest()[:32], dated)
    return to_everybody(request, not_modified(request, response) or response)


def render(options: Options, languages: list[str], changed: datetime | None) -> bytes:
    """The document: languages, where there are several, hold kinds, and these the feeds."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    with translation.override(languages[0]):
        title = f"{gettext('Feeds')} – {options.newsroom(languages[0])}"
    etree.SubElement(head, "title").text = one_line(title)
    if changed:
        etree.SubElement(head, "dateModified").text = http_date(changed.timestamp())
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    found = channels.every(options, languages) if channels.served() else []
    for language, own in groupby(found, key=lambda channel: channel.language):
        parent = body
        if len(languages) > 1:
            parent = add(body, str(get_content_languages()[language]))
        with translation.override(language):
            grouped = groups(own)
        for group in grouped:
            kind = add(parent, group.heading)
            for channel in group.channels:
                add(kind, channel.title, of_feed(channel))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def add(
    parent: etree._Element, title: str, attributes: dict[str, str] | None = None
) -> etree._Element:
    """One more outline in another one or in the body."""
    words = one_line(title)
    named = {"text": words, "title": words}
    return etree.SubElement(parent, "outline", {**named, **(attributes or {})})


def of_feed(channel: Channel) -> dict[str, str]:
    """What an outline says of a feed: the format that every program reads."""
    return {
        "type": "rss",
        "xmlUrl": uri(channel.url("rss")),
        "htmlUrl": uri(channel.home_url),
        "language": language_tag(channel.language),
        "description": one_line(channel.description),
        "version": "RSS2",
    }
