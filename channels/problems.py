"""Errors at the HTTP edge: RFC 9457 problem documents whose Japanese ``detail`` can be shown."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from madoguchi.errors import ConflictError, InvalidValueError, MadoguchiError, NotFoundError

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
_STATUS: dict[type[MadoguchiError], HTTPStatus] = {
    InvalidValueError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
}
_STATUS_BY_CODE = {
    "conversation-expired": HTTPStatus.GONE,
    "missing-token": HTTPStatus.UNAUTHORIZED,
    "text-too-long": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-many-requests": HTTPStatus.TOO_MANY_REQUESTS,
}


class Problem(BaseModel):
    """A problem document. ``code`` is stable; ``errors`` names each wrong field of a request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] | None = None


class TooManyRequestsError(MadoguchiError):
    """The caller asks more often than is allowed."""


class MissingTokenError(MadoguchiError):
    """The call bears no token."""


def problem(
    status: HTTPStatus, code: str, detail: str, errors: list[dict[str, str]] | None = None
) -> JSONResponse:
    """A problem document as a response."""
    body = Problem(
        title=status.phrase, status=status.value, detail=detail, code=code, errors=errors
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status_code=status, media_type=MEDIA_TYPE
    )


def status_of(error: MadoguchiError) -> HTTPStatus:
    """The HTTP status of a domain error."""
    if error.code in _STATUS_BY_CODE:
        return _STATUS_BY_CODE[error.code]
    return next(
        (status for kind, status in _STATUS.items() if isinstance(error, kind)),
        HTTPStatus.BAD_REQUEST,
    )


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem document; none shows a stack trace."""

    @app.exception_handler(MadoguchiError)
    async def domain_error(request: Request, error: MadoguchiError) -> JSONResponse:
        return problem(status_of(error), error.code, error.message)

    @app.exception_handler(RequestValidationError)
    async def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
        # The input itself is left out: it may hold what a resident typed.
        errors = [
            {"field": ".".join(str(part) for part in entry["loc"]), "problem": str(entry["msg"])}
            for entry in error.errors()
        ]
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid-request",
            "リクエストの形式が正しくありません。errors の項目をご確認ください。",
            errors,
        )

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        status = HTTPStatus(error.status_code)
        details = {
            HTTPStatus.NOT_FOUND: "ページが見つかりません。",
            HTTPStatus.METHOD_NOT_ALLOWED: "このURLでは、そのメソッドは使えません。",
        }
        response = problem(
            status,
            status.phrase.lower().replace(" ", "-"),
            details.get(status, "リクエストを処理できませんでした。"),
        )
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("request_failed", path=request.url.path, error=type(error).__name__)
        return problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "internal-error",
            "申し訳ありません。処理中に問題が起きました。少し待ってから、もう一度お試しください。",
        )


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}}
    for status in (401, 404, 409, 410, 413, 422, 429)
}
"""For OpenAPI: every call may answer with these."""
