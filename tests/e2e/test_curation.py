"""What residents say can be reviewed, without telling who they are, and goes when they erase it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx

from .stack import ANSWER_SECONDS, Resident, Stack


def reviewable(stack: Stack) -> list[dict[str, Any]]:
    listed = stack.mado("review", "list", "--limit", "1000", "--json")
    assert listed.returncode == 0, listed.stderr
    found: list[dict[str, Any]] = json.loads(listed.stdout)
    return found


def test_a_turn_is_reviewed_masked_and_erased_with_its_conversation(
    stack: Stack, talk: Callable[..., Resident]
) -> None:
    resident = talk("nerima")
    resident.say("佐藤美咲と申します。電話は090-1234-5678です。こたつの引き取りはいくらですか")
    masked = "<氏名>と申します。電話は<電話番号>です。こたつの引き取りはいくらですか"
    deadline = time.monotonic() + ANSWER_SECONDS
    while masked not in (texts := {one["text"]: one for one in reviewable(stack)}):
        assert time.monotonic() < deadline, sorted(texts)
        time.sleep(0.5)
    record = texts[masked]
    assert (record["ward"], record["intent"]) == ("nerima", resident.understanding["intent"])
    assert record["model"]
    assert not any("佐藤" in text for text in texts)

    erased = resident.client.delete(
        f"/api/v1/conversations/{resident.id}", headers=resident.headers
    )
    assert erased.status_code == httpx.codes.NO_CONTENT
    assert masked not in {one["text"] for one in reviewable(stack)}
