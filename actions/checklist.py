"""Life-event checklists."""

from __future__ import annotations

from dataclasses import replace

from actions.domain_action import DomainAction, Reply
from actions.procedure import ActionAnswerProcedure, all_to_do, find_procedure
from actions.turn import TurnContext
from madoguchi.answers import checklist


class ActionChecklist(DomainAction):
    """Everything to do on one occasion of life."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_checklist"

    def answer(self, turn: TurnContext) -> Reply:
        """The checklist that the words or the button name; else the procedure they are about."""
        chosen = turn.catalogue.checklists.get(turn.pressed_value("checklist") or "")
        if chosen is None:
            chosen = checklist.find(turn.catalogue, turn.text, turn.named_wards)
        if chosen is None:
            return ActionAnswerProcedure().answer(replace(turn, intent="ask_overview"))
        return all_to_do(turn, chosen, find_procedure(turn, follows_up=False))
