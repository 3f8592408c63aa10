"""Parts die in the middle of a conversation; nothing is lost and the conversation goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .stack import Resident, Stack, begin, start_stack


@pytest.fixture
def fragile(tmp_path: Path) -> Iterator[Stack]:
    """Processes of this test alone, for it kills them."""
    running = start_stack(tmp_path, MADOGUCHI_TURN_TIMEOUT_SECONDS="4")
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0


def test_each_part_may_be_killed_in_the_middle_of_an_application(fragile: Stack) -> None:
    with httpx.Client(base_url=fragile.base, timeout=60) as client:
        resident = begin(fragile, client, "nerima")
        resident.say("転出届を申請したいです。名前は佐藤美咲です")
        wait_for_field(resident, "name_kana")

        for part, said, field in (
            ("rasa", "さとうみさき", "birth_date"),
            ("actions", "平成3年4月2日", "phone"),
        ):
            os.kill(fragile.pid(part), signal.SIGKILL)
            resident.say(said)
            if resident.pending:
                assert "03-3993-1111" in resident.shown()
            wait_for_field(resident, field)
            fragile.wait_until_ready()

        os.kill(fragile.pid("gateway"), signal.SIGKILL)
        fragile.wait_until_ready()
        typed = [
            entry["message"]["text"] for entry in resident.history() if entry["role"] == "resident"
        ]
        assert typed[1:] == ["さとうみさき", "平成3年4月2日"]
        resident.say("090-1234-5678")
        wait_for_field(resident, "email")

    pids = [fragile.pid(part) for part in ("rasa", "actions", "gateway")]
    assert fragile.stop() == 0
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def wait_for_field(resident: Resident, field: str) -> None:
    """Wait for a question that may come after the apology."""
    deadline = time.monotonic() + 120
    while True:
        questions = [
            entry["message"]["field"]
            for entry in resident.history()
            if entry["message"]["kind"] == "question"
        ]
        if questions and questions[-1] == field:
            return
        assert time.monotonic() < deadline, f"{field} was not asked; last were {questions[-3:]}"
        time.sleep(0.5)
