"""What the assistant remembers of the resident: ward, language, notices, and forgetting it all."""

from __future__ import annotations

from dataclasses import replace

from actions.application import open_application
from actions.domain_action import Reply
from actions.handover import INQUIRY, write_to
from actions.procedure import set_ward
from actions.steering import COMMAND, SteeringAction
from actions.turn import APPLY, TurnContext
from madoguchi.answers import guidance, preferences
from madoguchi.answers.routing import Route
from madoguchi.forms import application
from madoguchi.inquiries import inquiry
from madoguchi.languages import naming
from madoguchi.messages import Button, ChoicesMessage, TextMessage
from madoguchi.residents import consent
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
        if turn.aspect == INQUIRY and not turn.in_form:
            begun = write_to(turn, turn.catalogue.ward(named[0]))
            return replace(begun, slots={**begun.slots, "ward": named[0]}, ward=named[0])
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
        """Keep the language that a button or the words name; offer all of them where none is.

        Whoever asks for one that we may not have is told of the desk as well.
        """
        pressed = turn.pressed_value("language")
        if pressed is None:
            language = naming.asked_for(turn.text) or naming.named(turn.text)
        else:
            language = preferences.known_language(pressed)
        if language is None:
            offered = preferences.choose_language(turn.language)
            wants_to_choose = pressed is not None or naming.is_choice(turn.text)
            desk = () if wants_to_choose else preferences.desk(turn.ward_here, turn.language)
            return Reply((*desk, offered))
        return Reply((preferences.language_chosen(language, turn.ward_here),), language=language)


class ActionSettings(SteeringAction):
    """Shows what is set for the resident, and takes their word on notices."""

    beats = COMMAND

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_settings"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """The card of settings; a pressed button for notices changes the consent to them."""
        with transaction() as session:
            notices = consent.to_notices(session, turn.conversation_id)
        wanted = turn.pressed_value("notices")
        if wanted is None:
            return Reply((preferences.card(turn.ward, turn.language, notices),))
        if notices is None:
            return Reply((preferences.no_notices_here(turn.language),))
        is_on = wanted == "on"
        return Reply((preferences.notices_chosen(is_on, turn.language),), notices=is_on)


class ActionDeleteData(SteeringAction):
    """Erases the conversation, after asking."""

    beats = COMMAND

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_delete_data"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Ask first; the button of that question erases."""
        if turn.pressed is None or turn.pressed.get("ask"):
            with transaction() as session:
                waits = inquiry.count_open(session, turn.conversation_id) > 0
            return Reply(
                (
                    ChoicesMessage(
                        text=(
                            "この会話と入力中の内容をすべて消しますか。"
                            "送信済みの申請は、区の記録として残ります。"
                            + ("まだ回答のない職員への質問は、取り下げます。" if waits else "")
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
