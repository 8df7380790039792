"""A draft for whoever was given its link: signed, for one page of one Site, for an hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field
from wagtail.models import Page, Site

from newsroom.wire.compose import Composition, Withheld
from newsroom.wire.drafts import compose_draft
from newsroom.wire.readers import as_read, site_for

from .errors import ParameterProblem, Problem, problem
from .params import TEXT, of_length
from .schemas import Article, Gallery, Project

Response = TypeVar("Response", bound=HttpResponseBase)

LIFETIME = timedelta(hours=1)
SALT = "newsroom.api.preview"
MAX_LENGTH = 200
NOT_VALID = "This preview link is not valid, or it has expired. Ask the editors for a new one."


class PreviewParams(Schema):
    token: Annotated[
        str,
        Field(min_length=1, max_length=MAX_LENGTH, pattern=TEXT),
        of_length(MAX_LENGTH, "the token of a preview link"),
    ] = Field(description="The token of a preview link.")


@dataclass(frozen=True)
class PreviewLink:
    """Where a draft can be read, and until when."""

    token: str
    url: str
    expires: datetime


def path_of_previews() -> str:
    """Where previews are served; empty if the project does not serve the API."""
    try:
        return reverse("newsroom_api:preview")
    except NoReverseMatch:
        return ""


def link_to(draft: Composition) -> PreviewLink:
    """A new link to the page of a draft; it leads to what was last saved when it is followed."""
    expires = timezone.now().replace(microsecond=0) + LIFETIME
    token = signing.dumps({"page": draft.page_id, "site": draft.site_id}, salt=SALT)
    query = urlencode({"token": token}, safe=":")
    root_url = Site.objects.get(pk=draft.site_id).root_url
    return PreviewLink(token, f"{root_url}{path_of_previews()}?{query}", expires)


def draft_behind(token: str, site: Site) -> Composition | None:
    """The draft a token was made for at this Site; None if it was not, or too long ago."""
    try:
        meant = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    page = Page.objects.filter(pk=meant["page"]).first()
    if page is None or meant["site"] != site.pk:
        return None
    try:
        draft = compose_draft(page.get_latest_revision_as_object())
    except Withheld:
        return None
    # The page may have been moved to another Site.
    return draft if draft.site_id == site.pk else None


def document_text(draft: Composition) -> str:
    """The JSON that the API gives of an item."""
    return as_read(draft.document_json, draft.document.locale, None)


def keep_private(response: Response) -> Response:
    """Let no cache, search engine or ``Referer`` have what was meant for one reader."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def in_private(run: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(run)
    def answer(*args: object, **kwargs: object) -> HttpResponseBase:
        return keep_private(run(*args, **kwargs))

    return answer


Draft = Annotated[Article | Gallery | Project, Field(discriminator="kind")]

router = Router(tags=["preview"])
router.add_decorator(in_private, mode="view")


@router.get(
    "/",
    url_name="preview",
    operation_id="getPreview",
    summary="Get a draft",
    response={200: Draft, 400: ParameterProblem, 403: Problem},
)
def get_preview(request: HttpRequest, params: Query[PreviewParams]) -> HttpResponse:
    """The last saved draft of the page that an editor's preview link was made for.

    It has the shape of the published item. A link is good for an hour, and never kept in a cache.
    """
    draft = draft_behind(params.token, site_for(request))
    if draft is None:
        return problem(HTTPStatus.FORBIDDEN, NOT_VALID)
    response = HttpResponse(document_text(draft).encode(), content_type="application/json")
    response["Content-Language"] = draft.document.locale
    return response
