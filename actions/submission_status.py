"""What became of an application."""

from __future__ import annotations

from actions.domain_action import Reply
from actions.steering import COMMAND, SteeringAction
from actions.turn import TurnContext
from madoguchi.answers import inquiries as inquiry_answers
from madoguchi.answers import submission_status
from madoguchi.answers.office import phone_of
from madoguchi.answers.routing import Route
from madoguchi.errors import NotFoundError
from madoguchi.inquiries import inquiry
from madoguchi.messages import TextMessage
from madoguchi.storage.database import transaction
from madoguchi.submissions import receipt_number, submission


class ActionApplicationStatus(SteeringAction):
    """Tells the status of the applications and the questions to staff of this conversation.

    A receipt number alone shows nothing that was submitted elsewhere: it may have been overheard.
    """

    beats = COMMAND

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_application_status"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """By receipt number if one is given; else the conversation's applications and questions."""
        given = turn.pressed_value("receipt") or (
            None if turn.pressed is not None else receipt_number.find(turn.text)
        )
        with transaction() as session:
            own = submission.of_conversation(session, turn.conversation_id)
            inquiries = inquiry.of_conversation(session, turn.conversation_id)
        if given:
            number = receipt_number.parse(given)
            own = tuple(entry for entry in own if entry.receipt_number == number)
            asked = next((each for each in inquiries if each.number == number), None)
            if asked is not None:
                return Reply((inquiry_answers.status(asked.number, asked.status),))
            if not own:
                raise NotFoundError(
                    "not-yours",
                    "この受付番号は、この会話で申請されたものではないため、状況をお見せできません。"
                    f"申請したときの会話でお聞きいただくか、{phone_of(turn.ward)}",
                )
        if not own and not inquiries:
            return Reply(
                (
                    TextMessage(
                        text=(
                            "この会話で送られた申請はありません。以前の申請の状況は、申請したときの"
                            f"会話でお聞きいただくか、{phone_of(turn.ward)}"
                        )
                    ),
                )
            )
        return Reply(
            (
                *(submission_status.message(turn.catalogue, entry) for entry in own[:3]),
                *(inquiry_answers.status(each.number, each.status) for each in inquiries[:3]),
            ),
            procedure=own[0].procedure if own else None,
            aspect="status",
        )
