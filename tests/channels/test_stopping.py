"""A server that is asked to stop ends its event streams, and does not wait out its grace."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading

import pytest

from channels import stopping
from madoguchi.settings import ROOT
from tests.channels.rasa_peer import eventually, free_port
from tests.channels.web.event_stream import opened

GRACE_SECONDS = 60
"""Longer than the test may take: streams that are only cut off would be seen."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_heard_and_passed_on(number: signal.Signals) -> None:
    heard: list[str] = []
    before = signal.signal(number, lambda *_: heard.append("server"))
    try:
        with stopping.heard_by(lambda: heard.append("app")):
            signal.raise_signal(number)
            assert heard == ["app", "server"]
        signal.raise_signal(number)
        assert heard == ["app", "server", "server"]
    finally:
        signal.signal(number, before)


def test_beside_the_main_thread_nothing_is_heard() -> None:
    before = signal.getsignal(signal.SIGTERM)
    seen: list[object] = []

    def within() -> None:
        with stopping.heard_by(lambda: None):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=within)
    thread.start()
    thread.join()
    assert seen == [before]


def test_streams_end_when_the_process_is_asked_to_stop() -> None:
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "tests.channels.stopping_app:app",
        "--port", str(port), "--timeout-graceful-shutdown", str(GRACE_SECONDS), "--no-access-log",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        eventually(lambda: _listens(port) or process.poll() is not None, timeout_s=90)
        with opened(f"http://127.0.0.1:{port}", "", {}) as stream:
            stream.next("state")
            process.terminate()
            assert stream.rest(timeout_s=GRACE_SECONDS / 2) == []
            process.wait(timeout=GRACE_SECONDS / 2)
    finally:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
