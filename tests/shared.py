"""Content that tests only start from: built once for all tests of a module that begin with it.

Whoever writes ``@shared`` instead of ``@pytest.fixture`` says that what the fixture makes is the
same for every test. It is made in a transaction that stays open for the module's next tests; each
test's own transaction nests in it, so that what a test does is undone as ever. A test is given
its objects as the database has them, and its own copy of the files; it meets nothing that it has
not asked for. Tests with real transactions have the content made for themselves.

Shared content is made before anything of a test's own: its clock, its settings. It may be made
only of content that is shared, too, and with ``settle``.
"""

import inspect
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings
from django.utils import translation

from newsroom.wire import answering, signal_handlers
from tests.database import is_emptied_by

Make = Callable[..., Any]


def settle() -> None:
    call_command("run_worker", "--once")


# What the functions behind fixtures of shared content make.
_makers: dict[Any, Make] = {}


def shared(make: Make) -> Any:
    """A fixture of content that is the same for every test."""
    needs = list(inspect.signature(make).parameters.values())

    def content(request: pytest.FixtureRequest, media_root: Path, db: None, **needed: Any) -> Any:
        shelf = request.config.stash[Shelf.key]
        return shelf.give(make, media_root) if make in shelf else make(**needed)

    own = list(inspect.signature(content).parameters.values())[:-1]
    content.__signature__ = inspect.Signature([*own, *needs])  # type: ignore[attr-defined]
    content.__doc__ = make.__doc__
    _makers[content] = make
    return pytest.fixture(name=make.__name__)(content)


def asked_for(item: pytest.Item) -> tuple[Make, ...]:
    """The shared content that a test begins with, each after what it is made of."""
    found: dict[Make, None] = {}

    def ask(name: str) -> bool:
        definitions = item.session._fixturemanager.getfixturedefs(name, item)
        make = _makers.get(definitions[-1].func) if definitions else None
        if make and make not in found:
            for need in inspect.signature(make).parameters:
                assert need == "settle" or ask(need), f"{make.__name__}: {need} is not shared"
            found[make] = None
        return make is not None

    if not is_emptied_by(item):
        for name in sorted(getattr(item, "fixturenames", ())):
            ask(name)
    return tuple(found)


def put_together(items: list[pytest.Item]) -> None:
    """Let tests of a module that begin alike follow each other, in the order there is otherwise."""
    places: dict[Any, int] = {}
    keys = {}
    for place, item in enumerate(items):
        kind = (item.path, is_emptied_by(item), "db" in getattr(item, "fixturenames", ()))
        first = places.setdefault(kind, place)
        keys[item] = (first, places.setdefault((kind, asked_for(item)), place))
    items.sort(key=keys.__getitem__)


def forget() -> None:
    """Empty the caches, also those not connected to now: settings changed by a test connect anew.

    What was saved outside of requests is forgotten too: the next request would mark it.
    """
    for cache in caches.all():
        cache.clear()
    vars(signal_handlers._request).clear()
    answering._answering.__init__()  # type: ignore[misc]


class Layer(NamedTuple):
    make: Make
    made: Any
    transaction: transaction.Atomic
    folder: Path


class Shelf:
    """What has been made for the tests of a module; each layer may be made of those below."""

    key = pytest.StashKey["Shelf"]()

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self._given: dict[Any, Model] = {}
        self._copied = False

    def __contains__(self, make: Make) -> bool:
        return any(layer.make is make for layer in self.layers)

    def prepare(self, wanted: tuple[Make, ...]) -> None:
        """Hold what the next test asks for, and nothing else."""
        self._given, self._copied = {}, False
        held = 0
        if not (connection.closed_in_transaction or connection.needs_rollback):
            while (
                self.layers[held : held + 1] and self.layers[held].make in wanted[held : held + 1]
            ):
                held += 1
        self.clear(down_to=held)
        for make in wanted[held:]:
            self._add(make)
        self._given = {}

    def give(self, make: Make, media_root: Path) -> Any:
        """What has been made, for the test whose files are in that folder."""
        folder = self.layers[-1].folder
        if not self._copied and any(folder.iterdir()):
            shutil.copytree(folder, media_root, dirs_exist_ok=True)
        self._copied = True
        return self._anew(next(layer.made for layer in self.layers if layer.make is make))

    def clear(self, down_to: int = 0) -> None:
        if len(self.layers) == down_to:
            return
        while len(self.layers) > down_to:
            layer = self.layers.pop()
            self._undo(layer.transaction)
            shutil.rmtree(layer.folder)
        forget()

    def _add(self, make: Make) -> None:
        folder = Path(tempfile.mkdtemp(prefix="newsroom-shared-"))
        if self.layers:
            shutil.copytree(self.layers[-1].folder, folder, dirs_exist_ok=True)
        needs = {
            need: settle if need == "settle" else self._anew(self._made(need))
            for need in inspect.signature(make).parameters
        }
        forget()
        open_one = transaction.atomic()
        # As Django's own of a test: what insists on being outermost may begin in it.
        open_one._from_testcase = True  # type: ignore[attr-defined]
        open_one.__enter__()
        try:
            files = override_settings(MEDIA_ROOT=str(folder))
            with files, translation.override(settings.LANGUAGE_CODE):
                made = make(**needs)
        except BaseException:
            self._undo(open_one)
            shutil.rmtree(folder)
            raise
        finally:
            forget()
        self.layers.append(Layer(make, made, open_one, folder))

    def _made(self, name: str) -> Any:
        return next(layer.made for layer in self.layers if layer.make.__name__ == name)

    def _undo(self, open_one: transaction.Atomic) -> None:
        transaction.set_rollback(True)
        open_one.__exit__(None, None, None)

    def _anew(self, value: Any) -> Any:
        """The value with its objects as the database has them, one for each row."""
        if isinstance(value, Model):
            key = type(value), value.pk
            if key not in self._given:
                self._given[key] = type(value)._base_manager.get(pk=value.pk)
            return self._given[key]
        if isinstance(value, SimpleNamespace):
            return SimpleNamespace(**self._anew(vars(value)))
        if isinstance(value, dict):
            return {name: self._anew(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(map(self._anew, value))
        return value
