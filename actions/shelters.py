"""The places of evacuation around the resident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actions.domain_action import DomainAction, Reply
from actions.resident import ActionSetWard
from actions.turn import TurnContext
from madoguchi.answers import shelters
from madoguchi.answers.routing import Route
from madoguchi.catalogue.ward import Ward
from madoguchi.messages import Message
from madoguchi.shelters.nearby import read_nearby
from madoguchi.shelters.nearest import shelters as known_shelters

ASPECT = "nearest"


class ActionNearestShelter(DomainAction):
    """Where to flee and where to stay, near a position that the resident has shared."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_nearest_shelter"

    def answer(self, turn: TurnContext) -> Reply:
        """The nearest places; where the ward was asked for, the answer that waits for it."""
        argument = turn.pressed_value("near")
        if argument is None:
            return _reply(turn, shelters.without_position(turn.catalogue, turn.ward), None)
        asked = read_nearby(argument)
        # The ward of the position counts where the conversation has none yet.
        ward = turn.ward or turn.catalogue.wards.get(asked.ward or "")
        if turn.ward is None and ward is not None and _waits_for_the_ward(turn):
            return ActionSetWard().steer(replace(turn, pressed={"ward": ward.id}), Route(None, ()))
        messages = shelters.near(known_shelters(), turn.catalogue, asked, ward)
        return _reply(turn, messages, None if ward == turn.ward else ward)


def _waits_for_the_ward(turn: TurnContext) -> bool:
    """Whether something else than places of evacuation is answered once the ward is known."""
    if turn.in_form:
        return False
    about_other = turn.focus is not None and turn.focus != shelters.PROCEDURE
    return bool(turn.waiting) or (about_other and turn.aspect is not None)


def _reply(turn: TurnContext, messages: Sequence[Message], new_ward: Ward | None) -> Reply:
    slots: dict[str, Any] = {} if new_ward is None else {"ward": new_ward.id}
    if not turn.in_form:
        slots |= {"procedure": shelters.PROCEDURE, "aspect": None, "requests": None}
    return Reply(
        messages,
        slots=slots,
        procedure=shelters.PROCEDURE,
        aspect=ASPECT,
        ward=None if new_ward is None else new_ward.id,
    )
