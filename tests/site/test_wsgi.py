import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = """
import gc, json, sys
from config.wsgi import application
print(json.dumps([callable(application), "newsroom.api.search" in sys.modules,
                  gc.get_freeze_count(), len(gc.get_objects())]))
"""


def test_what_stays_is_loaded_at_once_and_left_alone_by_the_garbage_collector(
    tmp_path: Path,
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "DATA_DIR": str(tmp_path),
        "DEBUG": "1",
    }
    started = subprocess.run(
        [sys.executable, "-c", REPORT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    serves, has_views, frozen, others = json.loads(started.stdout)
    assert serves
    assert has_views
    assert others < frozen / 10
