"""The gateway itself on a loopback port, with its own database, between a resident and the peer."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import select

from channels import turn_workflow
from channels.gateway import create_app
from channels.web.streams import Streams
from madoguchi.settings import settings
from madoguchi.storage import database, encryption
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import TurnRow
from tests.channels.rasa_peer import TOKEN, RasaPeer, Server, eventually, free_port

Beside = Callable[[], Coroutine[Any, Any, None]]


@dataclass
class Talk:
    """A conversation over HTTP."""

    http: httpx.Client
    id: str
    token: str
    greeting: list[dict[str, Any]]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def url(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    def post(self, **body: Any) -> httpx.Response:
        """Send a message as it is; a fresh ``client_message_id`` where none is given."""
        body.setdefault("client_message_id", uuid4().hex)
        return self.http.post(f"{self.url}/messages", headers=self.headers, json=body)

    def say(self, text: str, **body: Any) -> dict[str, Any]:
        """Type something; the answer."""
        response = self.post(text=text, **body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def history(self, **query: Any) -> dict[str, Any]:
        response = self.http.get(f"{self.url}/messages", headers=self.headers, params=query)
        assert response.status_code == 200, response.text
        history: dict[str, Any] = response.json()
        return history

    def texts(self) -> list[tuple[str, str]]:
        """The history behind the greeting: who said what."""
        return [
            (entry["role"], entry["message"]["text"]) for entry in self.history()["messages"][1:]
        ]


@dataclass
class Gateway:
    """The running gateway. ``folder`` holds its databases."""

    base: str
    http: httpx.Client
    peer: RasaPeer
    folder: Path
    server: Server
    app: FastAPI
    beside: Beside | None = None

    def streams(self) -> Streams:
        """Its event streams."""
        found: Streams = self.app.state.streams
        return found

    def talk(self, ward: str | None = "shibuya") -> Talk:
        """Begin a conversation."""
        response = self.http.post("/api/v1/conversations", json={"ward": ward, "language": "ja"})
        assert response.status_code == 201, response.text
        started = response.json()
        return Talk(self.http, started["id"], started["token"], started["messages"])

    def restart(self) -> None:
        """Stop the gateway and start it on the same data and port."""
        self.server.stop()
        self.app = _app(self.beside)
        self.server = Server(self.app, self.server.port)

    def stored_bytes(self) -> bytes:
        """Everything in its databases, as it lies on the disk."""
        found = []
        for path in sorted(self.folder.glob("*.db*")):
            with suppress(FileNotFoundError):  # a journal that is gone holds nothing
                found.append(path.read_bytes())
        return b"".join(found)


@pytest.fixture(scope="module")
def channel_settings() -> dict[str, str]:
    """Settings of the gateway that a channel's tests need, by name; none here."""
    return {}


@pytest.fixture(scope="module")
def beside() -> Beside | None:
    """What runs beside the gateway for a channel's tests, else in a process of its own; nothing."""
    return None


@pytest.fixture(scope="module")
def _running_gateway(
    tmp_path_factory: pytest.TempPathFactory,
    channel_settings: dict[str, str],
    beside: Beside | None,
) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    peer = RasaPeer(free_port())
    peer.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder / 'madoguchi.db'}",
            "WORKFLOW_DATABASE_URL": f"sqlite:///{folder / 'workflows.db'}",
            "BOT_PORT": peer.port,
            "ACTIONS_PORT": peer.port,
            "BOT_TOKEN": TOKEN,
            **channel_settings,
        }.items():
            patch.setenv(f"MADOGUCHI_{name}", str(value))
        # An outage is admitted after this long: tests need not wait as residents would.
        patch.setattr(turn_workflow, "MOMENT_SECONDS", 0.5)
        _forget()
        database.upgrade()
        app = _app(beside)
        server = Server(app)
        base = f"http://127.0.0.1:{server.port}"
        with httpx.Client(base_url=base, timeout=30) as http:
            running = Gateway(base, http, peer, folder, server, app, beside)
            yield running
        running.server.stop()
        peer.stop()
        database.engine().dispose()
    _forget()
    structlog.reset_defaults()


@pytest.fixture
def gateway(_running_gateway: Gateway) -> Iterator[Gateway]:
    """The gateway of the module; its peer is as new, and nothing of other tests is under way."""
    _running_gateway.peer.reset()
    yield _running_gateway
    _running_gateway.peer.reset()
    eventually(_nothing_pending)


@pytest.fixture
def talk(gateway: Gateway) -> Talk:
    """A fresh conversation in Shibuya."""
    return gateway.talk()


def _app(beside: Beside | None) -> FastAPI:
    app = create_app(settings())
    lifespan = app.router.lifespan_context

    @asynccontextmanager
    async def with_work_beside(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app):
            work = None if beside is None else asyncio.create_task(beside())
            yield
            if work is not None:
                work.cancel()

    app.router.lifespan_context = with_work_beside
    return app


def _nothing_pending() -> bool:
    with transaction() as session:
        return session.scalar(select(TurnRow.id).where(TurnRow.status == "pending")) is None


def _forget() -> None:
    caches: tuple[functools._lru_cache_wrapper[Any], ...] = (
        settings,
        database.engine,
        encryption._cipher,
    )
    for cached in caches:
        cached.cache_clear()
