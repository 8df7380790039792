"""Bodies of pages, in the form in which Wagtail stores them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from .library import Library

PAGE_LINK = re.compile(r'href="page:([^"]+)"')

Pages = Mapping[str, Any]


class BodyWriter:
    """Turns the blocks of a text into a StreamField's JSON.

    Blocks get ids that follow from the page's key and their place, so that every load is alike.
    """

    def __init__(self, library: Library, pages: Pages) -> None:
        self.library = library
        self.pages = pages

    def write(self, key: str, blocks: Sequence[Mapping[str, Any]]) -> str:
        return json.dumps(
            [
                {
                    "type": block["type"],
                    "value": self._value(block),
                    "id": str(uuid5(NAMESPACE_URL, f"demo:{key}:{number}")),
                }
                for number, block in enumerate(blocks)
            ]
        )

    def rich_text(self, text: str) -> str:
        """Rich text in Wagtail's own form, with the demo's pages found."""
        return PAGE_LINK.sub(lambda found: f'linktype="page" id="{self.pages[found[1]].pk}"', text)

    def _value(self, block: Mapping[str, Any]) -> Any:
        writers: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "rich_text": lambda block: self.rich_text(block["text"]),
            "heading": lambda block: block["text"],
            "image": self._image,
            "gallery": lambda block: {"gallery": self.pages[block["gallery"]].pk},
            "quote": lambda block: {"text": block["text"], "attribution": block["attribution"]},
            "documents": self._documents,
            "table": self._table,
            "call_to_action": self._call_to_action,
            "card": self._card,
        }
        return writers[block["type"]](block)

    def _chosen_image(self, block: Mapping[str, Any]) -> dict[str, Any]:
        name = block.get("picture")
        return {
            "image": self.library.images[name].pk if name else None,
            "alt_text": block["alt"] if name else "",
            "decorative": False,
        }

    def _image(self, block: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "image": self._chosen_image(block),
            "caption": block.get("caption", ""),
            "credit": block["credit"],
        }

    def _documents(self, block: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "documents": [
                {
                    "type": "item",
                    "value": self.library.documents[name].pk,
                    "id": str(uuid5(NAMESPACE_URL, f"demo:{name}")),
                }
                for name in block["documents"]
            ]
        }

    def _table(self, block: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "data": block["rows"],
            "table_caption": block["caption"],
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "cell": [],
            "mergeCells": [],
        }

    def _target(self, block: Mapping[str, Any]) -> dict[str, Any]:
        page = self.pages[block["page"]].pk if "page" in block else None
        return {"page": page, "url": block.get("url", "")}

    def _call_to_action(self, block: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": block["text"], **self._target(block)}

    def _card(self, block: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "title": block["title"],
            "text": block["text"],
            **self._target(block),
            "image": self._chosen_image(block),
        }
