"""How calls to LINE's platform fail when a test wants it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send


@dataclass
class Fault:
    """What happens to the next ``left`` calls of these paths.

    ``status`` None drops the connection; ``after_work`` does what was asked nevertheless.
    """

    path_prefix: str
    status: int | None
    left: int
    headers: dict[str, str]
    after_work: bool

    def response(self) -> Response:
        """What the caller gets to see of it."""
        if self.status is None:
            return _Dropped()
        message = (
            "The API rate limit has been exceeded. Try again later."
            if self.status == HTTPStatus.TOO_MANY_REQUESTS
            else HTTPStatus(self.status).phrase
        )
        return JSONResponse({"message": message}, self.status, self.headers)


class _Dropped(Response):
    """No answer at all: the connection is cut."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["transport"].abort()
        while (await receive())["type"] != "http.disconnect":
            pass


def with_transport(app: ASGIApp) -> ASGIApp:
    """ASGI has no word for cutting a connection: hand on what uvicorn writes to."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["transport"] = getattr(send, "__self__").transport  # noqa: B009
        await app(scope, receive, send)

    return wrapped
