"""Body blocks of articles, projects and information pages; none takes raw HTML."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock

# Images have their own block, where each use has an alternative text that can be translated.
RICH_TEXT_FEATURES = [
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "hr",
    "link",
    "document-link",
    "superscript",
    "subscript",
    "blockquote",
]
INLINE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class ImageFigureBlock(blocks.StructBlock):
    image = ImageBlock(
        label=_("Image"),
        help_text=_("Choose the picture and say what it shows, or mark it as decorative."),
    )
    caption = blocks.CharBlock(
        required=False, label=_("Caption"), help_text=_("Shown below the image to everybody.")
    )
    credit = blocks.CharBlock(
        required=False, label=_("Credit"), help_text=_("Who took the picture or owns the rights.")
    )

    class Meta:
        icon = "image"
        label = _("Image")
        help_text = _("A picture between the paragraphs.")


class GalleryBlock(blocks.StructBlock):
    gallery = blocks.PageChooserBlock(
        page_type="galleries.GalleryPage",
        label=_("Gallery"),
        help_text=_("Readers see its first photos and a link to all of them."),
    )

    class Meta:
        icon = "image"
        label = _("Gallery")
        help_text = _("The first photos of a gallery between the paragraphs.")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"), help_text=_("The words said, without quote marks."))
    attribution = blocks.CharBlock(
        required=False, label=_("Attribution"), help_text=_("Who said it, and in what role.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        help_text = _("Somebody's words, set apart from the text.")


class DocumentsBlock(blocks.StructBlock):
    documents = blocks.ListBlock(
        DocumentChooserBlock(label=_("Document"), help_text=_("A file of the document library.")),
        min_num=1,
        label=_("Documents"),
        help_text=_("Readers see each document's title, type and size."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        help_text = _("A list of files for download.")


class TableBlock(WagtailTableBlock):
    """Wagtail's table, with each cell a segment that can be translated."""

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[Any]:
        from wagtail_localize.segments import StringSegmentValue

        if not value:
            return []
        segments = [
            StringSegmentValue(f"cell.{row}.{column}", text)
            for row, cells in enumerate(value.get("data") or [])
            for column, text in enumerate(cells)
            if text
        ]
        if caption := value.get("table_caption"):
            segments.append(StringSegmentValue("caption", caption))
        return segments

    def restore_translated_segments(self, value: dict[str, Any], segments: list[Any]) -> Any:
        table = {**value, "data": [list(cells) for cells in value.get("data") or []]}
        for segment in segments:
            if segment.path == "caption":
                table["table_caption"] = segment.string.data
            else:
                row, column = map(int, segment.path.split(".")[1:])
                table["data"][row][column] = segment.string.data
        return table

    class Meta:
        icon = "table"
        label = _("Table")


class LinkBlock(blocks.StructBlock):
    """Leads to a ``page`` of this site or to a ``url`` elsewhere, and to one of them only."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not self.is_deferred_validation and bool(value["page"]) == bool(value["url"]):
            error = ValidationError(_("Give either a page or an address."))
            raise StructBlockValidationError(block_errors={"page": error})
        return value


class CallToActionBlock(LinkBlock):
    text = blocks.CharBlock(label=_("Text"), help_text=_("What the reader gets by following it."))
    page = blocks.PageChooserBlock(
        required=False, label=_("Page"), help_text=_("A page of this site …")
    )
    url = blocks.URLBlock(
        required=False, label=_("Address"), help_text=_("… or an address elsewhere.")
    )

    class Meta:
        icon = "link"
        label = _("Call to action")
        help_text = _("A link that stands out: where to apply, register or read on.")


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        help_text = _("Divides the text; readers jump from heading to heading.")


class BodyBlock(blocks.StreamBlock):
    rich_text = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES, label=_("Text"), help_text=_("Paragraphs, lists and links.")
    )
    heading = HeadingBlock()
    image = ImageFigureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    documents = DocumentsBlock()
    table = TableBlock(help_text=_("Name the header row or column, and give a caption."))
    embed = EmbedBlock(
        label=_("Embed"),
        icon="media",
        help_text=_("The address of a video or a recording on a known service."),
    )
    call_to_action = CallToActionBlock()
