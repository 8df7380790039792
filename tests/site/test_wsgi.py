import json
from pathlib import Path

from .processes import run

REPORT = """
import gc, json, sys
from config.wsgi import application
print(json.dumps([callable(application), "newsroom.api.search" in sys.modules,
                  gc.get_freeze_count(), len(gc.get_objects())]))
"""


def test_what_stays_is_loaded_at_once_and_left_alone_by_the_garbage_collector(
    tmp_path: Path,
) -> None:
    started = run(REPORT, tmp_path, DEBUG="1")

    assert started.returncode == 0, started.stderr
    serves, has_views, frozen, others = json.loads(started.stdout)
    assert serves
    assert has_views
    assert others < frozen / 10
