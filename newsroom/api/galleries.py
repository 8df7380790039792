from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from newsroom.models import Kind

from .errors import Gone, ParameterProblem, Problem
from .items import item_response, list_response
from .params import Id, ListParams
from .schemas import Gallery, GalleryList

router = Router(tags=["galleries"])


@router.get(
    "/",
    operation_id="listGalleries",
    summary="List galleries",
    response={200: GalleryList, 400: ParameterProblem},
)
def list_galleries(request: HttpRequest, params: Query[ListParams]) -> HttpResponse:
    """Public galleries, newest first, a page at a time: `next` leads on."""
    return list_response(request, Kind.GALLERY, params)


@router.get(
    "/{id}/",
    operation_id="getGallery",
    summary="Get a gallery",
    response={200: Gallery, 400: ParameterProblem, 404: Problem, 410: Gone},
)
def get_gallery(request: HttpRequest, id: Id) -> HttpResponse:
    """The whole document, by the id that lists give. Withdrawn items answer 410."""
    return item_response(request, Kind.GALLERY, id)
