"""The least that a webhook can be: LINE's SDK checks and parses the body, and nothing is kept."""

from __future__ import annotations

import os

from linebot.v3 import WebhookParser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SECRET = "MADOGUCHI_LINE__CHANNEL_SECRET"


def create_app() -> Starlette:
    """The app; the channel secret is the one of the gateway beside it."""
    parser = WebhookParser(os.environ[SECRET])

    async def webhook(request: Request) -> Response:
        body = await request.body()
        parser.parse(body.decode(), request.headers["x-line-signature"])
        return Response()

    return Starlette(routes=[Route("/channels/line/all/webhook", webhook, methods=["POST"])])
