"""A typed client is made from the API's description, and holds programs to it."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
STRICT = [
    "--strict",
    "--noUncheckedIndexedAccess",
    "--exactOptionalPropertyTypes",
    "--noEmit",
    "--target",
    "es2022",
    "--module",
    "esnext",
    "--moduleResolution",
    "bundler",
    "--lib",
    "es2022,dom",
]
ERROR = re.compile(r"^([\w./]+)\((\d+),\d+\): error TS(\d+)", re.MULTILINE)

pytestmark = pytest.mark.node


@pytest.fixture
def project(db: None, client: Client, tmp_path: Path) -> Path:
    """Give a folder with the types generated from the API's description and both programs."""
    if not MODULES.exists():
        pytest.fail("The packages are missing: run `npm ci --ignore-scripts --prefix tests/node`")
    description = tmp_path / "openapi.json"
    description.write_text(json.dumps(client.get("/api/news/v1/openapi.json").json()))
    (tmp_path / "node_modules").symlink_to(MODULES)
    for name in ("client.ts", "wrong.ts"):
        (tmp_path / name).write_text((HERE / name).read_text())
    run("openapi-typescript", str(description), "--output", str(tmp_path / "api.ts"), cwd=tmp_path)
    return tmp_path


def run(program: str, *arguments: str, cwd: Path) -> str:
    """What a program of the packages prints; it may fail only where it says why."""
    command = ["node", str((MODULES / ".bin" / program).resolve()), *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 or done.stdout, done.stderr
    return done.stdout


def errors(project: Path, *programs: str) -> set[tuple[str, int, int]]:
    """The file, line and number of each error that the compiler finds."""
    found = ERROR.findall(run("tsc", *STRICT, *programs, cwd=project))
    return {(file, int(line), int(number)) for file, line, number in found}


def test_a_strict_program_compiles(project: Path) -> None:
    assert run("tsc", *STRICT, "client.ts", cwd=project) == ""


def test_a_program_that_is_wrong_about_the_api_does_not(project: Path) -> None:
    meant = {
        ("wrong.ts", number, int(line.rpartition("// ")[2]))
        for number, line in enumerate((HERE / "wrong.ts").read_text().splitlines(), start=1)
        if re.search(r"// \d+$", line)
    }
    assert len(meant) == 15
    assert errors(project, "wrong.ts") == meant


def test_what_is_generated_names_every_block_and_answer(project: Path) -> None:
    types = (project / "api.ts").read_text()
    for name in (
        "Article",
        "ArticleCard",
        "PhotoDocument",
        "QuoteBlock",
        "ParameterProblem",
        "Gone",
    ):
        assert re.search(rf"^        {name}: {{", types, re.MULTILINE), name
    # Types that came out as anything would let everything through.
    assert "unknown" not in re.sub(r"/\*.*?\*/", "", types, flags=re.DOTALL).replace(
        "[name: string]: unknown", ""
    )
