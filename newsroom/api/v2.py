"""Wagtail's API v2, pages only: anonymous, JSON, and of nothing but what is on the wire."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils.encoding import iri_to_uri
from rest_framework.fields import Field
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page, Site
from wagtail.utils.urlpatterns import decorate_urlpatterns

from newsroom.models import WireItem
from newsroom.wire import keys
from newsroom.wire.readers import first_end, fresh, items, site_for

from .responses import cache_control, nothing_here, public
from .v2_params import PARAMETERS, check_query


class WireField(Field):
    """Something of the wire's row that the view has put beside the page."""

    def get_attribute(self, page: Page) -> WireItem:
        row: WireItem = page.wire_item
        return row


class DocumentField(WireField):
    def to_representation(self, row: WireItem) -> Any:
        return json.loads(row.document)


class HtmlUrlField(WireField):
    def to_representation(self, row: WireItem) -> str:
        return row.url


class AlwaysJSON(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return parsers[0]

    def select_renderer(
        self, request: Request, renderers: list[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class WirePagesViewSet(PagesAPIViewSet):
    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJSON
    known_query_parameters = frozenset(PARAMETERS["listing_view"])
    body_fields = ["id", "title", APIField("document", serializer=DocumentField())]
    # Not among them: alias_of and parent, which show pages that are not public.
    meta_fields = [
        "type",
        "detail_url",
        APIField("html_url", serializer=HtmlUrlField()),
        "slug",
        "show_in_menus",
        "seo_title",
        "search_description",
        "first_published_at",
        "locale",
    ]

    @classmethod
    def get_body_fields(cls, model: type[Page]) -> list[APIField]:
        # A page type's own api_fields would be read from the page, not from the wire.
        fields: list[APIField] = cls._convert_api_fields(cls.body_fields)
        return fields

    @classmethod
    def get_meta_fields(cls, model: type[Page]) -> list[APIField]:
        fields: list[APIField] = cls._convert_api_fields(cls.meta_fields)
        return fields

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.shown: list[WireItem] = []
        check_query(request.GET, self.action)

    @property
    def site(self) -> Site:
        return site_for(self.request)

    def get_base_queryset(self) -> "QuerySet[Page]":
        public_pages = items(self.site.pk).values("page_id")
        pages: QuerySet[Page] = Page.objects.filter(pk__in=public_pages)
        return pages

    def get_queryset(self) -> "QuerySet[Page]":
        pages: QuerySet[Page] = super().get_queryset().select_related("locale")
        return pages

    def paginate_queryset(self, queryset: "QuerySet[Page]") -> list[Page]:
        return self.on_the_wire(super().paginate_queryset(queryset))

    def get_object(self) -> Page:
        if not hasattr(self, "_cached_object"):
            # Not the specific page, as stock v2: everything special is in the document.
            page = super(PagesAPIViewSet, self).get_object()
            (self._cached_object,) = self.on_the_wire([page])
        return self._cached_object

    def on_the_wire(self, pages: Iterable[Page]) -> list[Page]:
        """The pages with their rows: one query for all of them."""
        pages = list(pages)
        rows = items(self.site.pk).filter(page_id__in=[page.pk for page in pages]).defer("card")
        self.shown = fresh(rows)
        row_of = {row.page_id: row for row in self.shown}
        public_pages = [page for page in pages if page.pk in row_of]
        for page in public_pages:
            page.wire_item = row_of[page.pk]
        return public_pages

    def find_object(self, queryset: "QuerySet[Page]", request: Request) -> Page | None:
        """By id, or by the path of the page's web address, its language included."""
        if "html_path" in request.GET:
            path = "/".join(part for part in request.GET["html_path"].split("/") if part)
            address = iri_to_uri(f"{self.site.root_url}/{path}/")
            found = items(self.site.pk).filter(url=address).values("page_id")
            return queryset.filter(pk__in=found).first()
        return queryset.filter(pk=request.GET.get("id")).first()

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self.shown and response.status_code == 200:
            response["Cache-Control"] = cache_control(first_end(self.shown))
        if response.status_code == 200:
            shown = [keys.of_item(row.uid) for row in self.shown]
            keys.bear(response, [keys.OVERVIEW, *shown] if self.action == "listing_view" else shown)
        return response


# Wagtail purges its addresses from caches under this name.
router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", WirePagesViewSet)

urlpatterns: list[URLPattern | URLResolver] = decorate_urlpatterns(
    [*router.get_urlpatterns(), re_path("", nothing_here)], public
)
urls = (urlpatterns, router.url_namespace, router.url_namespace)
