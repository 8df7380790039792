"""Answers remembered: each is built once for a state of the wire, whichever process builds it.

The state is asked for with every request, so an answer is right in the request after any change;
and without a cache, or while it is down, everything is the same, only slower.
"""

import hashlib
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from newsroom.http.conditional import not_modified, validate
from newsroom.http.memory import Head, Memory
from newsroom.wire import keys as names
from newsroom.wire.compose import fingerprint
from newsroom.wire.state import Snapshot, State

from .responses import Answer, View, cache_control

# Raise it when an answer of the same documents comes out differently.
VERSION = 2


def remembered(view: View) -> View:
    """Answer from memory as long as the wire stays the same; 304 where the reader knows it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before the rows are read: what changes in between belongs to the next state.
        snapshot = Snapshot(request)
        key, memory = _key(request, snapshot), Memory(lambda: snapshot.state.expires)
        if head := memory.head(key):
            known = memory.recall(request, head, cache_control(head.until))
            if known:
                return known
        snapshot.site()
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, Answer):
            return answer
        changed = seal(answer, snapshot.state)
        if answer.lasting:
            memory.keep_body(key, answer.content)
            memory.keep(key, Head.of(answer, answer.until, changed, key))
        return not_modified(request, answer) or answer

    return wrapped


def seal(answer: Answer, state: State) -> datetime | None:
    """Give a new answer its validators and its names for caches; returns when it last changed."""
    # Nobody knows when something changed that is not on the wire.
    changed = state.modified if answer.lasting else None
    if answer.changed:
        changed = max(filter(None, (answer.changed, state.expired)))
    validate(answer, hashlib.sha256(answer.content).hexdigest()[:32], changed)
    names.bear(answer, answer.keys)
    return changed


def _key(request: HttpRequest, snapshot: Snapshot) -> str:
    parts = (
        VERSION,
        fingerprint(),
        snapshot.name,
        request.path,
        request.META.get("QUERY_STRING", ""),
    )
    return "newsroom:" + hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
