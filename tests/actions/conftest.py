"""A conversation as the action server sees it: real trackers in, events and messages out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import domain_action
from actions.domain_action import DomainAction
from madoguchi.messages import MESSAGE, Message


@dataclass
class Talk:
    """What Rasa keeps between turns: slots and the active loop, changed by the actions' events."""

    ward: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    loop: str | None = None
    turns: int = 0
    messages: list[Message] = field(default_factory=list)
    understanding: dict[str, Any] = field(default_factory=dict)

    def say(self, action: DomainAction, text: str, intent: str, **more: Any) -> str:
        """Run the action on typed words; what it said, as text."""
        return self._run(action, text, intent, {}, pressed=False, **more)

    def press(self, action: DomainAction, intent: str, **entities: str) -> str:
        """Run the action on a pressed button."""
        return self._run(action, "", intent, entities, pressed=True)

    def _run(
        self,
        action: DomainAction,
        text: str,
        intent: str,
        entities: dict[str, str],
        *,
        pressed: bool,
        message_id: str | None = None,
        after: str | None = "action_listen",
        parts: list[dict[str, Any]] | None = None,
        confidence: float = 0.9,
        inquiry: str | None = None,
        heard: bool = False,
    ) -> str:
        self.turns += 1
        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [
                {"entity": name, "value": value, "extractor": "button"}
                for name, value in entities.items()
            ],
            "message_id": message_id or f"m-{self.turns}",
            "parts": parts or [],
            "metadata": {
                "ward": self.ward,
                "pressed": pressed,
                "heard": heard,
                "text": text,
                "inquiry": inquiry,
            },
        }
        loop = {"name": self.loop} if self.loop else {}
        tracker = Tracker("conversation", self.slots, latest, [], False, None, loop, after)
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.loop = event["name"]
        dispatched = [message["custom"] for message in dispatcher.messages]
        self.messages = [
            MESSAGE.validate_python(item["message"]) for item in dispatched if "message" in item
        ]
        noted = [item["understanding"] for item in dispatched if "understanding" in item]
        self.understanding = noted[0] if noted else {}
        if self.understanding.get("ward"):
            self.ward = self.understanding["ward"]
        return "\n".join(shown(message) for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """The labels of the last answer's buttons, with their postbacks."""
        return {
            button.label: button.postback
            for message in self.messages
            for button in getattr(message, "choices", ())
        }


def shown(message: Message) -> str:
    """Everything of a message that a resident reads, but its buttons."""
    parts = [getattr(message, "title", ""), message.text, *getattr(message, "items", ())]
    parts += [f"{row.label}：{row.value}" for row in getattr(message, "rows", ())]
    return "\n".join(part for part in parts if part)


@pytest.fixture
def talk(
    clean_database: Path, clock: Callable[[], datetime], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Talk]:
    """Begins a conversation, on the fixed day: ``talk()`` or ``talk("shibuya")``."""
    monkeypatch.setattr(domain_action, "system_clock", clock)
    return lambda ward=None: Talk(ward=ward)
