"""The texts of a public document: what readers see of it as words, and nothing else."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import lxml.html

from newsroom.wire.documents import (
    ArticleDocument,
    Block,
    CallToActionBlock,
    DocumentsBlock,
    EmbedBlock,
    GalleryBlock,
    GalleryDocument,
    HeadingBlock,
    ImageBlock,
    ItemDocument,
    PhotoDocument,
    ProjectDocument,
    QuoteBlock,
    RichTextBlock,
    TableBlock,
)

# Elements after which a word is over; in the middle of a word there may be a <b>.
BLOCKS = {"p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "cite", "td", "th"}


class Texts(NamedTuple):
    """Plain texts by what they weigh, each a list of passages that no phrase goes beyond."""

    title: list[str]
    lead: list[str]
    # What it belongs to and is about, in a word or two each.
    subjects: list[str]
    body: list[str]
    # Whom the pictures are by: found, but nothing to show of an item.
    credits: list[str]


def texts_of(document: ItemDocument) -> Texts:
    """Title; lead; tags, section and project; body with captions and alternative texts."""
    references = (document.section, document.project)
    subjects = [
        *(tag.label for tag in document.tags),
        *(reference.title for reference in references if reference),
    ]
    body = [text for block in document.body for text in _of_block(block)]
    shown = {block.photo.id for block in document.body if isinstance(block, ImageBlock)}
    for photo in document.photos:
        if photo.id not in shown:
            body += _of_photo(photo)
    body += _of_kind(document)
    credits = dict.fromkeys(photo.credit for photo in _photos(document))
    return Texts(*map(_filled, ([document.title], [document.lead], subjects, body, credits)))


def _filled(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case RichTextBlock():
            yield from passages(block.html)
        case HeadingBlock():
            yield block.text
        case ImageBlock():
            yield from _of_photo(block.photo)
        case GalleryBlock():
            yield block.title
            for photo in block.photos:
                yield from _of_photo(photo)
        case QuoteBlock():
            yield from (block.text, block.attribution)
        case DocumentsBlock():
            yield from (link.title for link in block.documents)
        case TableBlock():
            yield block.caption
            yield from (cell for row in block.rows for cell in row)
        case EmbedBlock():
            yield block.title
        case CallToActionBlock():
            yield block.text


def _of_photo(photo: PhotoDocument) -> list[str]:
    return [photo.caption, photo.alt]


def _photos(document: ItemDocument) -> Iterator[PhotoDocument]:
    yield from document.photos
    for block in document.body:
        if isinstance(block, ImageBlock):
            yield block.photo
        elif isinstance(block, GalleryBlock):
            yield from block.photos


def _of_kind(document: ItemDocument) -> Iterator[str]:
    match document:
        case ArticleDocument():
            yield document.byline
            yield from (correction.text for correction in document.corrections)
        case GalleryDocument():
            yield document.place
        case ProjectDocument():
            yield from (
                document.official_title, document.project_number, document.programme,
                document.fund, document.priority_axis, document.measure, document.sub_measure,
                document.implementer, *document.partners, document.contact,
            )  # fmt: skip
            for html in (document.aims, document.results, document.target_groups):
                yield from passages(html)


def passages(html: str) -> list[str]:
    """The words of clean HTML, a passage for each paragraph, list item or cell."""
    if not html.strip():
        return []
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.iter():
        if element.tag in BLOCKS:
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
    return [" ".join(line.split()) for line in root.text_content().split("\n")]
