"""Partners' servers, in a process of their own: `python -m benchmarks.receivers PORT FILE`.

What arrives at `/good/…` is answered at once and noted in the file, a line for each message: the
path, the moment, the item's translation key, the number of the change and the id of the event.
What arrives at `/hanging` is never answered.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TextIO

FOR_EVER = threading.Event()


class Partners(ThreadingHTTPServer):
    daemon_threads = True
    notes: TextIO


class Handler(BaseHTTPRequestHandler):
    server: Partners

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/hanging":
            FOR_EVER.wait()
        moment, data = time.time(), json.loads(body)["data"]
        facts = (data["translation_key"], data["sequence"], self.headers["webhook-id"])
        print(self.path, moment, *facts, file=self.server.notes, flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Nothing: what counts is noted."""


def main(port: str, file: str) -> None:
    with Path(file).open("a") as notes, Partners(("127.0.0.1", int(port)), Handler) as server:
        server.notes = notes
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
