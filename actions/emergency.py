"""Danger to life or safety."""

from __future__ import annotations

from dataclasses import replace

from actions.domain_action import DomainAction, Reply
from actions.procedure import ActionAnswerProcedure, beyond, find_procedure
from actions.steering import second_opinion
from actions.turn import TurnContext
from madoguchi.answers import emergency
from madoguchi.catalogue.search.result import CERTAIN

BEYOND_DOUBT = 1.0
"""The confidence of danger that the gateway has recognised by its words."""

DANGER = 0.03
"""From this probability on search agrees that there may be danger."""

PLAINLY_NONE = 0.001
"""Below this probability search rules danger out; of what is danger it is sure by far more."""

LUKEWARM = 0.8
"""Below this confidence Rasa only guesses, as it must at two words of Vietnamese."""


class ActionEmergency(DomainAction):
    """Points to 119 and 110 at once."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_emergency"

    def answer(self, turn: TurnContext) -> Reply:
        """The emergency numbers, unless only Rasa sees danger and search sees plainly none."""
        alarm = Reply((emergency.message(turn.text),))
        if turn.confidence >= BEYOND_DOUBT or turn.in_form:
            return alarm
        found = find_procedure(turn, follows_up=False)
        if found.danger >= DANGER:
            return alarm
        answer = second_opinion(turn, found, CERTAIN) or beyond(turn, found)
        if answer is not None:
            return answer
        is_everyday = found.danger < PLAINLY_NONE and bool(found.candidates)
        if is_everyday and turn.confidence < LUKEWARM:
            # Nobody knows which procedure 「chuyển nhà」 is, but some it is.
            return ActionAnswerProcedure().answer(replace(turn, intent="ask_overview"))
        return alarm
