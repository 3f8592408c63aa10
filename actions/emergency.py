"""Danger to life or safety."""

from __future__ import annotations

from actions.domain_action import DomainAction, Reply
from actions.turn import TurnContext
from madoguchi.answers import emergency


class ActionEmergency(DomainAction):
    """Points to 119 and 110 at once."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_emergency"

    def answer(self, turn: TurnContext) -> Reply:
        """The emergency numbers."""
        return Reply((emergency.message(turn.text),))
