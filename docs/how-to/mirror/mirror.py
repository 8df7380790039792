"""Keep a copy of a newsroom in a SQLite database: python mirror.py ADDRESS FILE [--once]"""

import itertools
import json
import sqlite3
import sys
import time

import requests

TABLES = """
CREATE TABLE IF NOT EXISTS item (id TEXT PRIMARY KEY, url TEXT, sync INTEGER, document TEXT);
CREATE INDEX IF NOT EXISTS item_sync ON item (sync);
CREATE TABLE IF NOT EXISTS place (start TEXT, next TEXT, sync INTEGER);
"""


def ask(address):
    for attempt in itertools.count():
        pause = min(2**attempt, 60)
        try:
            answer = requests.get(address, timeout=60)
            if answer.status_code < 500 and answer.status_code != 429:
                return answer
            pause = max(pause, int(answer.headers.get("Retry-After", 0)))
        except requests.RequestException as error:
            print(error, file=sys.stderr)
        time.sleep(pause)


def follow(start, copy, once=False):
    copy.executescript(TABLES)
    kept = copy.execute("SELECT next, sync FROM place WHERE start = ?", [start]).fetchone()
    address, sync = kept or (start, int(time.time()))
    while True:
        answer = ask(address)
        if answer.status_code in (400, 410) and address != start:
            address, sync = start, sync + 1  # away for too long: start over
            continue
        answer.raise_for_status()
        page = answer.json()
        with copy:  # all of it or nothing: after a crash the same page is asked for again
            for change in page["changes"]:
                copy.execute("DELETE FROM item WHERE id = ?", [change["id"]])
                if item := change.get("item"):
                    row = [item["id"], item["url"], sync, json.dumps(item)]
                    copy.execute("INSERT INTO item VALUES (?, ?, ?, ?)", row)
            if not page["more"]:  # what starting over did not give is gone
                copy.execute("DELETE FROM item WHERE sync < ?", [sync])
            copy.execute("DELETE FROM place")
            copy.execute("INSERT INTO place VALUES (?, ?, ?)", [start, page["next"], sync])
        if once and not page["more"]:
            return
        address = page["next"]
        time.sleep(int(answer.headers.get("Retry-After", 0)))


if __name__ == "__main__":
    follow(sys.argv[1], sqlite3.connect(sys.argv[2]), "--once" in sys.argv)
