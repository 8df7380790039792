"""Telling what breaks readers from what is only added, by two descriptions of the API.

A reader sends what the old description lets it send, and understands what the old description
says that may come. So every request of the old one must be one of the new, and every answer of the
new one an answer of the old but for fields that are new. The comparison is by structure: where that
does not decide (patterns, formats), a difference counts as a break.
"""

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]

# Each bound with whether a value for it lets no more through than another one does.
BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda narrow, wide: narrow >= wide,
    "maximum": lambda narrow, wide: narrow <= wide,
    "minLength": lambda narrow, wide: narrow >= wide,
    "maxLength": lambda narrow, wide: narrow <= wide,
    "minItems": lambda narrow, wide: narrow >= wide,
    "maxItems": lambda narrow, wide: narrow <= wide,
    "pattern": lambda narrow, wide: narrow == wide,
    "format": lambda narrow, wide: narrow == wide,
}


def breaking_changes(old: Json, new: Json) -> list[str]:
    """What of a new description breaks readers that were written for the old one, and how."""
    return [*_lost_names(old, new), *_changes_of_operations(old, new)]


def _lost_names(old: Json, new: Json) -> Iterator[str]:
    for name in old["components"]["schemas"]:
        if name not in new["components"]["schemas"]:
            yield f"schema {name} is gone: generated clients name it"


def _changes_of_operations(old: Json, new: Json) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            name = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{name} is gone: whoever calls it gets an error"
                continue
            if before["operationId"] != after["operationId"]:
                yield f"{name} is called {after['operationId']} now: generated clients name it"
            yield from _changes_of_requests(name, before, after, Schemas(new, old, asked=True))
            yield from _changes_of_answers(name, before, after, Schemas(old, new, asked=False))


def _changes_of_requests(name: str, before: Json, after: Json, schemas: "Schemas") -> Iterator[str]:
    had, has = (
        {(each["in"], each["name"]): each for each in operation["parameters"]}
        for operation in (before, after)
    )
    for key, parameter in had.items():
        where = f"{name}: parameter {parameter['name']}"
        if key not in has:
            yield f"{where} is gone: requests with it are refused"
            continue
        if parameter["schema"].get("default") != has[key]["schema"].get("default"):
            yield f"{where} has another default: requests without it get another answer"
        for reason in schemas.misfits(has[key]["schema"], parameter["schema"]):
            yield f"{where}{reason}: requests that were accepted are refused"
    for key, parameter in has.items():
        if parameter["required"] and not had.get(key, {}).get("required"):
            yield f"{name}: parameter {key[1]} is required: requests without it are refused"


def _changes_of_answers(name: str, before: Json, after: Json, schemas: "Schemas") -> Iterator[str]:
    for status, response in before["responses"].items():
        now = after["responses"].get(status)
        if now is None:
            # Readers cope with an error that never comes.
            if status.startswith("2"):
                yield f"{name}: answer {status} is gone: readers wait for it"
            continue
        for media_type, content in response.get("content", {}).items():
            where = f"{name}: answer {status} as {media_type}"
            if media_type not in now.get("content", {}):
                yield f"{where} is gone: readers that ask for it cannot read another"
                continue
            for reason in schemas.misfits(content["schema"], now["content"][media_type]["schema"]):
                yield f"{where}{reason}: readers do not expect it"
        for header, described in response.get("headers", {}).items():
            where = f"{name}: answer {status}, header {header}"
            yield from _changes_of_header(where, described, now, header, schemas)


def _changes_of_header(
    where: str, described: Json, answer: Json, header: str, schemas: "Schemas"
) -> Iterator[str]:
    if header not in answer.get("headers", {}):
        yield f"{where} is gone: readers miss it"
        return
    before = resolved(described, schemas.wide)
    after = resolved(answer["headers"][header], schemas.narrow)
    if before.get("required") and not after.get("required"):
        yield f"{where} may be missing: readers rely on it"
    for reason in schemas.misfits(before["schema"], after["schema"]):
        yield f"{where}{reason}: readers do not expect it"


