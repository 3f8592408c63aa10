"""An app in a process of its own, as ``up`` serves the gateway, on data that is deleted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from madoguchi.settings import ROOT
from tests.channels.rasa_peer import TOKEN

_START_SECONDS = 120.0


def prepared(folder: Path, rasa_port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a gateway whose data is in the folder, its tables made.

    ``settings`` are named without ``MADOGUCHI_``; at the port is the peer that plays Rasa.
    """
    named = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'madoguchi.db'}",
        "WORKFLOW_DATABASE_URL": f"sqlite:///{folder / 'workflows.db'}",
        "BOT_PORT": str(rasa_port),
        "ACTIONS_PORT": str(rasa_port),
        "BOT_TOKEN": TOKEN,
        **settings,
    }
    environment = {**os.environ, **{f"MADOGUCHI_{name}": value for name, value in named.items()}}
    subprocess.run(
        [sys.executable, "-m", "madoguchi", "db", "upgrade"],
        cwd=ROOT, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return environment


@contextmanager
def serving(app: str, port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """The app that this factory makes, once it answers; its process id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "--factory", app, "--port", str(port),
         "--log-level", "warning", "--ws", "websockets-sansio"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=2, trust_env=False)
                break
            except httpx.HTTPError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)
