"""The delta: everything that was put and withdrawn since a reader last asked."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field
from wagtail.models import Site

from newsroom.conf import conf
from newsroom.http.waiting import Seats, rest
from newsroom.models import Kind, WireChange
from newsroom.wire.changes import Change, ItemWithdrawn, counter, log, tell
from newsroom.wire.documents import Document
from newsroom.wire.keys import CHANGES
from newsroom.wire.readers import site_for

from .errors import ParameterProblem, Problem, respond
from .items import next_url
from .params import ALL, languages, may_be_left_out, whole_number
from .responses import Answer, json_response
from .schemas import Article, Gallery, Project
from .since import FORM, Since

router = Router(tags=["changes"])

MAX_LIMIT = 500
LONGEST_WAIT = 25  # seconds; proxies give up after thirty or sixty
LOOK_EVERY = 0.4  # seconds
# When to ask again, for whoever may not wait: as many others do.
RETRY_AFTER = 5  # seconds
FORGOTTEN = (
    "What was withdrawn after this point is forgotten by now. Start again with since=0, and drop "
    "what it does not give."
)


def known_place(value: str) -> str:
    Since.parse(value)
    return value


def all_or_languages(value: str) -> str:
    if value != ALL and not set(value.split(",")) <= set(languages()):
        known = ", ".join(languages())
        raise ValueError(f"Use {ALL}, or languages separated by commas, of: {known}.")
    return value


def known_kinds(value: str) -> str:
    if not set(value.split(",")) <= set(Kind.values):
        raise ValueError(f"Use kinds separated by commas, of: {', '.join(Kind.values)}.")
    return value


def one_or_several(values: list[str]) -> str:
    one = "|".join(map(re.escape, values))
    return f"({one})(,({one}))*"


def _locales_in_schema(schema: dict[str, Any]) -> None:
    # When the schema is asked for, not when this module is imported: they are settings.
    schema["pattern"] = f"^({ALL}|{one_or_several(languages())})$"


def _kinds_in_schema(schema: dict[str, Any]) -> None:
    schema.pop("default", None)
    schema["pattern"] = f"^{one_or_several(Kind.values)}$"


class ChangeParams(Schema):
    since: Annotated[str, AfterValidator(known_place)] = Field(
        "0",
        description="Where to go on: the one in the last answer's `next`. `0` starts from nothing.",
        json_schema_extra={"pattern": f"^{FORM.pattern}$"},
    )
    limit: Annotated[int, whole_number(1, MAX_LIMIT)] = Field(
        100, ge=1, le=MAX_LIMIT, description="How many changes an answer holds at most."
    )
    locale: Annotated[str, AfterValidator(all_or_languages)] = Field(
        ALL,
        description="Languages of the items, separated by commas; `all` gives every language.",
        json_schema_extra=_locales_in_schema,
    )
    kind: Annotated[str, AfterValidator(known_kinds)] = may_be_left_out(
        "Only items of these kinds, separated by commas.", _kinds_in_schema
    )
    wait: Annotated[int, whole_number(0, LONGEST_WAIT)] = Field(
        0,
        ge=0,
        le=LONGEST_WAIT,
        description="Seconds to wait for a change if there is none yet. Where too many wait "
        "already, the answer comes at once, with `Retry-After`.",
    )

    def conditions(self) -> dict[str, Any]:
        """What is asked of the items."""
        named = {
            "item__locale__in": [] if self.locale == ALL else sorted(set(self.locale.split(","))),
            "item__kind__in": sorted(set(filter(None, self.kind.split(",")))),
        }
        return {name: values for name, values in named.items() if values}


class ItemPut(Change):
    """An item is public now, or differs from what it was: keep this instead."""

    action: Literal["put"] = Field(description="What happened.")
    item: Annotated[Article | Gallery | Project, Field(discriminator="kind")] = Field(
        description="The whole document. After a move, its `former_urls` say where it was."
    )


class ChangeList(Document):
    """What happened, in order; of an item only the last of it."""

    changes: list[Annotated[ItemPut | ItemWithdrawn, Field(discriminator="action")]] = Field(
        description="By `sequence`; at most `limit`, and fewer where some may not be told yet."
    )
    next: str = Field(description="Where to go on, now or any time later. Never null.")
    more: bool = Field(description="Whether there is more at `next` already.")


class Outdated(Problem):
    """A reader has stayed away for so long that it cannot be told what it has missed."""

    start_over: str = Field(description="The address to start again from.")


class Forgotten(Exception):
    """The log has forgotten withdrawals that the reader would need to know of."""


@dataclass(frozen=True)
class Page:
    """Part of the log, as JSON, and the place at its end."""

    texts: list[str]
    end: Since
    more: bool

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.more)


@router.get(
    "/",
    operation_id="listChanges",
    summary="Follow the changes",
    response={200: ChangeList, 400: ParameterProblem, 410: Outdated},
)
def list_changes(request: HttpRequest, params: Query[ChangeParams]) -> HttpResponse:
    """What was put and withdrawn since a reader last asked, so that a mirror misses nothing.

    Start with `since=0`, which gives everything public, and go on with `next`, for ever. A put
    brings the whole item. 410 comes after a long absence: start over.
    """
    site = site_for(request)
    try:
        page, retry_after = look(lambda since: read(site, params, since), params)
    except Forgotten:
        return outdated(next_url(request, site, since="0"))
    answer = as_json(page, next_url(request, site, since=str(page.end)))
    if retry_after:
        answer["Retry-After"] = str(retry_after)
    return answer


seats = Seats()


def look(read_on: Callable[[Since], Page], params: ChangeParams) -> tuple[Page, int]:
    """A page of changes, waited for if it may be; and when to ask again if it may not."""
    page = read_on(Since.parse(params.since))
    if not (params.wait and page.is_empty):
        return page, 0
    with seats.taken(conf.changes_waiters) as seated:
        if not seated:
            return page, RETRY_AFTER
        end = monotonic() + params.wait
        while page.is_empty and (left := end - monotonic()) > 0:
            rest(min(LOOK_EVERY, left))
            newest, _ = counter()
            if newest > page.end.position:
                page = read_on(page.end)
    return page, 0


def read(site: Site, params: ChangeParams, since: Since) -> Page:
    """What comes after a place, at most ``limit`` changes; raises ``Forgotten``.

    The newest number is read before the changes, so that none can come in between unseen; what is
    forgotten is read after them, since they may be forgotten meanwhile.
    """
    newest, _ = counter()
    since = since.at(newest)
    changes = log(site.pk, since.position, newest, since.began).filter(**params.conditions())
    found: list[WireChange] = list(changes[: params.limit + 1])
    _, forgotten = counter()
    if since.misses(forgotten):
        raise Forgotten
    shown, more = found[: params.limit], len(found) > params.limit
    end = Since(shown[-1].sequence, since.start) if more else Since(newest)
    return Page(tell(shown), end, more)


def as_json(page: Page, following: str) -> Answer:
    rest_of_it = json.dumps({"next": following, "more": page.more})
    answer = json_response(f'{{"changes":[{",".join(page.texts)}],{rest_of_it[1:]}', keys=[CHANGES])
    # A cache has to ask each time, so it need not know of the items; and what was waited for
    # belongs to another state of the wire than the one that was asked in.
    answer["Cache-Control"] = "no-cache"
    answer.lasting = False
    return answer


def outdated(start_over: str) -> HttpResponse:
    response = respond(
        Outdated(
            title=HTTPStatus.GONE.phrase,
            status=HTTPStatus.GONE,
            detail=FORGOTTEN,
            start_over=start_over,
        )
    )
    response["Cache-Control"] = "no-store"
    return response
