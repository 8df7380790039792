import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("galleries", "newsroom")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """Build the wheel from a copy, since setuptools leaves its work beside the sources."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(
        ROOT,
        source,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns(".*", "__pycache__", "var", "build", "*.egg-info"),
    )
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (path,) = (source / "dist").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_string(wheel.read(name).decode())


def test_the_wheel_holds_the_two_packages_only(wheel: zipfile.ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}

    assert {name for name in folders if not name.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_file_of_the_packages(wheel: zipfile.ZipFile) -> None:
    files = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert files <= set(wheel.namelist())


def test_the_wheel_is_named_licensed_and_typed(wheel: zipfile.ZipFile) -> None:
    about = metadata(wheel)

    assert about["Name"] == "wagtail-newsroom"
    assert about["License-Expression"] == "BSD-3-Clause"
    assert "newsroom/py.typed" in wheel.namelist()
    assert "galleries/py.typed" in wheel.namelist()


def test_the_wheel_pins_nothing(wheel: zipfile.ZipFile) -> None:
    needs = [need for need in metadata(wheel).get_all("Requires-Dist", []) if "extra" not in need]

    assert needs
    assert [need for need in needs if "==" in need] == []


def test_every_requirement_of_the_site_is_pinned_by_version_alone() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        needs = [line for line in lines if line and not line.startswith(("#", "-r "))]

        assert needs
        # Behind a semicolon: the platforms for which there is such a package.
        pins = [need.partition("; ")[0] for need in needs]
        assert [pin for pin in pins if pin.count("==") != 1 or " " in pin or ";" in pin] == []
