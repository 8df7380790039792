from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from newsroom.wire import channels, keys
from newsroom.wire.channels import FORMATS
from newsroom.wire.documents import Document
from newsroom.wire.feed_options import Options
from newsroom.wire.readers import items, site_for

from .errors import ParameterProblem
from .responses import json_response

router = Router(tags=["feeds"])


class Feed(Document):
    locale: str = Field(description="Language of the feed and its items.")
    name: str = Field(
        description="What it is a feed of: `news`, `galleries`, or `sections/`, `tags/` or "
        "`projects/` with a slug of this language."
    )
    title: str = Field(description="What readers see it as, in its language.")
    url: str = Field(description="Address to subscribe to.")
    media_type: str = Field(description="Its format; `title` and items are the same in all.")
    page_url: str = Field(description="Address of the web page that shows the same items.")


class FeedList(Document):
    items: list[Feed] = Field(description="By language, the default one first.")


@router.get(
    "/",
    operation_id="listFeeds",
    summary="List feeds",
    response={200: FeedList, 400: ParameterProblem},
)
def list_feeds(request: HttpRequest) -> HttpResponse:
    """Every feed of the site that has anything in it, in every language and format.

    The news and the galleries of a language have feeds from the beginning. There are none where
    the site serves none.
    """
    site = site_for(request)
    if not channels.served():
        return json_response(FeedList(items=[]).model_dump_json(), keys=[keys.OVERVIEW])
    found = [
        Feed(
            locale=channel.language,
            name=channel.name,
            title=channel.title,
            url=channel.url(extension),
            media_type=media_type,
            page_url=channel.home_url,
        )
        for channel in channels.every(Options.of(site))
        for extension, media_type in FORMATS.items()
    ]
    # With its last item a feed leaves the list.
    expires = items(site.pk).order_by().aggregate(first=Min("expires_at"))["first"]
    named = [keys.OVERVIEW, keys.of_feeds(site.pk)]
    return json_response(FeedList(items=found).model_dump_json(), keys=named, ends=[expires])
