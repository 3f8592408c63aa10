"""What the assistant remembers of the resident: ward, language, and forgetting all of it."""

from __future__ import annotations

from actions.application import open_application
from actions.domain_action import Reply
from actions.procedure import set_ward
from actions.steering import COMMAND, SteeringAction
from actions.turn import APPLY, TurnContext
from madoguchi.answers import guidance
from madoguchi.answers.routing import Route
from madoguchi.forms import application
from madoguchi.messages import Button, ChoicesMessage, TextMessage
from madoguchi.storage.database import transaction


class ActionSetWard(SteeringAction):
    """Remembers the ward and goes on with what was waiting for it."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_set_ward"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Set the ward, ask which of several, or say that it is none of the 23."""
        pressed = turn.pressed_value("ward")
        named = (pressed,) if pressed else turn.named_wards
        if len(named) != 1:
            return Reply((guidance.ask_ward(turn.catalogue.wards),))
        if turn.focus is not None and turn.aspect == APPLY and not turn.in_form:
            turn.catalogue.ward(named[0])
            reply = open_application(turn, turn.focus, named[0])
            return Reply(
                reply.messages,
                slots={**reply.slots, "ward": named[0]},
                events=reply.events,
                procedure=reply.procedure,
                aspect=reply.aspect,
                candidates=reply.candidates,
                ward=named[0],
            )
        return set_ward(turn, named[0])


class ActionSetLanguage(SteeringAction):
    """Answers a wish for another language."""

    own = frozenset({"foreign-resident-consultation"})

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_set_language"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Name the desk that speaks other languages: the assistant itself answers in Japanese."""
        return Reply((guidance.other_languages(turn.ward_here),))


class ActionDeleteData(SteeringAction):
    """Erases the conversation, after asking."""

    beats = COMMAND

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_delete_data"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Ask first; a pressed button erases."""
        if turn.pressed is None:
            return Reply(
                (
                    ChoicesMessage(
                        text=(
                            "この会話と入力中の内容をすべて消しますか。"
                            "送信済みの申請は、区の記録として残ります。"
                        ),
                        choices=(
                            Button(label="すべて消す", postback="delete"),
                            Button(label="消さない", postback="no"),
                        ),
                    ),
                )
            )
        with transaction() as session:
            application.discard(session, turn.conversation_id)
        return Reply((TextMessage(text="会話の内容を消しました。"),), erase=True)
