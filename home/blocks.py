"""Blocks of the home page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from newsroom.blocks import LinkBlock


class PromoCardBlock(LinkBlock):
    """A box that leads somewhere: a programme, a map, a call for applications."""

    title = blocks.CharBlock(label=_("Title"), help_text=_("Readers follow the card by its title."))
    text = blocks.TextBlock(
        required=False, label=_("Text"), help_text=_("What the reader finds there, in a sentence.")
    )
    page = blocks.PageChooserBlock(
        required=False, label=_("Page"), help_text=_("A page of this site …")
    )
    url = blocks.URLBlock(
        required=False, label=_("Address"), help_text=_("… or an address elsewhere.")
    )
    image = ImageBlock(
        required=False,
        label=_("Image"),
        help_text=_("Say what it shows, or mark it as decorative."),
    )

    class Meta:
        icon = "pick"
        label = _("Card")
        help_text = _("A title, a sentence and a picture that lead to one page.")


class PromoCardsBlock(blocks.StreamBlock):
    card = PromoCardBlock()
