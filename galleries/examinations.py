"""The pictures of a page, examined together."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from wagtail.images import get_image_model

from .alt_text import Code, Finding, Picture, Rules, Surroundings, examine_all
from .alt_text_settings import current_rules


class Examined(NamedTuple):
    picture: Picture
    findings: list[Finding]

    @property
    def is_good(self) -> bool:
        return not self.findings

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]


def file_hashes(images: Iterable[Any]) -> dict[Any, str]:
    """The hashes of these images' files, by the images' ids."""
    rows = get_image_model().objects.filter(pk__in=set(images))
    return dict(rows.values_list("pk", "file_hash"))


def examine_page(
    pictures: Iterable[Picture],
    surroundings: Surroundings,
    rules: Rules | None = None,
    hashes_of: Callable[[Iterable[Any]], Mapping[Any, str]] = file_hashes,
) -> list[Examined]:
    """Each picture with what was found; the queries are as many for a hundred as for two."""
    pictures = list(pictures)
    if not pictures:
        return []
    rules = current_rules() if rules is None else rules
    found = examine_all(pictures, surroundings, rules)
    repeated = [
        picture
        for picture, findings in zip(pictures, found, strict=True)
        if any(finding.code == Code.REPEATED for finding in findings)
    ]
    if repeated:
        # One file may have been uploaded twice: then it is the same picture.
        hashes = hashes_of(picture.image for picture in repeated)
        pictures = [picture.in_file(hashes.get(picture.image, "")) for picture in pictures]
        found = examine_all(pictures, surroundings, rules)
    return [Examined(*pair) for pair in zip(pictures, found, strict=True)]
