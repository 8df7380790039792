"""Editors are told what each field is for, wherever the field is ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from tests.factories import make_section


def blocks_in(block: Block, path: str) -> Iterator[tuple[str, Block]]:
    """The blocks in a block; those inside Wagtail's ImageBlock are its own."""
    inner: dict[str, Block] = {}
    if isinstance(block, ListBlock):
        inner = {"item": block.child_block}
    elif isinstance(block, StreamBlock | StructBlock) and not isinstance(block, ImageBlock):
        inner = block.child_blocks
    for name, child in inner.items():
        yield f"{path}.{name}", child
        yield from blocks_in(child, f"{path}.{name}")


def help_text_of(block: Block) -> str:
    field = getattr(block, "field", None)
    text: str = getattr(field, "help_text", "") or getattr(block.meta, "help_text", "")
    return text


def without_help(form: Any) -> list[str]:
    wagtails = {field.name for field in Page._meta.get_fields()} | {"comment_notifications"}
    ours = {name: field for name, field in form.fields.items() if name not in wagtails}
    silent = [name for name, field in ours.items() if not field.help_text]
    for name, field in ours.items():
        if block := getattr(field, "block", None):
            silent += [path for path, child in blocks_in(block, name) if not help_text_of(child)]
    return silent


@pytest.mark.parametrize(
    "model",
    [
        "newsroom/articlepage",
        "newsroom/projectpage",
        "newsroom/newsindexpage",
        "galleries/gallerypage",
        "home/infopage",
    ],
)
def test_every_field_and_block_of_a_page_has_a_help_text(
    editor: Any, client: Client, homes: dict[str, Any], model: str
) -> None:
    parent = make_section(homes["pl"]) if model == "newsroom/articlepage" else homes["pl"]

    response = client.get(f"/admin/pages/add/{model}/{parent.pk}/")

    assert without_help(response.context["form"]) == []


def test_every_field_and_block_of_the_home_page_has_a_help_text(
    editor: Any, client: Client, homes: dict[str, Any]
) -> None:
    response = client.get(f"/admin/pages/{homes['pl'].pk}/edit/")

    assert without_help(response.context["form"]) == []


def test_every_field_of_a_tag_has_a_help_text(editor: Any, client: Client, db: None) -> None:
    response = client.get("/admin/snippets/newsroom/newstag/add/")

    assert without_help(response.context["form"]) == []
