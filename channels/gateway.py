"""The gateway: the FastAPI app that residents' channels reach."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

from channels import (
    banner_api,
    catalogue_api,
    durable,
    health,
    postal_codes_api,
    problems,
    retention,
    stopping,
    submissions_api,
    workflows,
)
from channels.body_limit import BodyLimit
from channels.bot import BotClient
from channels.compression import Compression
from channels.gateway_parts import Parts
from channels.guard import Guard
from channels.limiting import Limits
from channels.line import liff
from channels.line import webhook as line
from channels.line.inbox import Inbox
from channels.pages import crawlers, portal
from channels.pages.apply import posts as apply_posts
from channels.pages.apply import routes as apply_routes
from channels.pages.apply import session as apply_session
from channels.pages.errors import error_page
from channels.voice import browser as voice
from channels.voice import voice_api
from channels.voice.lines import Lines
from channels.voice.telephone import inbound as telephone
from channels.voice.telephone import readiness
from channels.voice.telephone.control import call_control
from channels.warming import warm
from channels.web import attachments, events, widget_files
from channels.web import inbound as web
from channels.web.cors import ApiCors
from channels.web.streams import Streams
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.index import index
from madoguchi.clock import system_clock
from madoguchi.conversations import news
from madoguchi.logs import configure
from madoguchi.settings import Settings, settings

PAGES_STATIC = Path(__file__).parent / "pages" / "static"
MAX_BODY_BYTES = 64 * 1024


def create_app(config: Settings | None = None) -> FastAPI:
    """The app for these settings (default: those of the process)."""
    config = config or settings()
    configure()
    bot = BotClient(config.bot_url, config.resolved_bot_token)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        limits = Limits(config)
        app.state.parts = Parts(config, catalogue(), system_clock, bot, limits)
        index()  # built before the first resident asks
        workflows.prepare(bot, limits)
        await durable.launch(config)
        await retention.schedule()
        app.state.line_inbox = Inbox()
        app.state.streams = streams = Streams(config.live_streams)
        app.state.voice_lines = Lines(config.voice.most_sessions)
        app.state.call_control = call_control(config.voice)
        readiness.report(config.voice)
        looking_out = asyncio.create_task(streams.look_out())
        warming = asyncio.create_task(warm(config.voice))
        try:
            with news.heard_by(streams.hear), stopping.heard_by(streams.close):
                yield
        finally:
            looking_out.cancel()
            warming.cancel()
            durable.stop()
            await bot.close()

    app: FastAPI = FastAPIOffline(  # /docs and /redoc without a CDN
        title="Madoguchi",
        version="0.1.0",
        summary="The assistant of Tokyo's 23 wards: conversations, catalogue, submissions.",
        lifespan=lifespan,
    )
    problems.install(app, error_page)
    app.add_middleware(
        BodyLimit,
        max_bytes=MAX_BODY_BYTES,
        longer={
            line.router.prefix: line.MAX_BODY_BYTES,
            attachments.PATHS: attachments.MAX_BODY_BYTES,
            apply_posts.FORM_PATHS: apply_posts.MAX_BODY_BYTES,
            apply_routes.router.prefix: apply_posts.MAX_TEXT_BYTES,
        },
    )
    app.add_middleware(Compression)
    app.add_middleware(Guard)
    if config.web_origins:
        app.add_middleware(ApiCors, origins=config.web_origins)
    for router in (
        web.router,
        attachments.router,
        widget_files.router,
        events.router,
        line.router,
        liff.router,
        catalogue_api.router,
        submissions_api.router,
        postal_codes_api.router,
        banner_api.router,
        health.router,
        portal.router,
        crawlers.router,
        apply_session.router,
        apply_routes.router,
        voice.router,
        voice_api.router,
        telephone.router,
    ):
        app.include_router(router)

    app.mount("/pages", StaticFiles(directory=PAGES_STATIC), name="pages")
    return app
