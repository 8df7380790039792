"""What independent programs say of a feed."""

import json
from collections.abc import Iterator
from pathlib import Path

import atoma  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "json_feed_1.1.json").read_text())
JSON_FEED = Draft202012Validator(SCHEMA)
ATOMA = {"rss": atoma.parse_rss_bytes, "atom": atoma.parse_atom_bytes}


def complaints(body: bytes, extension: str) -> Iterator[str]:
    """Everything that a validator or a parser does not like."""
    if extension == "json":
        for error in JSON_FEED.iter_errors(json.loads(body)):
            yield f"{error.json_path}: {error.message}"
        return
    parsed = feedparser.parse(body)
    if parsed.bozo:
        yield f"feedparser: {parsed.bozo_exception}"
    try:
        other = ATOMA[extension](body)
    except atoma.exceptions.FeedParseError as error:
        yield f"atoma: {error}"
        return
    read = len(other.items if extension == "rss" else other.entries)
    if read != len(parsed.entries):
        yield f"feedparser reads {len(parsed.entries)} entries, atoma {read}"
