"""The gateway: the FastAPI app that residents' channels reach."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

from channels import (
    catalogue_api,
    durable,
    health,
    problems,
    retention,
    submissions_api,
    turn_workflow,
)
from channels.body_limit import BodyLimit
from channels.bot import BotClient
from channels.gateway_parts import Parts
from channels.limiting import Limits
from channels.line import webhook as line
from channels.line import workflow as line_workflow
from channels.line.inbox import Inbox
from channels.web import inbound as web
from channels.web import widget_files
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.index import index
from madoguchi.clock import system_clock
from madoguchi.logs import configure
from madoguchi.settings import Settings, settings

PAGES_STATIC = Path(__file__).parent / "pages" / "static"
MAX_BODY_BYTES = 64 * 1024

_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def create_app(config: Settings | None = None) -> FastAPI:
    """The app for these settings (default: those of the process)."""
    config = config or settings()
    configure()
    bot = BotClient(config.bot_url, config.resolved_bot_token)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.parts = Parts(config, catalogue(), system_clock, bot, Limits(config))
        index()  # built before the first resident asks
        turn_workflow.use_bot(bot)
        await durable.launch(config)
        await retention.schedule()
        app.state.line_inbox = Inbox()
        dispatching = asyncio.create_task(line_workflow.dispatch(app.state.line_inbox))
        try:
            yield
        finally:
            dispatching.cancel()
            durable.stop()
            await bot.close()

    app: FastAPI = FastAPIOffline(  # /docs and /redoc without a CDN
        title="Madoguchi",
        version="0.1.0",
        summary="The assistant of Tokyo's 23 wards: conversations, catalogue, submissions.",
        lifespan=lifespan,
    )
    problems.install(app)
    app.add_middleware(
        BodyLimit,
        max_bytes=MAX_BODY_BYTES,
        longer={line.router.prefix: line.MAX_BODY_BYTES},
    )
    app.middleware("http")(_guard)
    for router in (
        web.router,
        widget_files.router,
        line.router,
        catalogue_api.router,
        submissions_api.router,
        health.router,
    ):
        app.include_router(router)

    app.mount("/pages", StaticFiles(directory=PAGES_STATIC), name="pages")
    return app


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Add security headers, count and time, whatever happens inside."""
    started = time.perf_counter()
    try:
        response = await call_next(request)
    except Exception as error:  # noqa: BLE001 - a failure is answered and counted, too
        response = problems.unexpected(request.url.path, error)
    for name, value in _SECURITY_HEADERS.items():
        if not (name == "Content-Security-Policy" and request.url.path in ("/docs", "/redoc")):
            response.headers.setdefault(name, value)
    if request.url.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    route = getattr(request.scope.get("route"), "path", "none")
    health.REQUESTS.labels(request.method, route, response.status_code).inc()
    health.SECONDS.labels(request.method, route).observe(time.perf_counter() - started)
    return response
