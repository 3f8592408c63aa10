"""Where the widget is looked at: a ward's page of another origin, on two kinds of connection."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.channels.web.widget_peer import STRICT_POLICY

MESSAGE = "渋谷区に引っ越してきました"
WITH_WIDGET, WITHOUT_WIDGET = "/with", "/without"
PORTAL_PAGES = {"home": "/?ward=shibuya", "procedure": "/procedures/moving-in?ward=shibuya"}
"""Pages of the portal by what their figures are called."""

_PARAGRAPHS = 40


@dataclass(frozen=True)
class Profile:
    """A connection and a telephone.

    ``latency_ms`` is there and back; zero bits a second is the loopback interface as it is.
    ``slowdown`` is how much longer the processor takes.
    """

    name: str
    latency_ms: int
    bits_per_second: int
    slowdown: int


PROFILES = (
    Profile("fast", latency_ms=0, bits_per_second=0, slowdown=1),
    Profile("slow_4g", latency_ms=400, bits_per_second=400_000, slowdown=4),
)
"""Slow 4G on a cheap telephone is the pair that web.dev's tools test with."""


def site(gateway: str) -> Starlette:
    """A ward's own site, the same page with the widget's tag and without it.

    Its policy forbids whatever a strict site forbids; the page is longer than the window, so that
    whatever pushes it about is seen.
    """

    def page(request: Request) -> Response:
        tag = f'<script src="{gateway}/widget.js" data-ward="shibuya" async></script>'
        said = "".join(
            f"<h2>手続き{number}</h2><p>窓口の受付時間と必要なものをご確認のうえ、お越しください。</p>"
            for number in range(1, _PARAGRAPHS + 1)
        )
        return HTMLResponse(
            '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>区のページ</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<link rel="icon" href="data:,">'  # browsers ask for one whenever they like
            f"{tag if request.url.path == WITH_WIDGET else ''}</head>"
            f"<body><main><h1>ある区のページ</h1>{said}</main></body></html>",
            headers={
                "Content-Security-Policy": STRICT_POLICY.format(
                    host=gateway, voice=gateway.replace("http", "ws", 1)
                )
            },
        )

    return Starlette(routes=[Route(path, page) for path in (WITH_WIDGET, WITHOUT_WIDGET)])
