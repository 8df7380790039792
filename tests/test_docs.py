"""The reference is complete: what the code reads is written down."""

import re
from pathlib import Path

from newsroom.conf import Settings

ROOT = Path(__file__).parent.parent
SETTINGS = (ROOT / "docs/reference/settings.md").read_text()


def test_every_setting_of_the_plug_in_is_documented() -> None:
    source = (ROOT / "newsroom/conf.py").read_text()
    names = set(re.findall(r'"(NEWSROOM_\w+)"', source))
    assert len(names) == len([name for name in vars(Settings) if not name.startswith("_")])
    assert names == set(re.findall(r"^\| `(NEWSROOM_\w+)`", SETTINGS, re.MULTILINE))


def test_every_environment_variable_of_the_site_is_documented() -> None:
    source = (ROOT / "site/config/settings.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))
    assert "DATABASE_URL" in names
    assert names <= set(re.findall(r"`([A-Z_]+)`", SETTINGS))


def test_every_check_is_documented() -> None:
    modules = ("newsroom/checks.py", "newsroom/search/checks.py")
    source = "".join((ROOT / module).read_text() for module in modules)
    assert set(re.findall(r'id="(newsroom\.\w+)"', source)) == set(
        re.findall(r"^\| `(newsroom\.[EW]\d+)`", SETTINGS, re.MULTILINE)
    )


def test_links_between_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
    broken = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_the_partners_quick_start_shows_its_page_as_it_is() -> None:
    tutorial = (ROOT / "docs/tutorials/partner-quick-start.md").read_text()
    for name, language in (("index.html", "html"), ("news.js", "js")):
        parts = re.findall(rf"^```{language}\n(.*?)^```$", tutorial, re.MULTILINE | re.DOTALL)
        file = ROOT / "docs/tutorials/partner-page" / name
        assert "\n".join(parts) == file.read_text(), name
