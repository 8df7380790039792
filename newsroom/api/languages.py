from datetime import datetime
from typing import Literal

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field
from wagtail.coreutils import get_content_languages

from newsroom.addresses import content_languages
from newsroom.models import Kind, WireItem
from newsroom.wire.documents import Document
from newsroom.wire.keys import OVERVIEW
from newsroom.wire.readers import items, site_for

from .errors import ParameterProblem
from .params import default_language
from .responses import json_response

router = Router(tags=["languages"])


class Counts(Document):
    """Numbers of public items by kind."""

    article: int = Field(0, description="Number of articles.")
    gallery: int = Field(0, description="Number of galleries.")
    project: int = Field(0, description="Number of projects.")


class Language(Document):
    code: str = Field(description="What `locale` is in items and parameters (BCP 47).")
    name: str = Field(description="The language's name in itself.")
    direction: Literal["ltr", "rtl"] = Field(description="Which way it is written.")
    is_default: bool = Field(description="Whether answers are in it when no `locale` is given.")
    count: int = Field(description="Number of public items.")
    counts: Counts = Field(description="The same by kind.")
    changed_at: datetime | None = Field(
        description="The newest change, withdrawals included; null if there never was any."
    )


class LanguageList(Document):
    items: list[Language] = Field(description="The default language first.")


@router.get(
    "/",
    operation_id="listLanguages",
    summary="List languages",
    response={200: LanguageList, 400: ParameterProblem},
)
def list_languages(request: HttpRequest) -> HttpResponse:
    """The site's languages, also those in which nothing is public yet."""
    site_id = site_for(request).pk
    found = list(
        items(site_id)
        .order_by()
        .values_list("locale", "kind")
        .annotate(count=Count("pk"), expires=Min("expires_at"))
    )
    # A withdrawal is a change as well, so this looks at the tombstones, too.
    rows = WireItem.objects.filter(site_id=site_id).order_by()
    changed = dict(rows.values_list("locale").annotate(Max("changed")))
    answer = LanguageList(
        items=[
            describe(
                code,
                Counts(**{kind: count for locale, kind, count, _ in found if locale == code}),
                changed.get(code),
            )
            for code in sorted(content_languages(), key=lambda code: code != default_language())
        ]
    )
    ends = (expires for *_, expires in found)
    return json_response(answer.model_dump_json(), keys=[OVERVIEW], ends=ends)


def describe(code: str, counts: Counts, changed: datetime | None) -> Language:
    return Language(
        code=code,
        name=native_name(code),
        direction="rtl" if code.split("-")[0] in settings.LANGUAGES_BIDI else "ltr",
        is_default=code == default_language(),
        count=sum(getattr(counts, kind) for kind in Kind.values),
        counts=counts,
        changed_at=changed,
    )


def native_name(code: str) -> str:
    """As Django knows it, else as the settings call the language.

    For a variety that Django does not know it would give the language's own name, and two
    varieties the same one.
    """
    known = LANG_INFO.get(code, {}).get("name_local")
    return str(known or get_content_languages()[code])
