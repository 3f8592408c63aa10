"""What the form pages answer when something is wrong: a page that says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from math import ceil
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from channels.gateway_parts import Parts
from channels.pages.apply.desk import NO_STORE, WardNeededError, names
from channels.pages.apply.posts import wants_json
from channels.pages.reader import reader_of
from channels.pages.rendering import page
from channels.problems import TooManyRequestsError, status_of
from madoguchi.errors import MadoguchiError

_TITLES = {
    404: "apply.not_found_title",
    409: "apply.changed_title",
    429: "apply.wait_title",
}


class PageRoute(APIRoute):
    """A route whose errors are pages, but for the page's own script."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See FastAPI."""
        handler = super().get_route_handler()

        async def answered(request: Request) -> Response:
            try:
                return await handler(request)
            except MadoguchiError as error:
                if wants_json(request):
                    raise
                return problem_page(request, error)

        return answered


def problem_page(request: Request, error: MadoguchiError) -> Response:
    """The page for an error: the choice of a ward where that is what is missing."""
    parts: Parts = request.app.state.parts
    query = request.query_params
    reader = reader_of(request, query.get("ward"), query.get("lang"))
    procedure = parts.catalogue.procedures.get(request.path_params.get("id", ""))
    is_lost = error.code in ("unknown-ward", "ward-needed")
    if procedure is not None and is_lost:
        return page(
            "apply_ward.html",
            reader,
            status=200 if isinstance(error, WardNeededError) else 404,
            headers=NO_STORE,
            is_unknown=error.code == "unknown-ward",
            wards=sorted(parts.catalogue.wards.values(), key=lambda ward: ward.code),
            **names(parts.catalogue.procedure(procedure.id), reader),
        )
    status = status_of(error)
    headers = dict(NO_STORE)
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(max(1, ceil(error.retry_after_seconds)))
    return page(
        "apply_problem.html",
        reader,
        status=status,
        headers=headers,
        title=_TITLES.get(status, "apply.refused_title"),
        message=error.message,
        back=reader.url(f"/apply/{procedure.id}") if procedure else reader.url("/"),
    )
