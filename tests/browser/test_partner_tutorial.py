"""What the partners' quick start says of the API: its curl commands, and what scripts may do."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Served
from .partner import TUTORIAL, WRITTEN, open_page, polish

pytestmark = pytest.mark.browser

HAS_DATE = "address => fetch(address).then(answer => answer.headers.has('Last-Modified'))"
ASK_TWICE = """
async address => {
    const first = await fetch(address);
    const etag = first.headers.get("ETag");
    const headers = {"If-None-Match": etag};
    const second = await fetch(address, {headers, cache: "no-store"});
    return {
        etag, link: first.headers.get("Link"), modified: first.headers.get("Last-Modified"),
        status: second.status, body: await second.text(), again: second.headers.get("ETag"),
    };
}
"""


@polish
def test_a_script_of_another_origin_can_ask_only_for_what_is_new(
    served: Served, partner: str, page: Page
) -> None:
    open_page(page, partner)

    address = f"{served.url}/api/news/v1/articles/?limit=5"
    page.wait_for_function(HAS_DATE, arg=address)  # which a change of this moment has not

    seen: Any = page.evaluate(ASK_TWICE, address)

    assert seen["etag"].startswith('W/"')
    assert seen["link"].endswith('rel="next"')
    assert seen["modified"].endswith("GMT")
    assert (seen["status"], seen["body"], seen["again"]) == (304, "", seen["etag"])


def test_curl_answers_as_the_tutorial_shows(served: Served, tmp_path: Path) -> None:
    """Spaces do not count, and ``…`` stands for anything."""
    shown = re.findall(r"^```console\n(.*?)^```$", TUTORIAL.read_text(), re.MULTILINE | re.DOTALL)
    commands = [
        part.partition("\n{" if "\n{" in part else "\n")
        for block in shown
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]
    assert len(commands) == 8
    for command, start, output in commands:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command.replace(WRITTEN, served.url)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        got = "".join(done.stdout.replace(served.url, WRITTEN).split())
        wanted = "".join((start + output).split())
        pattern = ".*".join(re.escape(piece) for piece in wanted.split("…"))
        assert re.fullmatch(pattern, got), f"{command}\n{done.stdout}"