def resolved(node: Json, document: Json) -> Json:
    """What a node stands for: itself, or what its reference leads to."""
    while "$ref" in node:
        target: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


class Schemas:
    """Two documents' schemas: does the wide one let through all that the narrow one does?

    ``asked``: they are of what readers send, so the wide one has to be the new one.
    """

    def __init__(self, wide: Json, narrow: Json, asked: bool) -> None:
        self.wide, self.narrow, self.asked = wide, narrow, asked
        self.seen: set[tuple[int, int]] = set()

    def misfits(self, wide: Json, narrow: Json) -> list[str]:
        """Why a value of the narrow schema may be none of the wide one: place and reason."""
        wide, narrow = resolved(wide, self.wide), resolved(narrow, self.narrow)
        pair = (id(wide), id(narrow))
        if pair in self.seen or wide == {}:  # a schema may contain itself
            return []
        self.seen.add(pair)
        try:
            return list(self._misfits(wide, narrow))
        finally:
            self.seen.remove(pair)

    def _misfits(self, wide: Json, narrow: Json) -> Iterator[str]:
        if choices := alternatives(narrow):
            for choice in choices:
                yield from self.misfits(wide, choice)
            return
        if choices := alternatives(wide):
            found = [self.misfits(choice, narrow) for choice in choices]
            if all(found):
                # The one that is nearest tells most.
                yield from min(found, key=len)
            return
        yield from self._misfits_of_values(wide, narrow)
        if "items" in wide and "items" in narrow:
            yield from (f"[]{each}" for each in self.misfits(wide["items"], narrow["items"]))
        yield from self._misfits_of_fields(wide, narrow)

    def _misfits_of_fields(self, wide: Json, narrow: Json) -> Iterator[str]:
        fields, present = wide.get("properties", {}), narrow.get("properties", {})
        for name, field in fields.items():
            if name not in present:
                yield f".{name} is gone"
                continue
            if name in wide.get("required", []) and name not in narrow.get("required", []):
                yield f".{name} may be missing"
            yield from (f".{name}{each}" for each in self.misfits(field, present[name]))

    def _misfits_of_values(self, wide: Json, narrow: Json) -> Iterator[str]:
        accepted, given = types(wide), types(narrow)
        if accepted and (not given or given - accepted - whole_numbers(accepted)):
            yield f": {self._turn('type', words(accepted), words(given))}"
            return
        if (listed := values(wide)) is not None:
            possible = values(narrow)
            if possible is None:
                yield f": {self._turn('values', words(listed), 'any')}"
            elif others := [value for value in possible if value not in listed]:
                yield f": {words(others)} is {'no more' if self.asked else 'new'} among the values"
        for name, fits in BOUNDS.items():
            if name in wide and (name not in narrow or not fits(narrow[name], wide[name])):
                yield f": {self._turn(name, wide[name], narrow.get(name))}"

    def _turn(self, what: str, wide: Any, narrow: Any) -> str:
        """How something was and is: the wide schema is the new one where readers ask."""
        was, now = (narrow, wide) if self.asked else (wide, narrow)
        return f"{what} was {was or 'open'} and is {now or 'open'}"


def alternatives(schema: Json) -> list[Json]:
    return [*schema.get("anyOf", []), *schema.get("oneOf", [])]


def types(schema: Json) -> set[str]:
    found = schema.get("type", [])
    return {found} if isinstance(found, str) else set(found)


def whole_numbers(accepted: set[str]) -> set[str]:
    return {"integer"} if "number" in accepted else set()


def values(schema: Json) -> list[Any] | None:
    """All values that a schema lists; None if it does not list them."""
    return [schema["const"]] if "const" in schema else schema.get("enum")


def words(found: Any) -> str:
    return ", ".join(sorted(map(str, found)))
