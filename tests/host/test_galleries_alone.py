import os
import subprocess
import sys


def test_the_galleries_work_without_the_newsroom() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.host.galleries_alone"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.host.settings_galleries"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines()[-2:] == [
        "refused without an alternative text",
        "published and shown",
    ]
