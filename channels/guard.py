"""Around every answer: security headers, counts and times, whatever happens inside."""

from __future__ import annotations

import time

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels import health, problems

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(self)",
}


class Guard:
    """ASGI middleware; what is streamed passes through as it comes.

    The time that is measured ends where the answer begins: an event stream lasts for minutes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        has_begun = False

        async def guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                _add_headers(scope["path"], MutableHeaders(scope=message))
                _count(scope, message["status"], time.perf_counter() - started)
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            if has_begun:
                raise
            response = problems.unexpected(Request(scope), error)
            await response(scope, receive, guarded)


def _add_headers(path: str, headers: MutableHeaders) -> None:
    for name, value in SECURITY_HEADERS.items():
        if not (name == "Content-Security-Policy" and path in ("/docs", "/redoc")):
            headers.setdefault(name, value)
    # FastAPI sends event streams with no-cache, which lets proxies keep them.
    if path.startswith("/api/") and headers.get("Cache-Control") in (None, "no-cache"):
        headers["Cache-Control"] = "no-store"


def _count(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    health.REQUESTS.labels(scope["method"], route, status).inc()
    health.SECONDS.labels(scope["method"], route).observe(seconds)
