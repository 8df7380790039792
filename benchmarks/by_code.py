"""An address at which a program publishes: Wagtail's own call, and nothing around it."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.test.utils import CaptureQueriesContext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page


@csrf_exempt
@require_POST
def publish(request: HttpRequest, pk: int) -> JsonResponse:
    """Publish the latest draft under another title; with ``count``, tell the SQL it took."""
    page = Page.objects.get(pk=pk).get_latest_revision_as_object()
    page.title = request.POST["title"]
    if "count" not in request.POST:
        page.save_revision().publish()
        return JsonResponse({})
    with CaptureQueriesContext(connection) as captured:
        page.save_revision().publish()
    return JsonResponse({"statements": [query["sql"] for query in captured.captured_queries]})
