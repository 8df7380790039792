"""The directory of feeds: those of a language by what they are of, for people and programs."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext

from newsroom.models import Noun
from newsroom.wire.channels import Channel


class Group(NamedTuple):
    """The feeds of one noun, under a heading in the active language."""

    noun: str
    heading: str
    channels: list[Channel]


def groups(channels: Iterable[Channel]) -> list[Group]:
    """Channels of one language, in the order of ``channels.every``, as groups."""
    headings = {
        Noun.NEWS: gettext("News"),
        Noun.GALLERIES: gettext("Galleries"),
        Noun.SECTIONS: gettext("Sections"),
        Noun.TAGS: gettext("Subjects"),
        Noun.PROJECTS: gettext("Projects"),
    }
    return [
        Group(noun, headings[Noun(noun)], list(found))
        for noun, found in groupby(channels, key=lambda channel: channel.noun)
    ]
