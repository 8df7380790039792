"""A search server on this machine: what Elasticsearch and OpenSearch have in common, and we use.

It keeps documents and really finds them, in memory; what it does not know it refuses with 400.
Like theirs its searches see what has been written only when it was refreshed.
"""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Document = dict[str, Any]
Answer = tuple[int, Any]
# Both refuse to give more hits than this at once.
MAX_RESULT_WINDOW = 10_000


class Refused(Exception):
    """A request that no server takes."""


class Index:
    def __init__(self, mappings: Any) -> None:
        self.properties: dict[str, Any] = mappings["properties"]
        assert mappings["dynamic"] == "strict"
        self.written: dict[str, Document] = {}
        self.seen: dict[str, Document] = {}

    def write(self, key: str, document: Document) -> None:
        if unknown := set(document) - set(self.properties):
            raise Refused(f"strict_dynamic_mapping_exception: {unknown}")
        self.written[key] = document

    def refresh(self) -> None:
        self.seen = dict(self.written)

    def tokens(self, document: Document, field: str) -> list[str]:
        mapping = self.properties[field]
        assert mapping == {"type": "text", "analyzer": "whitespace"}
        return document[field].split()

    def search(self, body: Any) -> list[Any]:
        if unknown := set(body) - {"query", "size", "sort", "_source", "track_total_hits"}:
            raise Refused(f"unknown: {unknown}")
        if body["size"] > MAX_RESULT_WINDOW:
            raise Refused("Result window is too large")
        scored = {key: self.score(one, body["query"]) for key, one in self.seen.items()}
        keys = [key for key, score in scored.items() if score is not None]
        if "sort" in body:
            ((field, _),) = body["sort"][0].items()
            keys.sort(key=lambda key: self.seen[key][field])
        else:
            keys.sort(key=lambda key: -(scored[key] or 0))
        return [
            {
                "_id": key,
                "_score": scored[key],
                "_source": self.seen[key] if body["_source"] else {},
            }
            for key in keys[: body["size"]]
        ]

    def score(self, document: Document, query: Any) -> float | None:
        """How well a document fits; None if it does not."""
        ((kind, what),) = query.items()
        if kind == "bool":
            return self.score_of_bool(document, what)
        ((field, asked),) = what.items()
        if kind == "range":
            return 0.0 if document[field] > asked["gt"] else None
        tokens = self.tokens(document, field)
        number = {
            "match": lambda: sum(token in asked["query"].split() for token in tokens),
            "term": lambda: tokens.count(asked["value"]),
            "prefix": lambda: min(1, sum(token.startswith(asked["value"]) for token in tokens)),
            "match_phrase": lambda: phrases(tokens, asked["query"].split()),
        }[kind]()
        return asked["boost"] * number / (number + 1.2) if number else None

    def score_of_bool(self, document: Document, what: Any) -> float | None:
        if unknown := set(what) - {"must", "must_not", "should", "minimum_should_match"}:
            raise Refused(f"unknown: {unknown}")
        musts = [self.score(document, one) for one in what.get("must", [])]
        shoulds = [self.score(document, one) for one in what.get("should", [])]
        met = [score for score in shoulds if score is not None]
        unwanted = [self.score(document, one) for one in what.get("must_not", [])]
        if None in musts or len(met) < what.get("minimum_should_match", 0):
            return None
        if any(score is not None for score in unwanted):
            return None
        return sum(score for score in (*musts, *met) if score is not None)


def phrases(tokens: list[str], words: list[str]) -> int:
    starts = range(len(tokens) - len(words) + 1)
    return sum(tokens[start : start + len(words)] == words for start in starts)


class FakeServer(ThreadingHTTPServer):
    """``fails`` has it answer 503 to everything; ``requests`` are what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.indices: dict[str, Index] = {}
        self.aliases: dict[str, str] = {}
        self.requests: list[str] = []
        self.bodies: list[Any] = []
        self.fails = False
        self.before: Callable[[str], None] = lambda request: None
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def documents(self) -> dict[str, Document]:
        """All documents it has, whether searches see them yet or not."""
        return {key: one for index in self.indices.values() for key, one in index.written.items()}

    @property
    def searches(self) -> list[Any]:
        """What readers have asked for."""
        return [body for body in self.bodies if "sort" not in body]

    def forget(self) -> None:
        """Forget what it was asked, not what it knows."""
        self.requests, self.bodies = [], []

    def lose_everything(self) -> None:
        self.indices, self.aliases = {}, {}

    def index(self, name: str) -> Index:
        return self.indices[self.aliases.get(name, name)]

    def answer(self, method: str, address: str, body: bytes) -> Answer:
        parts = urlsplit(address)
        self.requests.append(f"{method} {parts.path}")
        self.before(self.requests[-1])
        if self.fails:
            return 503, {"error": "no master"}
        path = parts.path.strip("/").split("/")
        try:
            with self.lock:
                return self.route(method, path, body, parse_qs(parts.query))
        except KeyError as error:
            return 404, {"error": {"type": "index_not_found_exception", "reason": str(error)}}
        except Refused as error:
            return 400, {"error": {"type": "illegal_argument_exception", "reason": str(error)}}

    def route(self, method: str, path: list[str], body: bytes, query: Any) -> Answer:
        match method, path:
            case "HEAD", ["_alias", name]:
                return (200 if name in self.aliases else 404), None
            case "HEAD", [name]:
                return (200 if name in self.indices else 404), None
            case "PUT", [name]:
                if name in self.indices:
                    raise Refused("resource_already_exists_exception")
                self.indices[name] = Index(json.loads(body)["mappings"])
            case "PUT" | "POST", [name, "_alias" | "_aliases", alias]:
                if name not in self.indices:
                    raise KeyError(name)
                self.aliases[alias] = name
            case "POST" | "GET", [name, "_refresh"]:
                self.index(name).refresh()
            case "POST" | "PUT", [name, "_bulk"]:
                return 200, {"errors": False, "items": list(self.bulk(name, body))}
            case "POST" | "GET", [name, "_search"]:
                index = self.index(name)
                self.bodies.append(json.loads(body))
                # The client may put it into the address.
                asked = {"size": 10, "_source": True, **self.bodies[-1]}
                asked |= {"size": int(query["size"][0])} if "size" in query else {}
                return 200, {"hits": {"hits": index.search(asked)}}
            case _:
                raise Refused(f"no handler for {method} {path}")
        return 200, {"acknowledged": True}

    def bulk(self, name: str, body: bytes) -> Iterator[Any]:
        lines = iter(body.splitlines())
        for line in lines:
            ((action, meta),) = json.loads(line).items()
            index = self.index(meta.get("_index", name))
            if action == "delete":
                status = 404 if index.written.pop(meta["_id"], None) is None else 200
            else:
                index.write(meta["_id"], json.loads(next(lines)))
                status = 200
            yield {action: {"_id": meta["_id"], "status": status}}

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: FakeServer
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, told = self.server.answer(self.command, self.path, body)
        content = b"" if self.command == "HEAD" else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        # Elastic's clients speak with no other server.
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *arguments: Any) -> None:
        """Nothing: the tests look at what was asked."""
