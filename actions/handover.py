"""A person takes over."""

from __future__ import annotations

from actions.domain_action import Reply
from actions.steering import COMMAND, SteeringAction
from actions.turn import TurnContext
from madoguchi.answers import guidance
from madoguchi.answers.routing import Route


class ActionHandover(SteeringAction):
    """Points to the ward's people."""

    beats = COMMAND
    own = frozenset({"staff-recruitment-exam", "foreign-resident-consultation"})

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_handover"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """The ward's telephone and desks; without a ward, ask for it."""
        return Reply((guidance.handover(turn.ward_here),))
