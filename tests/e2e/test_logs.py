"""Logs hold ids and outcomes, never residents' words."""

from __future__ import annotations

import json
from collections.abc import Callable

from .stack import Resident, Stack

Talk = Callable[..., Resident]


def test_no_log_holds_what_was_said(talk: Talk, stack: Stack) -> None:
    words = "ぺけぽんたろう三世の粗大ごみ"
    talk("shibuya").say(f"{words}を捨てたい")
    logs = [*stack.data_dir.glob("logs/*"), stack.output]
    assert {path.name for path in logs} >= {"rasa.log", "actions.log", "gateway.log"}
    for path in logs:
        content = path.read_text(encoding="utf-8")
        assert words not in content
        assert words.encode("unicode_escape").decode() not in content


def test_the_gateway_s_log_lines_are_json(talk: Talk, stack: Stack) -> None:
    talk("shibuya").say("転入届に必要なものは？")
    lines = (stack.data_dir / "logs" / "gateway.log").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert "turn_answered" in events
