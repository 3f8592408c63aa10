"""The gateway's pages on a loopback port, with a database of their own: no Rasa, no search."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from channels.bot import BotClient
from channels.gateway import create_app
from channels.gateway_parts import Parts
from channels.limiting import Limits
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.clock import system_clock
from madoguchi.settings import settings
from madoguchi.storage import database, encryption
from tests.channels.pages.apply.visitor import Visitor
from tests.channels.rasa_peer import Server


def _without_lifespan(app: ASGIApp) -> ASGIApp:
    """The app without the parts that its start makes: a form asks nobody."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})

    return served


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_DATA_DIR", str(folder))
        patch.setenv("MADOGUCHI_DATABASE_URL", f"sqlite:///{folder / 'madoguchi.db'}")
        _forget()
        database.upgrade()
        config = settings()
        app = create_app(config)
        bot = BotClient(config.bot_url, "none")
        app.state.parts = Parts(config, catalogue(), system_clock, bot, Limits(config))
        server = Server(_without_lifespan(app))
        yield f"http://127.0.0.1:{server.port}"
        server.stop()
        database.engine().dispose()
    _forget()


@pytest.fixture
def visitor(base: str) -> Iterator[Visitor]:
    """Somebody who has never been here."""
    with httpx.Client(base_url=base, timeout=30, headers={"Origin": base}) as http:
        yield Visitor(http)


def _forget() -> None:
    for cached in (settings, database.engine, encryption._cipher):
        cached.cache_clear()
