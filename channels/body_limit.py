"""The size limit of request bodies, counted while they arrive, whatever their headers claim."""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels import problems


class BodyLimit:
    """ASGI middleware: a body is received whole, up to the limit, before the app sees any of it.

    A longer one, also a chunked one that states no length, is answered with 413.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; only HTTP requests have bodies."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._states_too_much(scope):
            await self._refuse(scope, receive, send)
            return
        received = bytearray()
        message: Message = {"more_body": True}
        while message.get("more_body", False):
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            received += message.get("body", b"")
            if len(received) > self._max_bytes:
                await self._refuse(scope, receive, send)
                return
        whole: list[Message] = [
            {"type": "http.request", "body": bytes(received), "more_body": False}
        ]

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replay, send)

    def _states_too_much(self, scope: Scope) -> bool:
        lengths = [value for name, value in scope["headers"] if name == b"content-length"]
        return any(not value.isdigit() or int(value) > self._max_bytes for value in lengths)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = problems.problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "body-too-large",
            f"リクエストが大きすぎます。{self._max_bytes:,}バイト以内にしてください。",
        )
        response.headers["Connection"] = "close"
        await response(scope, receive, send)
