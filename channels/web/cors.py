"""Other websites that may use the API from their pages: those that the settings name."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX = "/api/"


class ApiCors:
    """ASGI middleware: CORS for the API, and nothing but the API.

    Conversations are opened by their tokens, so no cookies or other credentials are let through.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=("GET", "POST", "PUT", "DELETE"),
            allow_headers=("Authorization", "Content-Type", "Last-Event-ID", "X-File-Name"),
            expose_headers=("Retry-After",),
            allow_credentials=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        is_api = scope["type"] == "http" and scope["path"].startswith(_PREFIX)
        await (self._shared if is_api else self._app)(scope, receive, send)
