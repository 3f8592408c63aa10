"""Life-event checklists."""

from __future__ import annotations

from dataclasses import replace

from actions.domain_action import DomainAction, Reply
from actions.procedure import ActionAnswerProcedure, find_procedure
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
        wards = turn.named_wards
        if chosen is None:
            chosen = checklist.find(turn.catalogue, turn.text, wards)
        if chosen is None:
            return ActionAnswerProcedure().answer(replace(turn, intent="ask_overview"))
        origin, destination = checklist.origin_and_destination(turn.text, wards, turn.catalogue)
        wards_by_id = turn.catalogue.wards
        listed = {step.procedure for step in chosen.steps}
        meant = [
            hit for hit in find_procedure(turn, follows_up=False).candidates if hit.entry in listed
        ]
        return Reply(
            checklist.messages(
                turn.catalogue,
                chosen,
                wards_by_id[origin] if origin else None,
                wards_by_id[destination] if destination else None,
            ),
            slots={"destination_ward": destination} if destination else {},
            procedure=meant[0].entry if meant else chosen.steps[0].procedure,
            aspect="checklist",
            candidates=meant,
        )
