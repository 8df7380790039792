"""What readers get is clean: HTML by allow-list, text fit for XML, links to what is public."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from tests.factories import make_article

from .wire import document

Settle = Callable[[], None]

HOSTILE = [
    "<p>przed</p><script>alert(1)</script><p>po</p>",
    '<p onclick="alert(1)" style="color:red" class="x" id="y">tekst</p>',
    '<p><a href="javascript:alert(1)">tekst</a></p>',
    '<p><a href=" jAvAsCrIpT&colon;alert(1)">tekst</a></p>',
    '<p><a href="java\tscript:alert(1)">tekst</a></p>',
    '<p><a href="data:text/html;base64,PHNjcmlwdD4=">tekst</a></p>',
    '<p><a href="vbscript:msgbox(1)">tekst</a></p>',
    '<p><a href="https://example.org/" target="_blank" onmouseover="alert(1)">tekst</a></p>',
    '<p>tekst</p><iframe src="https://example.org/"></iframe>',
    "<p>tekst</p><style>p { display: none }</style>",
    '<p><img src="x" onerror="alert(1)">tekst</p>',
    '<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">tekst</a></svg>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mtext></math>tekst",
    '<form action="https://example.org/"><input name="x"><button>tekst</button></form>',
    '<object data="x.swf"></object><embed src="x.swf"><p>tekst</p>',
    "<p>tekst<!-- <script>alert(1)</script> --></p>",
    '<base href="https://example.org/"><meta http-equiv="refresh" content="0"><p>tekst</p>',
    '<p>tekst</p><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<p><a linktype="page" id="1 OR 1=1">tekst</a></p>',
    '<p><a linktype="nowhere" href="javascript:alert(1)">tekst</a></p>',
    '<embed embedtype="image" id="1" alt="x" format="left"/><p>tekst</p>',
]
ALLOWED = {"p", "a", "br", "hr", "b", "i", "h3", "h4", "ul", "ol", "li", "blockquote"}


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_rich_text_becomes_harmless(section: Any, settle: Settle, source: str) -> None:
    article = make_article(section, body=[("rich_text", source)])
    settle()
    found = document(article)
    html = found["body_html"] + "".join(block["html"] for block in found["body"])
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        assert tag.name in ALLOWED
        assert set(tag.attrs) <= {"href"}
        assert str(tag.attrs.get("href", "https:")).startswith("https:")
    assert "<!--" not in html


def test_what_editors_can_write_stays_as_it_is(section: Any, settle: Settle) -> None:
    html = (
        "<h3>Śródtytuł</h3><p>Zażółć <b>gęślą</b> <i>jaźń</i> H<sub>2</sub>O, m<sup>2</sup><br>"
        'i <a href="https://example.org/?a=1&amp;b=2#c">dalej</a>'
        ' <a href="mailto:urzad@example.org">list</a> 1 &lt; 2 &amp; 3</p>'
        "<ul><li>raz</li></ul><ol><li>dwa</li></ol><hr><blockquote>Cytat</blockquote>"
    )
    article = make_article(section, body=[("rich_text", html)])
    settle()
    assert document(article)["body"] == [{"type": "rich_text", "html": html}]


def test_texts_of_other_blocks_are_escaped_in_html_and_plain_in_blocks(
    section: Any, settle: Settle
) -> None:
    nasty = "<script>alert('1')</script> & co."
    table = {
        "data": [[nasty, "b"]],
        "table_caption": nasty,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    article = make_article(
        section,
        body=[
            ("heading", nasty),
            ("quote", {"text": nasty, "attribution": nasty}),
            ("table", table),
            ("call_to_action", {"text": nasty, "page": None, "url": "https://example.org/"}),
        ],
    )
    settle()
    found = document(article)
    assert "<script" not in found["body_html"]
    assert found["body_html"].count("&lt;script&gt;") == 6
    assert found["body"][0]["text"] == nasty
    assert found["body"][2]["rows"][0][0] == nasty


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_call_to_action_or_an_embed_with_a_harmful_address_is_left_out(
    section: Any, settle: Settle, url: str
) -> None:
    article = make_article(
        section,
        body=[
            ("call_to_action", {"text": "Dalej", "page": None, "url": url}),
            ("embed", url),
        ],
    )
    settle()
    assert document(article)["body"] == []


def test_characters_that_xml_forbids_are_removed_everywhere(section: Any, settle: Settle) -> None:
    bad = "a\x0bb\x00c\ufffed\x1f"
    article = make_article(
        section,
        f"Tytuł {bad}".replace("\x00", ""),
        lead="a\x0bb",
        byline="c\x1fd",
        alts=["e\x0cf"],
        body=[
            ("heading", "g\x0bh"),
            ("rich_text", "<p>i\x0bj&#11;k&#x1f;l</p>"),
            ("table", {"data": [["m\x0bn"]], "table_caption": "o\x0bp"}),
        ],
    )
    settle()
    found = document(article)
    assert found["title"] == "Tytuł abcd"
    assert (found["lead"], found["byline"]) == ("ab", "cd")
    assert found["photos"][0]["alt"] == "ef"
    assert [found["body"][0]["text"], found["body"][1]["html"]] == ["gh", "<p>ijkl</p>"]
    assert (found["body"][2]["rows"], found["body"][2]["caption"]) == ([["mn"]], "op")
    assert not [char for char in found["body_html"] if ord(char) < 32 and char not in "\t\n\r"]


def test_links_to_what_is_not_public_are_taken_off(section: Any, settle: Settle) -> None:
    draft = make_article(section, "Szkic", live=False)
    secret = make_article(section, "Tajne")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    pages = [draft.pk, secret.pk, 999_999]
    links = "".join(f'<p><a linktype="page" id="{pk}">tu</a></p>' for pk in pages)
    body = [
        ("rich_text", links),
        ("call_to_action", {"text": "Dalej", "page": draft, "url": ""}),
    ]
    article = make_article(section, body=body)
    settle()
    found = document(article)
    assert found["body_html"] == "<p>tu</p><p>tu</p><p>tu</p>"
    assert len(found["body"]) == 1
