"""Errors as problem details (RFC 9457)."""

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from pydantic import Field

from newsroom.wire.documents import Document

CONTENT_TYPE = "application/problem+json"


class ParameterError(Document):
    param: str = Field(description="The parameter that was not accepted.")
    message: str = Field(description="What is accepted instead.")


class Problem(Document):
    """Problem details (RFC 9457)."""

    type: str = Field("about:blank", description="What kind of problem it is: as the status says.")
    title: str = Field(description="The name of the status.")
    status: int = Field(description="The status itself (RFC 9110), once more.")
    detail: str = Field(description="What happened, for a developer, in English.")


class ParameterProblem(Problem):
    """A request that was not understood."""

    errors: list[ParameterError] = Field(description="Each parameter that was not accepted.")


class Gone(Problem):
    """What is left of an item that is no longer public."""

    id: UUID = Field(description="The id it had.")
    kind: Literal["article", "gallery", "project"] = Field(description="What it was.")
    locale: str = Field(description="The language it was in (BCP 47).")
    withdrawn_at: datetime = Field(description="Since when it is no longer public.")
    reason: str = Field(description="Why it was withdrawn, in one word.")
    public_reason: str = Field(
        "", description="Why, in the editors' words and the item's language; empty if untold."
    )


class BadParameter(Exception):
    """A parameter whose value can only be judged by looking further than its form."""

    def __init__(self, param: str, message: str) -> None:
        self.error = ParameterError(param=param, message=message)
        super().__init__(message)


def respond(problem: Problem) -> HttpResponse:
    return HttpResponse(problem.model_dump_json(), status=problem.status, content_type=CONTENT_TYPE)


def problem(status: HTTPStatus, detail: str) -> HttpResponse:
    return respond(Problem(title=status.phrase, status=status, detail=detail))


def bad_parameters(errors: list[ParameterError]) -> HttpResponse:
    names = ", ".join(dict.fromkeys(error.param for error in errors))
    return respond(
        ParameterProblem(
            title=HTTPStatus.BAD_REQUEST.phrase,
            status=HTTPStatus.BAD_REQUEST,
            detail=f"Not accepted: {names}.",
            errors=errors,
        )
    )


def parameter_error(error: Mapping[str, Any]) -> ParameterError:
    """One error of pydantic's, said in our words where a validator of ours found it."""
    # Where a list is accepted, the location ends with the number of the value in it.
    name = next(part for part in reversed(error["loc"]) if isinstance(part, str))
    message = error.get("ctx", {}).get("error") or f"{error['msg']}."
    return ParameterError(param=name, message=str(message))
