"""Alternative texts judged while they are written, by the rules that publishing follows."""

from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from galleries.alt_text import Finding, Picture, Surroundings
from galleries.described import AltTextRequiredMixin
from galleries.examinations import Examined, examine_page

PLACES = {"photo": _("Photo {number}"), "text": _("Image {number} in the text")}
MOST_PICTURES = 500
EDITING = {"add", "change", "publish"}


class Written(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class WrittenPicture(Written):
    """What the form holds for one picture; ``row`` is the id of its row or block, if saved."""

    field: str = Field(max_length=200)
    kind: Literal["photo", "text"]
    image: int
    row: str = Field("", max_length=100)
    alt: str = Field(max_length=10_000)
    caption: str = Field("", max_length=10_000)
    decorative: bool = False
    shows_together: bool = False


class WrittenPage(Written):
    page: int | None
    language: str = Field(max_length=100)
    headline: str = Field(max_length=1_000)
    lead: str = Field(max_length=10_000)
    pictures: list[WrittenPicture] = Field(max_length=MOST_PICTURES)


@require_POST
def examine(request: HttpRequest) -> HttpResponse:
    """The findings on the pictures of a form as it is, for those who may edit the page."""
    try:
        written = WrittenPage.model_validate_json(request.body)
    except ValidationError:
        return JsonResponse({"error": "invalid"}, status=400)
    sources = source_texts(request, written.page)
    examined = examine_page(
        pictures_of(written, sources),
        Surroundings(written.language, written.headline, written.lead),
    )
    lacking = sum(not each.is_good for each in examined)
    return JsonResponse(
        {
            "pictures": [answer(each) for each in examined],
            "lacking": lacking,
            "summary": summary(lacking, len(examined)),
        }
    )


def source_texts(request: HttpRequest, page_id: int | None) -> dict[str, str]:
    """The texts that this page is a translation of."""
    if page_id is None:
        if not PagePermissionPolicy().user_has_any_permission(request.user, EDITING):
            raise PermissionDenied
        return {}
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page.source_texts() if isinstance(page, AltTextRequiredMixin) else {}


def pictures_of(written: WrittenPage, sources: dict[str, str]) -> list[Picture]:
    numbers = dict.fromkeys(PLACES, 0)
    pictures = []
    for each in written.pictures:
        numbers[each.kind] += 1
        pictures.append(
            Picture(
                alt=each.alt,
                decorative=each.decorative,
                caption=each.caption,
                image=each.image,
                shows_together=each.shows_together,
                source_alt=sources.get(each.row, ""),
                place=format_lazy(PLACES[each.kind], number=numbers[each.kind]),
                field=each.field,
            )
        )
    return pictures


def answer(examined: Examined) -> dict[str, Any]:
    return {
        "field": examined.picture.field,
        "findings": [finding_in_words(finding) for finding in examined.findings],
    }


def finding_in_words(finding: Finding) -> dict[str, str]:
    return {
        "code": str(finding.code),
        "severity": finding.severity,
        "message": str(finding.message),
        "suggestion": str(finding.suggestion),
    }


def summary(lacking: int, total: int) -> str:
    if not total:
        return ""
    if not lacking:
        return gettext("All pictures have a good alternative text.")
    return ngettext(
        "%(lacking)s of %(total)s pictures lacks a good alternative text.",
        "%(lacking)s of %(total)s pictures lack a good alternative text.",
        lacking,
    ) % {"lacking": lacking, "total": total}
