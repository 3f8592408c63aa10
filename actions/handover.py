"""A person takes over: the ward's telephone and desks, and a question in writing."""

from __future__ import annotations

from actions.domain_action import Reply
from actions.procedure import beyond, find_procedure
from actions.steering import COMMAND, SteeringAction
from actions.turn import TurnContext
from madoguchi.answers import guidance
from madoguchi.answers.routing import Route
from madoguchi.catalogue.search.result import EMERGENCY
from madoguchi.catalogue.ward import Ward
from madoguchi.inquiries import asking
from madoguchi.inquiries.asking import Step
from madoguchi.inquiries.draft import QUESTION, WRITE
from madoguchi.storage.database import transaction

INQUIRY = "inquiry"
"""The aspect that stands for a question to staff, where it waits for the ward to be known."""


def write_to(turn: TurnContext, ward: Ward) -> Reply:
    """Ask for the question to the ward's staff."""
    with transaction() as session:
        messages = asking.begin(session, _step(turn), ward)
    return Reply(messages, slots={"aspect": None})


class ActionHandover(SteeringAction):
    """Points to the ward's people."""

    beats = COMMAND
    own = frozenset({"staff-recruitment-exam", "foreign-resident-consultation"})

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_handover"

    def answer(self, turn: TurnContext) -> Reply:
        """A step of a question to staff, or the way to a person."""
        return super().answer(turn) if turn.inquiry is None else self._inquire(turn)

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """The ward's telephone and desks; without a ward, ask for it."""
        return Reply((guidance.handover(turn.ward_here),))

    def _inquire(self, turn: TurnContext) -> Reply:
        if turn.inquiry == WRITE:
            if turn.ward is None:
                ask = guidance.ask_ward(turn.catalogue.wards)
                return Reply((ask,), slots={"procedure": None, "aspect": INQUIRY})
            return write_to(turn, turn.ward)
        if turn.inquiry == QUESTION:
            found = find_procedure(turn, follows_up=False)
            danger = beyond(turn, found) if found.other == EMERGENCY else None
            if danger is not None:
                return danger  # the question can still be written afterwards
        with transaction() as session:
            return Reply(asking.go_on(session, turn.catalogue, _step(turn)))


def _step(turn: TurnContext) -> Step:
    return Step(
        conversation_id=turn.conversation_id,
        message_id=turn.message_id,
        step=turn.inquiry or WRITE,
        text=turn.text,
        language=turn.language,
        now=turn.now,
    )
