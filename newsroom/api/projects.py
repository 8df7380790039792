from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from newsroom.models import Kind

from .errors import Gone, ParameterProblem, Problem
from .items import item_response, list_response
from .params import Id, ListParams
from .schemas import Project, ProjectList

router = Router(tags=["projects"])


@router.get(
    "/",
    operation_id="listProjects",
    summary="List projects",
    response={200: ProjectList, 400: ParameterProblem},
)
def list_projects(request: HttpRequest, params: Query[ListParams]) -> HttpResponse:
    """Public projects, newest first, a page at a time: `next` leads on."""
    return list_response(request, Kind.PROJECT, params)


@router.get(
    "/{id}/",
    operation_id="getProject",
    summary="Get a project",
    response={200: Project, 400: ParameterProblem, 404: Problem, 410: Gone},
)
def get_project(request: HttpRequest, id: Id) -> HttpResponse:
    """The whole document, by the id that lists give. Withdrawn items answer 410."""
    return item_response(request, Kind.PROJECT, id)
