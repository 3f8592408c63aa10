"""A person takes over."""

from __future__ import annotations

from actions.domain_action import DomainAction, Reply
from actions.turn import TurnContext
from madoguchi.answers import guidance


class ActionHandover(DomainAction):
    """Points to the ward's people."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_handover"

    def answer(self, turn: TurnContext) -> Reply:
        """The ward's telephone and desks; without a ward, ask for it."""
        return Reply((guidance.handover(turn.ward_here),))
