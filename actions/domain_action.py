"""The base of our actions: read the turn, let the domain answer, dispatch, say what it was."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.turn import TurnContext, read_turn
from madoguchi.answers import guidance
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.catalogue.search.result import Hit
from madoguchi.clock import system_clock
from madoguchi.errors import MadoguchiError
from madoguchi.messages import Message, TextMessage

log = structlog.get_logger()


@dataclass(frozen=True)
class Reply:
    """What an action says and changes.

    ``procedure``, ``aspect`` and ``candidates`` tell the channel how the turn was understood;
    ``ward``, ``language`` and ``notices`` (the consent to them) are set when the turn changed them,
    ``erase`` when everything shall be forgotten.
    """

    messages: Sequence[Message]
    slots: dict[str, Any] = field(default_factory=dict)
    events: Sequence[EventType] = ()
    procedure: str | None = None
    aspect: str | None = None
    candidates: Sequence[Hit] = ()
    ward: str | None = None
    language: str | None = None
    notices: bool | None = None
    erase: bool = False
    follows_another: bool = False
    """Whether another action has already said how the turn was understood."""


class DomainAction(Action, ABC):
    """An action whose answer the domain gives."""

    @abstractmethod
    def answer(self, turn: TurnContext) -> Reply:
        """Answer the turn.

        Raises:
            MadoguchiError: its message is shown to the resident.
            ActionExecutionRejection: to leave the turn to another rule.

        """

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Rasa's entry."""
        turn = read_turn(tracker, catalogue(), system_clock())
        try:
            reply = self.answer(turn)
            messages = list(reply.messages)
        except ActionExecutionRejection:
            raise
        except MadoguchiError as error:
            reply = Reply(())
            messages = [TextMessage(text=error.message)]
        except Exception as error:  # noqa: BLE001 - a resident never sees a stack trace
            log.error("action_failed", action=self.name(), error=type(error).__name__)
            reply = Reply(())
            messages = [guidance.unavailable(turn.ward)]
        for message in messages:
            dispatcher.utter_message(json_message={"message": message.model_dump(mode="json")})
        if not reply.follows_another:
            dispatcher.utter_message(json_message={"understanding": _understanding(reply)})
        slots = dict(reply.slots)
        if turn.fallback_count:  # whoever does not count on has understood
            slots.setdefault("fallback_count", 0)
        return [*reply.events, *(SlotSet(name, value) for name, value in slots.items())]


def _understanding(reply: Reply) -> dict[str, Any]:
    return {
        "procedure": reply.procedure,
        "aspect": reply.aspect,
        "candidates": [
            {"procedure": hit.entry, "score": round(hit.score, 4)} for hit in reply.candidates
        ],
        "ward": reply.ward,
        "language": reply.language,
        "notices": reply.notices,
        "erase": reply.erase,
    }
