"""The office's bridge: a real HTTP peer that keeps its orders and checks that they are signed."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SECRET = "the-bridge-secret-of-tests"


@dataclass
class BridgePeer:
    """``statuses`` are answered in turn, then 204; ``orders`` are those that were signed."""

    statuses: list[int] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/calls", self._calls, methods=["POST"]),
                Route("/texts", self._texts, methods=["POST"]),
            ]
        )

    async def _calls(self, request: Request) -> Response:
        return await self._taken(request, self.orders)

    async def _texts(self, request: Request) -> Response:
        return await self._taken(request, self.texts)

    async def _taken(self, request: Request, kept: list[dict[str, Any]]) -> Response:
        body = await request.body()
        if not _is_signed(request.headers.get("X-Madoguchi-Signature", ""), body):
            return Response(status_code=401)
        kept.append(json.loads(body))
        return Response(status_code=self.statuses.pop(0) if self.statuses else 204)


def _is_signed(header: str, body: bytes) -> bool:
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    signed = f"{parts.get('t')}.".encode() + body
    wanted = hmac.new(SECRET.encode(), signed, sha256).hexdigest()
    return hmac.compare_digest(wanted, parts.get("v1", ""))
