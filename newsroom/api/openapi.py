"""The API's description (OpenAPI 3.1), generated from the documents' models."""

from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.types import DictStrAny

from .amendments import amend, require_all_fields
from .errors import problem
from .ninjs_types import Ninjs
from .schema_org import NewsArticle
from .sparse import Sparse

# The formats of others; ninja knows of one for each answer.
OTHER_FORMATS: list[type[Sparse]] = [NewsArticle, Ninjs]


class OfflineDocs(Swagger):
    """Ninja's documentation page, only with the files that are in the package."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        # Without its app, ninja would load scripts from a third party.
        if not apps.is_installed("ninja"):
            detail = "The documentation page needs “ninja” in INSTALLED_APPS; see openapi.json."
            return problem(HTTPStatus.NOT_FOUND, detail)
        return super().render_page(request, api, **kwargs)


class NewsAPI(NinjaAPI):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._schemas: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: DictStrAny | None = None
    ) -> OpenAPISchema:
        """The description of the API below a path: made once, for it changes with settings only."""
        prefix = path_prefix or self.get_root_path(path_params or {})
        if prefix not in self._schemas:
            self._schemas[prefix] = amended(super().get_openapi_schema(path_prefix=prefix))
        return self._schemas[prefix]


def amended(schema: OpenAPISchema) -> OpenAPISchema:
    schemas = schema["components"]["schemas"]
    # Ninja lists the parameters' models, which stand in no answer.
    for name in [name for name in schemas if name.endswith("Params")]:
        del schemas[name]
    for component in schemas.values():
        require_all_fields(component)
    for model in OTHER_FORMATS:
        schemas.update(described(model))
    amend(schema)
    return schema


def described(model: type[Sparse]) -> dict[str, Any]:
    """The schemas of a format and of its parts, by name; each says itself what is required."""
    whole = model.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    return {**whole.pop("$defs"), model.__name__: whole}
