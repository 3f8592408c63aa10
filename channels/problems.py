"""Errors at the HTTP edge: RFC 9457 problem documents whose ``detail`` can be shown to a resident.

It is in the language that the client asks for by ``Accept-Language``, as ``Content-Language`` says;
in Japanese where it asks for none, or the text has no translation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from math import ceil
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from madoguchi.errors import ConflictError, InvalidValueError, MadoguchiError, NotFoundError
from madoguchi.languages import ruby
from madoguchi.languages.negotiation import preferred
from madoguchi.languages.translator import translator

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
ErrorPage = Callable[[Request, HTTPStatus], Response | None]
"""Makes the page for a status, or None where the client wants no page."""

_STATUS: dict[type[MadoguchiError], HTTPStatus] = {
    InvalidValueError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFoundError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
}
_STATUS_BY_CODE = {
    "conversation-expired": HTTPStatus.GONE,
    "missing-token": HTTPStatus.UNAUTHORIZED,
    "unknown-conversation": HTTPStatus.UNAUTHORIZED,
    "bad-signature": HTTPStatus.UNAUTHORIZED,
    "foreign-origin": HTTPStatus.FORBIDDEN,
    "bad-id-token": HTTPStatus.UNAUTHORIZED,
    "login-unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "text-too-long": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "file-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too-many-requests": HTTPStatus.TOO_MANY_REQUESTS,
    "too-many-streams": HTTPStatus.TOO_MANY_REQUESTS,
    "busy": HTTPStatus.SERVICE_UNAVAILABLE,
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
    """The caller asks for more than is allowed; ``retry_after_seconds`` says how long to wait."""

    def __init__(self, code: str, message: str, retry_after_seconds: float) -> None:
        super().__init__(code, message)
        self.retry_after_seconds = retry_after_seconds


class UnknownWardError(InvalidValueError):
    """A request names a ward that is none of the 23, in ``field``; ``accepted`` are their ids."""

    def __init__(self, field: str, accepted: Iterable[str]) -> None:
        super().__init__(
            "unknown-ward",
            "この区は見つかりません。errors にある東京23区のIDから指定してください。",
        )
        self.field = field
        self.accepted = tuple(accepted)


class MissingTokenError(MadoguchiError):
    """The call bears no token."""


def problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    *,
    accepted: str = "",
) -> JSONResponse:
    """A problem document as a response; ``accepted`` is the request's ``Accept-Language``."""
    wanted = preferred(accepted)
    into = translator(wanted)
    translated = None if into is None else into.text(detail)
    body = Problem(
        title=status.phrase,
        status=status.value,
        detail=detail if translated is None else ruby.plain(translated),
        code=code,
        errors=errors,
    )
    # やさしい日本語 is Japanese to whoever reads the tag aloud.
    language = "ja" if translated is None or wanted == "ja-easy" else wanted
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": language, "Vary": "Accept-Language"},
    )


def accepted_by(request: Request) -> str:
    """The languages that the request asks for, as its header says them."""
    return request.headers.get("accept-language", "")


def status_of(error: MadoguchiError) -> HTTPStatus:
    """The HTTP status of a domain error."""
    if error.code in _STATUS_BY_CODE:
        return _STATUS_BY_CODE[error.code]
    return next(
        (status for kind, status in _STATUS.items() if isinstance(error, kind)),
        HTTPStatus.BAD_REQUEST,
    )


def unexpected(request: Request, error: Exception) -> Response:
    """The answer to what nobody foresaw; the log names its kind alone."""
    log.error("request_failed", path=request.url.path, error=type(error).__name__)
    return for_reader(
        request,
        problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "internal-error",
            "申し訳ありません。処理中に問題が起きました。少し待ってから、もう一度お試しください。",
            accepted=accepted_by(request),
        ),
    )


def for_reader(request: Request, response: JSONResponse) -> Response:
    """The problem as a page for people where one is wanted, with the same status and headers."""
    error_page: ErrorPage = request.app.state.error_page
    page = error_page(request, HTTPStatus(response.status_code))
    if page is None:
        return response
    for name, value in response.headers.items():
        page.headers.setdefault(name, value)
    return page


def install(app: FastAPI, error_page: ErrorPage) -> None:
    """Answer every error of the app with a problem document, or the page that ``error_page`` makes.

    None shows a stack trace.
    """
    app.state.error_page = error_page

    @app.exception_handler(MadoguchiError)
    async def domain_error(request: Request, error: MadoguchiError) -> Response:
        status = status_of(error)
        errors = None
        if isinstance(error, UnknownWardError):
            errors = [
                {"field": error.field, "problem": f"one of: {', '.join(error.accepted)}"},
            ]
        response = problem(status, error.code, error.message, errors, accepted=accepted_by(request))
        if isinstance(error, TooManyRequestsError):
            response.headers["Retry-After"] = str(max(1, ceil(error.retry_after_seconds)))
        if status is HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        return for_reader(request, response)

    @app.exception_handler(RequestValidationError)
    async def invalid_request(request: Request, error: RequestValidationError) -> Response:
        # The input itself is left out: it may hold what a resident typed.
        errors = [
            {"field": ".".join(str(part) for part in entry["loc"]), "problem": str(entry["msg"])}
            for entry in error.errors()
        ]
        response = problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid-request",
            "リクエストの形式が正しくありません。errors の項目をご確認ください。",
            errors,
            accepted=accepted_by(request),
        )
        return for_reader(request, response)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        details = {
            HTTPStatus.NOT_FOUND: "ページが見つかりません。",
            HTTPStatus.METHOD_NOT_ALLOWED: "このURLでは、そのメソッドは使えません。",
        }
        response = problem(
            status,
            status.phrase.lower().replace(" ", "-"),
            details.get(status, "リクエストを処理できませんでした。"),
            accepted=accepted_by(request),
        )
        response.headers.update(error.headers or {})
        return for_reader(request, response)

    @app.exception_handler(Exception)
    async def any_other(request: Request, error: Exception) -> Response:
        return unexpected(request, error)


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {MEDIA_TYPE: {}}}
    for status in (400, 401, 404, 409, 410, 413, 422, 429)
}
"""For OpenAPI: every call may answer with these."""
