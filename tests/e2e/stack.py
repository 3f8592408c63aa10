"""The real processes as ``./mado up`` starts them, and residents who talk to them over HTTP."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console

from madoguchi.running import model
from madoguchi.settings import ROOT, settings

START_SECONDS = 240.0
ANSWER_SECONDS = 60.0


@dataclass
class Stack:
    """A running Madoguchi with a data folder, ports and settings of its own."""

    base: str
    data_dir: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    output: Path

    def pid(self, child: str) -> int:
        """The process id of ``rasa``, ``actions`` or ``gateway``, as last started."""
        started = [
            json.loads(line)
            for line in self.output.read_text(encoding="utf-8").splitlines()
            if line.startswith("{") and '"child_started"' in line
        ]
        return int([entry["pid"] for entry in started if entry["child"] == child][-1])

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.base}/readyz", timeout=5).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None:
                pytest.fail(f"up ended: {self.output.read_text(encoding='utf-8')[-2000:]}")
            if time.monotonic() > deadline:
                pytest.fail("the processes were not ready in time")
            time.sleep(0.3)

    def mado(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of ``./mado`` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "madoguchi", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def stop(self) -> int:
        """Ctrl-C, as a person would press it."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@dataclass
class Resident:
    """Somebody who talks over HTTP. ``messages`` and ``understanding`` are of the last answer."""

    stack: Stack
    client: httpx.Client
    id: str
    token: str
    messages: list[dict[str, Any]]
    understanding: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    pending: bool = False

    def say(self, text: str) -> str:
        """Type a message; everything that was answered, as text."""
        return self._send({"text": text})

    def press(self, label: str) -> str:
        """Press the button with this label."""
        buttons = {button["label"]: button["postback"] for button in self.buttons()}
        assert label in buttons, f"no button {label!r} among {list(buttons)}"
        return self._send({"postback": buttons[label]})

    def press_postback(self, postback: str) -> str:
        """Press a button whose label is in whichever language."""
        return self._send({"postback": postback})

    def post(self, body: dict[str, Any]) -> httpx.Response:
        return self.client.post(
            f"/api/v1/conversations/{self.id}/messages", headers=self.headers, json=body
        )

    def _send(self, body: dict[str, str]) -> str:
        response = self.post({**body, "client_message_id": uuid4().hex})
        assert response.status_code == httpx.codes.OK, response.text
        answer = response.json()
        self.messages = answer["messages"]
        self.understanding = answer["understanding"]
        self.state = answer["state"]
        self.pending = answer.get("pending", False)
        return self.shown()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def last(self) -> dict[str, Any]:
        return self.messages[-1]

    def kinds(self) -> list[str]:
        return [message["kind"] for message in self.messages]

    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.messages for button in message.get("choices") or ()]

    def labels(self) -> list[str]:
        return [button["label"] for button in self.buttons()]

    def shown(self) -> str:
        """Every text that the resident sees of the last answer."""
        return "\n".join(_texts(self.messages))

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        response = self.client.get(
            f"/api/v1/conversations/{self.id}/messages",
            headers=self.headers,
            params={"after": after},
        )
        assert response.status_code == httpx.codes.OK, response.text
        entries: list[dict[str, Any]] = response.json()["messages"]
        return entries

    def wait_for_history(self, text: str) -> None:
        """Wait until an answer that comes later holds the text."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while text not in json.dumps(self.history(), ensure_ascii=False):
            assert time.monotonic() < deadline, f"{text!r} did not arrive"
            time.sleep(0.5)


def _texts(messages: list[dict[str, Any]]) -> Iterator[str]:
    for message in messages:
        yield from (
            message[key] for key in ("title", "text", "address", "phone") if message.get(key)
        )
        yield from (f"{row['label']}：{row['value']}" for row in message.get("rows") or ())
        yield from message.get("items") or ()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_stack(data_dir: Path, **extra: str) -> Stack:
    """Start everything with the model that is trained already; the caller stops it."""
    trained = model.train(settings(), Console(stderr=True))
    (data_dir / "models").mkdir(parents=True, exist_ok=True)
    shutil.copy(trained, data_dir / "models")
    port = free_port()
    environment = {
        **os.environ,
        "MADOGUCHI_DATA_DIR": str(data_dir),
        "MADOGUCHI_PORT": str(port),
        "MADOGUCHI_BOT_PORT": str(free_port()),
        "MADOGUCHI_ACTIONS_PORT": str(free_port()),
        "MADOGUCHI_MESSAGES_PER_MINUTE": "10000",
        "MADOGUCHI_ANONYMOUS_REQUESTS_PER_MINUTE": "10000",
        **extra,
    }
    output = data_dir / "up.log"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "madoguchi", "up"],
            cwd=ROOT,
            env=environment,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    stack = Stack(f"http://127.0.0.1:{port}", data_dir, environment, process, output)
    try:
        stack.wait_until_ready()
    except BaseException:
        stack.stop()
        raise
    return stack


def begin(stack: Stack, client: httpx.Client, ward: str | None, language: str = "ja") -> Resident:
    """A resident who has just opened the page."""
    response = client.post("/api/v1/conversations", json={"ward": ward, "language": language})
    assert response.status_code == httpx.codes.CREATED, response.text
    body = response.json()
    return Resident(stack, client, body["id"], body["token"], body["messages"])
