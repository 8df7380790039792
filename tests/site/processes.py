"""Python with the reference site's modules, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What becomes of the code with this folder for data, and this environment alone."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "DATA_DIR": str(data),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
