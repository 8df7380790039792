"""The blocks of a body with the templates that show them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from newsroom.wire.documents import Block

HEADING = re.compile(r"(</?h)([34])(?=>)")


@dataclass(frozen=True)
class Part:
    """A block and its template; ``html`` is a text block's clean HTML."""

    block: Block
    template: str
    html: SafeString


def parts_of(blocks: Iterable[Block]) -> Iterator[Part]:
    """The blocks with the headings of texts one level up until a heading block opens a section.

    Texts have headings of the third and fourth level; right below the page's title these would
    skip a level.
    """
    in_section = False
    for block in blocks:
        html = block.html if block.type == "rich_text" else ""
        if not in_section:
            html = HEADING.sub(lambda found: f"{found[1]}{int(found[2]) - 1}", html)
        in_section = in_section or block.type == "heading"
        # The wire's HTML has passed its allow-list.
        yield Part(block, f"newsroom/blocks/{block.type}.html", mark_safe(html))
