"""Why a request is refused: RFC 9457, for every answer of the API that is an error."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from models.database import Busy

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)
SOON = "1"
"""Seconds."""
BUSY = "the database is busy; nothing was stored, send the same request again"


class Fault(msgspec.Struct):
    """One value of the body that is wrong, by its JSON pointer."""

    pointer: str
    detail: str


class Problem(msgspec.Struct, omit_defaults=True):
    """RFC 9457."""

    type: str
    title: str
    status: Annotated[int, msgspec.Meta(ge=400, le=599)]
    detail: str
    errors: tuple[Fault, ...] = ()
    purchase_id: int | None = None
    """The purchase that has the key already."""


class Refused(Exception):
    """The answer to this request is a problem; nothing was stored."""

    def __init__(
        self,
        status: HTTPStatus,
        name: str,
        detail: str,
        *,
        errors: tuple[Fault, ...] = (),
        purchase_id: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, name)
        title = status.phrase
        self.problem = Problem(f"urn:jod:problem:{name}", title, status, detail, errors, purchase_id)
        self.headers = headers or {}


def invalid(pointer: str, detail: str, name: str = "invalid-body") -> Refused:
    """One value of the body is to blame."""
    fault = Fault(pointer, detail)
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, name, f"{pointer}: {detail}", errors=(fault,))


def answer_problems(pages: Blueprint, under: str) -> None:
    """Whatever goes wrong under that path is told as a problem, 404 and 405 included."""

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return _response(error.problem, error.headers)

    @pages.errorhandler(Busy)
    @pages.errorhandler(SQLAlchemyError)
    def busy(error: Exception) -> Response:
        log.error("a report was not stored (%s)", type(error).__name__)
        status = HTTPStatus.SERVICE_UNAVAILABLE
        problem = Problem("urn:jod:problem:busy", status.phrase, status, BUSY)
        return _response(problem, {"Retry-After": SOON})

    @pages.app_errorhandler(HTTPException)
    def http(error: HTTPException) -> Response | HTTPException:
        code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        if not request.path.startswith(f"{under}/") or code < HTTPStatus.BAD_REQUEST:
            return error
        problem = Problem("about:blank", error.name, code, error.description or error.name)
        kept = dict(error.get_headers())
        return _response(problem, {"Allow": kept["Allow"]} if "Allow" in kept else {})


def _response(problem: Problem, headers: Mapping[str, str]) -> Response:
    body = msgspec.json.encode(problem)
    return Response(body, status=problem.status, content_type=MEDIA_TYPE, headers=dict(headers))
