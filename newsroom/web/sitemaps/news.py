"""What Google News is told of: the articles of the last two days, in all languages of a Site."""

from datetime import datetime, timedelta

from django.db.models import Min

from newsroom.models import Kind
from newsroom.web.lists import cards_of
from newsroom.web.visit import Visit
from newsroom.wire.feed_options import publisher
from newsroom.wire.text import one_line, uri

from .items import public_rows
from .writing import Story

DAYS = timedelta(days=2)
MOST = 1000


def stories(visit: Visit, now: datetime) -> tuple[list[Story], datetime | None]:
    """The newest first, and when time alone makes the list another one; in two queries."""
    articles = public_rows(visit, now).filter(kind=Kind.ARTICLE)
    newest = articles.filter(published__gt=now - DAYS, published__lte=now).newest_first()
    cards = cards_of(newest.defer("document", "entry")[:MOST])
    name = publisher(visit.site)
    found = [
        Story(
            uri(card.url),
            one_line(name),
            language_of(card.locale),
            card.published_at,
            one_line(card.title),
        )
        for card in cards
    ]
    # Editors may have dated an article in the future.
    coming: datetime | None = articles.filter(published__gt=now).aggregate(next=Min("published"))[
        "next"
    ]
    leaves = min((story.published + DAYS for story in found), default=None)
    return found, min(filter(None, (coming, leaves)), default=None)


def language_of(code: str) -> str:
    """An ISO 639 code, as Google asks for, with its two exceptions: ``zh-cn`` and ``zh-tw``."""
    language, *others = code.lower().replace("_", "-").split("-")
    if language != "zh":
        return language
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & set(others) else "zh-cn"
