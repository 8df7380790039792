"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), with the entries of the other formats.

What it has no member for stands in ``_newsroom``, as its section on extensions asks for.
"""

import json
from typing import Any

from django.utils import translation

from newsroom.wire.entries import Picture
from newsroom.wire.feed_options import publisher
from newsroom.wire.text import language_tag, one_line, uri

from .editions import Edition
from .entries import Item, in_other_languages, write_each
from .extension import format_rfc3339

VERSION = "https://jsonfeed.org/version/1.1"
ABOUT = "https://pypi.org/project/wagtail-newsroom/"


def render(edition: Edition) -> bytes:
    """An edition as JSON Feed; equal editions give equal bytes."""
    channel, links = edition.channel, edition.links("json")
    with translation.override(channel.language):
        feed = {
            "version": VERSION,
            "title": one_line(channel.title),
            "home_page_url": uri(channel.home_url),
            "feed_url": links["self"],
            "description": one_line(channel.description),
            "next_url": links.get("next"),
            "icon": uri(edition.logo.url) if edition.logo else None,
            "language": language_tag(channel.language),
            "authors": [{"name": one_line(publisher(channel.site))}],
            "hubs": _hubs(channel.options.hub),
            "items": write_each(edition, _item),
            "_newsroom": _own_of_feed(edition, links),
        }
    return json.dumps(_present(feed, keep="items"), ensure_ascii=False, indent=1).encode()


def _own_of_feed(edition: Edition, links: dict[str, str]) -> dict[str, Any]:
    channel = edition.channel
    return _present(
        {
            "about": ABOUT,
            "id": channel.id,
            "updated": format_rfc3339(edition.updated),
            "rights": one_line(channel.options.words_in(channel.language).rights),
            "prev_archive_url": links.get("prev-archive"),
            "current_url": links.get("current"),
            "translations": [one._asdict() for one in in_other_languages(channel, "json")],
            "deleted": [
                _present(
                    {
                        "id": row.uid.urn,
                        "when": format_rfc3339(row.withdrawn_at),
                        "reason": row.public_reason,
                    }
                )
                for row in edition.tombstones
                if row.withdrawn_at
            ],
        }
    )


def _item(item: Item) -> dict[str, Any]:
    entry = item.entry
    # An item has to have one of them.
    content = {"content_html": item.html} if item.html else {"content_text": entry.summary}
    members = {
        "id": item.id,
        "url": entry.url,
        "language": entry.language,
        "title": entry.title,
        "summary": entry.summary,
        "image": entry.photos[0].url if entry.photos else None,
        "date_published": format_rfc3339(item.published),
        "date_modified": format_rfc3339(item.updated),
        "authors": [{"name": name} for name in item.authors],
        "tags": list(dict.fromkeys(tag.label for tag in entry.categories)),
        "attachments": [_attachment(photo) for photo in entry.photos if photo.length],
        "_newsroom": _own_of_item(item),
    }
    return _present(members) | content


def _own_of_item(item: Item) -> dict[str, Any]:
    entry, scheme = item.entry, {"scheme": item.scheme}
    return _present(
        {
            "about": ABOUT,
            "images": [_image(photo) for photo in entry.photos],
            "translations": [one._asdict() for one in entry.translations],
            "corrections": [
                {"date": format_rfc3339(note.date), "text": note.text} for note in entry.corrections
            ],
            "categories": [_present(tag._asdict() | scheme) for tag in entry.categories],
        }
    )


def _image(photo: Picture) -> dict[str, Any]:
    known = {
        "url": photo.url,
        "title": photo.caption,
        "credit": photo.credit,
        "width": photo.width,
        "height": photo.height,
        "alt_language": photo.alt_language,
    }
    # Present also where it is empty: then the picture is decoration.
    return _present(known) | {"alt": photo.alt}


def _attachment(photo: Picture) -> dict[str, Any]:
    """A photo that is a file of known size; its title is the alternative text."""
    return _present(
        {
            "url": photo.url,
            "mime_type": photo.type,
            "title": photo.alt,
            "size_in_bytes": photo.length,
        }
    )


def _hubs(hub: str) -> list[dict[str, str]]:
    return [{"type": "WebSub", "url": uri(hub)}] if hub else []


def _present(members: dict[str, Any], keep: str = "") -> dict[str, Any]:
    """The members that say something: JSON Feed leaves out what is not known."""
    return {name: value for name, value in members.items() if value or name == keep}
