"""Compression of what is the same for everybody: the portal's pages, style sheets and scripts.

The widget's files come compressed already. Pages of an application and answers of the API are left
as they are: where a secret is compressed together with what an attacker chose, the length tells the
secret (BREACH, 2013). Event streams are of the API, so none is held back either.
"""

from __future__ import annotations

import re

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_PUBLIC = re.compile(r"/(?:procedures|life-events|pages)(?:/|$)|/$")


class Compression:
    """ASGI middleware: gzip, for clients that take it, on the public paths alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._compressed = GZipMiddleware(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        is_public = scope["type"] == "http" and _PUBLIC.match(scope["path"])
        await (self._compressed if is_public else self._app)(scope, receive, send)
