"""The size limit of request bodies, counted while they arrive, whatever their headers claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels import problems


class BodyLimit:
    """ASGI middleware: a body is received whole, up to the limit, before the app sees any of it.

    A longer one, also a chunked one that states no length, is answered with 413.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, longer: Mapping[str, int]) -> None:
        """``longer``: the limits of paths that begin as these patterns say."""
        self._app = app
        self._max_bytes = max_bytes
        self._longer = longer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; only HTTP requests have bodies."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        if _states_too_much(scope, limit):
            await _refuse(scope, receive, send, limit)
            return
        received = bytearray()
        message: Message = {"more_body": True}
        while message.get("more_body", False):
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            received += message.get("body", b"")
            if len(received) > limit:
                await _refuse(scope, receive, send, limit)
                return
        whole: list[Message] = [
            {"type": "http.request", "body": bytes(received), "more_body": False}
        ]
        received.clear()  # the app may work on the body for long

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replay, send)

    def _limit(self, path: str) -> int:
        return next(
            (limit for pattern, limit in self._longer.items() if re.match(pattern, path)),
            self._max_bytes,
        )


def _states_too_much(scope: Scope, limit: int) -> bool:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return any(not value.isdigit() or int(value) > limit for value in lengths)


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    problem = problems.problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body-too-large",
        f"リクエストが大きすぎます。{_shown(limit)}以内にしてください。",
    )
    response = problems.for_reader(Request(scope), problem)
    response.headers["Connection"] = "close"
    await response(scope, receive, send)


def _shown(limit: int) -> str:
    megabytes, rest = divmod(limit, 1024 * 1024)
    return f"{limit:,}バイト" if rest else f"{megabytes}MB"
