"""Our side: gateway, Rasa and action server as ``./mado up`` starts them, on data of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import httpx

from benchmarks.turns.processes import family, processor_seconds
from madoguchi.errors import MadoguchiError
from madoguchi.settings import ROOT, Settings

PROCESSES = ("gateway", "rasa", "actions", "curation")
_STOP_SECONDS = 40.0
_MESSAGES_PER_MINUTE = "1000000"
"""A benchmark's resident types faster than any person: the limit of a conversation is raised."""


class StackError(MadoguchiError):
    """Madoguchi did not start; the message holds what it said."""


class MadoguchiStack:
    """``./mado up`` on free ports of the loopback interface, stopped at the end of the block."""

    def __init__(
        self, folder: Path, present: Settings, trained: Path, ports: tuple[int, int, int]
    ) -> None:
        self._folder = folder
        self._output = folder / "up.log"
        self._process: subprocess.Popen[bytes] | None = None
        gateway, bot, actions = ports
        self.base = f"http://127.0.0.1:{gateway}"
        self.bot_base = f"http://127.0.0.1:{bot}"
        (folder / "models").mkdir(parents=True)
        shutil.copy(trained, folder / "models")
        if (present.data_dir / "search").exists():
            shutil.copytree(present.data_dir / "search", folder / "search")
        # Every place where something is kept is named: the settings of this machine, its .env among
        # them, may name the database that residents' conversations are in.
        self._environment = {
            **os.environ,
            "MADOGUCHI_DATA_DIR": str(folder),
            "MADOGUCHI_DATABASE_URL": f"sqlite:///{folder / 'madoguchi.db'}",
            "MADOGUCHI_WORKFLOW_DATABASE_URL": f"sqlite:///{folder / 'workflows.db'}",
            "MADOGUCHI_TRACKER_DATABASE_URL": f"sqlite:///{folder / 'tracker.db'}",
            "MADOGUCHI_HOST": "127.0.0.1",
            "MADOGUCHI_PORT": str(gateway),
            "MADOGUCHI_BOT_PORT": str(bot),
            "MADOGUCHI_ACTIONS_PORT": str(actions),
            "MADOGUCHI_MESSAGES_PER_MINUTE": _MESSAGES_PER_MINUTE,
            "MADOGUCHI_ANONYMOUS_REQUESTS_PER_MINUTE": _MESSAGES_PER_MINUTE,
        }

    def __enter__(self) -> MadoguchiStack:
        with self._output.open("wb") as sink:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "madoguchi", "up"],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C comes to us alone, and we stop it
            )
        return self

    def __exit__(self, *_: object) -> None:
        process = self._process
        if process is None:
            return
        started = family(process.pid)
        process.terminate()
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for pid in started:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            process.wait()

    def wait_until_ready(self, patience: float = 240.0) -> None:
        """Wait until every part answers.

        Raises:
            StackError: if it ends, or is not ready after ``patience`` seconds.

        """
        deadline = time.monotonic() + patience
        while not self.is_ready():
            if self.has_ended() or time.monotonic() > deadline:
                raise StackError("not-ready", f"Madoguchi did not start:\n{self.said()}")
            time.sleep(0.3)

    def is_ready(self) -> bool:
        """Whether every part answers now."""
        try:
            return httpx.get(f"{self.base}/readyz", timeout=5.0).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def has_ended(self) -> bool:
        """Whether it ended by itself, which is an error."""
        return self._process is not None and self._process.poll() is not None

    def said(self) -> str:
        """The end of what it wrote."""
        return self._output.read_text(encoding="utf-8", errors="replace")[-2000:]

    def pids(self) -> dict[str, tuple[int, ...]]:
        """The processes of each part, as last started."""
        latest: dict[str, int] = {}
        for line in self._output.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("{") and '"child_started"' in line:
                entry = json.loads(line)
                latest[entry["child"]] = int(entry["pid"])
        return {name: family(latest[name]) for name in PROCESSES if name in latest}

    def token(self) -> str:
        """The secret that the gateway shows to Rasa."""
        return (self._folder / "secrets" / "bot.token").read_text(encoding="utf-8").strip()


class Gateway:
    """Our bot as a resident's page reaches it."""

    name = "madoguchi"

    def __init__(self, client: httpx.AsyncClient, pids: Mapping[str, tuple[int, ...]]) -> None:
        self._client = client
        self._pids = pids

    async def begin(self, ward: str | None) -> GatewayConversation:
        """See ``Bot``."""
        conversation, token = await _begin(self._client, ward)
        return GatewayConversation(self._client, conversation, token)

    def processor_seconds(self) -> dict[str, float]:
        """See ``Bot``."""
        return {name: processor_seconds(pids) for name, pids in self._pids.items()}


class GatewayConversation:
    """A conversation over our HTTP contract."""

    def __init__(self, client: httpx.AsyncClient, id: str, token: str) -> None:
        self._client = client
        self._path = f"/api/v1/conversations/{id}/messages"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._said = 0

    async def say(self, text: str) -> bool:
        """See ``Conversation``."""
        self._said += 1
        response = await self._client.post(
            self._path,
            headers=self._headers,
            json={"text": text, "client_message_id": f"bench-{self._said}"},
        )
        if response.status_code != httpx.codes.OK:
            return False
        answer = response.json()
        return bool(answer["messages"]) and not answer["pending"]


class BehindGateway:
    """Rasa and the action server asked directly, as the gateway asks them: what is left is its."""

    name = "bot"

    def __init__(
        self,
        gateway: httpx.AsyncClient,
        bot: httpx.AsyncClient,
        token: str,
        pids: Mapping[str, tuple[int, ...]],
    ) -> None:
        self._gateway = gateway
        self._bot = bot
        self._headers = {"Authorization": f"Bearer {token}"}
        self._pids = pids

    async def begin(self, ward: str | None) -> BotConversation:
        """A conversation that the gateway knows: the actions keep drafts with it."""
        conversation, _ = await _begin(self._gateway, ward)
        return BotConversation(self._bot, conversation, ward, self._headers)

    def processor_seconds(self) -> dict[str, float]:
        """See ``Bot``."""
        return {name: processor_seconds(pids) for name, pids in self._pids.items()}


class BotConversation:
    """A conversation over Rasa's gateway channel."""

    def __init__(
        self, client: httpx.AsyncClient, id: str, ward: str | None, headers: dict[str, str]
    ) -> None:
        self._client = client
        self._id = id
        self._ward = ward
        self._headers = headers
        self._said = 0

    async def say(self, text: str) -> bool:
        """See ``Conversation``."""
        self._said += 1
        response = await self._client.post(
            "/webhooks/gateway/webhook",
            headers=self._headers,
            json={
                "sender": self._id,
                "message_id": f"{self._id}:{self._said}",
                "text": text,
                "intent": None,
                "entities": None,
                "metadata": {
                    "ward": self._ward, "language": "ja", "pressed": False, "text": text,
                },
            },
        )  # fmt: skip
        return response.status_code == httpx.codes.OK and bool(response.json()["messages"])


async def _begin(client: httpx.AsyncClient, ward: str | None) -> tuple[str, str]:
    response = await client.post("/api/v1/conversations", json={"ward": ward, "language": "ja"})
    response.raise_for_status()
    body = response.json()
    return str(body["id"]), str(body["token"])
