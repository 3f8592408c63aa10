"""A small real HTTP peer that plays Rasa's side of ``bot/channel.py``, and the action server's.

Tests say what it answers, take it down, and read what it was asked.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from madoguchi.messages import BaseMessage, TextMessage

TOKEN = "the-token-between-gateway-and-rasa"

Answering = Callable[[dict[str, Any]], Response]


def turn_answer(*messages: BaseMessage, intent: str = "ask_overview", **noted: Any) -> JSONResponse:
    """What Rasa answers when our actions dispatched these messages."""
    understanding = {"procedure": None, "aspect": None, "candidates": [], "ward": None} | noted
    dispatched = [{"custom": {"message": message.model_dump(mode="json")}} for message in messages]
    return JSONResponse(
        {
            "messages": [*dispatched, {"custom": {"understanding": understanding}}],
            "intent": intent,
            "confidence": 0.87654321,
        }
    )


def echo(turn: dict[str, Any]) -> Response:
    """Says again what was said."""
    return turn_answer(TextMessage(text=f"「{turn['text']}」ですね。"))


@dataclass
class RasaPeer:
    """Rasa as the gateway sees it. ``delay_s`` is how long it thinks."""

    port: int
    answering: Answering = echo
    delay_s: float = 0.0
    actions_are_up: bool = True
    has_model: bool = True
    turns: list[dict[str, Any]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    unsaid: list[tuple[str, str]] = field(default_factory=list)
    _server: Server | None = None

    def reset(self) -> None:
        """As new: up, echoing, asked nothing yet."""
        self.answering, self.delay_s = echo, 0.0
        self.actions_are_up = self.has_model = True
        self.turns.clear()
        self.erased.clear()
        self.unsaid.clear()
        self.start()

    def start(self) -> None:
        """Listen, if it does not already."""
        if self._server is None:
            self._server = Server(self._app(), self.port)

    def stop(self) -> None:
        """Go down: connections are refused."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def said(self) -> list[str]:
        """The texts that it was asked about, in order, repeats counted."""
        return [turn["text"] for turn in self.turns]

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/webhooks/gateway/webhook", self._turn, methods=["POST"]),
                Route("/webhooks/gateway/ready", self._ready),
                Route("/webhooks/gateway/conversations/{id}", self._erase, methods=["DELETE"]),
                Route(
                    "/webhooks/gateway/conversations/{id}/messages/{message}",
                    self._unsay,
                    methods=["DELETE"],
                ),
                Route("/health", self._actions_health),
            ]
        )

    async def _turn(self, request: Request) -> Response:
        if not self._is_gateway(request):
            return JSONResponse({"error": "the gateway's token is needed"}, 401)
        turn = json.loads(await request.body())
        self.turns.append(turn)
        if self.delay_s:
            import asyncio

            await asyncio.sleep(self.delay_s)
        return self.answering(turn)

    async def _ready(self, request: Request) -> Response:
        return JSONResponse({"ready": self.has_model}, 200 if self.has_model else 503)

    async def _erase(self, request: Request) -> Response:
        if not self._is_gateway(request):
            return JSONResponse({"error": "the gateway's token is needed"}, 401)
        self.erased.append(request.path_params["id"])
        return JSONResponse({"events": 3})

    async def _unsay(self, request: Request) -> Response:
        if not self._is_gateway(request):
            return JSONResponse({"error": "the gateway's token is needed"}, 401)
        self.unsaid.append((request.path_params["id"], request.path_params["message"]))
        return JSONResponse({"events": 2})

    async def _actions_health(self, request: Request) -> Response:
        return Response(status_code=200 if self.actions_are_up else 503)

    def _is_gateway(self, request: Request) -> bool:
        return request.headers.get("authorization") == f"Bearer {TOKEN}"


class Server:
    """An app on a loopback port, served by a thread of its own."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listener.getsockname()[1])
        config = uvicorn.Config(
            app,
            log_config=None,
            ws="websockets-sansio",
            access_log=False,
            timeout_graceful_shutdown=3,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )
        self._thread.start()
        # The gateway builds its search index first, which takes a busy machine half a minute.
        eventually(lambda: self._server.started or not self._thread.is_alive(), 90.0)
        assert self._server.started

    def stop(self) -> None:
        """Stop serving and give the port back."""
        self._server.should_exit = True
        self._thread.join(timeout=15)
        self._listener.close()


def eventually(condition: Callable[[], object], timeout_s: float = 20.0) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.02)


def free_port() -> int:
    """A port on which nothing listens at present."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
