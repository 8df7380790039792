"""From blocks of plain text to the HTML of rich text."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.html import escape

from .blocks import LIST_BULLET


def html(blocks: Iterable[str]) -> str:
    return "".join(markup for block in blocks for markup in block_html(block))


def block_html(block: str) -> Iterable[str]:
    for listed, lines in groupby(block.split("\n"), lambda line: bool(LIST_BULLET.match(line))):
        if listed:
            items = (escape(LIST_BULLET.sub("", line, count=1)) for line in lines)
            yield f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        else:
            yield f"<p>{'<br/>'.join(map(escape, lines))}</p>"
