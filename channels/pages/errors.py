"""The page that people see in place of a problem document."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from fastapi import Request, Response

from channels.pages.contents import LONGEST_QUERY
from channels.pages.reader import reader_of
from channels.pages.rendering import page

log = structlog.get_logger()

_FOR_PROGRAMS = ("/api/", "/channels/", "/pages/", "/widget/")
_WORDS = {
    HTTPStatus.NOT_FOUND: ("portal.error_not_found_title", "portal.error_not_found"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("portal.error_title", "portal.error_too_large"),
    HTTPStatus.TOO_MANY_REQUESTS: ("portal.error_title", "portal.error_too_many"),
}
_REFUSED = ("portal.error_title", "portal.error_request")
_FAILED = ("portal.error_title", "portal.error_failed")


def error_page(request: Request, status: HTTPStatus) -> Response | None:
    """The page in the reader's language, or None where a program asks, or a page cannot be made."""
    if request.url.path.startswith(_FOR_PROGRAMS):
        return None
    if "text/html" not in request.headers.get("accept", ""):
        return None
    otherwise = _FAILED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _REFUSED
    title, text = _WORDS.get(status, otherwise)
    try:
        reader = reader_of(
            request, request.query_params.get("ward"), request.query_params.get("lang")
        )
        return page(
            "error.html",
            reader,
            status=status,
            title_key=title,
            text_key=text,
            longest_query=LONGEST_QUERY,
        )
    except Exception as error:  # noqa: BLE001 - what failed may be what every page needs
        log.error("error_page_failed", error=type(error).__name__)
        return None
