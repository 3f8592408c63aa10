"""The application form as Rasa runs it: our action opens, keeps and closes the loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.events import ActiveLoop, EventType
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.conversation import ActionFallback
from actions.domain_action import DomainAction, Reply
from actions.procedure import ask_ward, beyond, find_procedure, not_understood
from actions.requests import answer_all, answers, asked_for, told
from actions.steering import SteeringAction
from actions.turn import APPLY, TurnContext
from madoguchi.answers import aspect_words, guidance
from madoguchi.answers.aspects import AspectQuestion
from madoguchi.answers.requests import Request
from madoguchi.answers.routing import Route
from madoguchi.catalogue.search.result import Hit
from madoguchi.conversations import continuation, continuation_code
from madoguchi.errors import NotFoundError
from madoguchi.forms import application
from madoguchi.forms.engine import Status
from madoguchi.forms.turn import command
from madoguchi.inquiries import draft as inquiry_draft
from madoguchi.messages import Button, ChoicesMessage, TextMessage
from madoguchi.storage.database import transaction

FORM = "application_form"


def open_application(turn: TurnContext, procedure_id: str, ward_id: str) -> Reply:
    """Begin the application, or explain the ordinary way where none is taken here."""
    procedure = turn.catalogue.procedure(procedure_id, ward_id)
    if not procedure.procedure.form.accepting:
        apology = TextMessage(
            text=(
                f"「{procedure.procedure.names.official}」は、ここではまだ申請できません。"
                "手続きの方法をご案内します。"
            )
        )
        question = AspectQuestion(procedure, turn.now, turn.day)
        named = None if turn.pressed is not None else aspect_words.told(turn.text)
        return Reply(
            (apology, *told(named or "overview", question)),
            slots={"procedure": procedure_id, "aspect": None},
            procedure=procedure_id,
            aspect=named or APPLY,
            candidates=(Hit(procedure_id, 1.0),),
        )
    with transaction() as session:
        outcome = application.begin(
            session,
            turn.catalogue,
            conversation_id=turn.conversation_id,
            message_id=turn.message_id,
            procedure_id=procedure_id,
            ward_id=ward_id,
            opening=turn.text if turn.pressed is None else "",
            now=turn.now,
        )
    return Reply(
        outcome.messages,
        slots={"procedure": procedure_id, "aspect": None, "ward": ward_id},
        events=(ActiveLoop(FORM),),
        procedure=procedure_id,
        aspect=APPLY,
        candidates=(Hit(procedure_id, 1.0),),
    )


class ApplicationForm(DomainAction):
    """Overrides Rasa's form action of the same name (see docs/adr).

    A side question is left to the ordinary rules by rejecting the turn; once they have answered,
    Rasa runs the form again, which then asks its question once more.
    """

    def name(self) -> str:
        """The form's and the action's name in the domain."""
        return FORM

    def answer(self, turn: TurnContext) -> Reply:
        """Take the turn into the open application, or open one."""
        if turn.in_form and turn.after_side_answer:
            return self._ask_again(turn)
        code = _continuation_code(turn)
        if code is not None:
            return _go_on_here(turn, code)
        if turn.in_form and turn.inquiry is not None:
            raise ActionExecutionRejection(self.name())  # it goes to staff, not into the form
        with transaction() as session:
            outcome = (
                application.answer(
                    session,
                    turn.catalogue,
                    conversation_id=turn.conversation_id,
                    message_id=turn.message_id,
                    turn=turn.form_turn(),
                    now=turn.now,
                )
                if turn.in_form
                else None
            )
        if outcome is None:
            return self._open(turn)
        if outcome.status is Status.SIDE_QUESTION:
            raise ActionExecutionRejection(self.name())
        closed = outcome.status in (Status.CONSENTED, Status.CANCELLED)
        return Reply(
            outcome.messages,
            events=(ActiveLoop(None if closed else FORM),),
            procedure=outcome.draft.procedure,
            aspect=APPLY,
            candidates=(Hit(outcome.draft.procedure, 1.0),),
        )

    def _ask_again(self, turn: TurnContext) -> Reply:
        with transaction() as session:
            if inquiry_draft.is_awaited(session, turn.conversation_id):
                return Reply((), follows_another=True)  # two questions at once confuse
            messages = application.pending_question(
                session, turn.catalogue, turn.conversation_id, turn.now
            )
        events = () if messages else (ActiveLoop(None),)
        return Reply(messages, events=events, follows_another=True)

    def _open(self, turn: TurnContext) -> Reply:
        # Without an open draft the loop must end, or it would swallow every later turn.
        closing = (ActiveLoop(None),) if turn.in_form else ()
        requests = asked_for(turn)
        if requests:
            return _apply_and_answer(turn, requests, closing)
        found = find_procedure(turn, follows_up=True)
        elsewhere = beyond(turn, found)
        if elsewhere is not None:
            return replace(elsewhere, events=closing)
        if found.procedure is None:
            if not found.candidates:
                return Reply(not_understood(turn).messages, events=closing)
            return Reply(
                (
                    guidance.which_procedure(
                        turn.catalogue, found.candidates, "overview", applying=True
                    ),
                ),
                events=closing,
                candidates=found.candidates,
            )
        ward = turn.ward_here if turn.ward is None else turn.ward
        if ward is None:
            return ask_ward(turn, found.procedure, APPLY)
        return open_application(turn, found.procedure, ward.id)


def _continuation_code(turn: TurnContext) -> str | None:
    """The code that was typed. Within a form eight digits alone may be an answer."""
    found = continuation_code.find(turn.text) if turn.pressed is None else None
    return found.code if found is not None and (found.is_named or not turn.in_form) else None


def _go_on_here(turn: TurnContext, code: str) -> Reply:
    """Go on with an application that was begun in another conversation."""
    with transaction() as session:
        outcome = continuation.redeem(
            session,
            turn.catalogue,
            code=code,
            conversation_id=turn.conversation_id,
            message_id=turn.message_id,
            now=turn.now,
        )
    if outcome is None:  # told apart by nobody: wrong, used, or too old
        raise NotFoundError(
            "unknown-continuation",
            "この引き継ぎ番号では続けられません。番号が違うか、24時間が過ぎたか、"
            "すでに使われています。",
        )
    draft = outcome.draft
    return Reply(
        outcome.messages,
        slots={"procedure": draft.procedure, "aspect": None, "ward": draft.ward},
        events=(ActiveLoop(FORM),),
        procedure=draft.procedure,
        aspect=APPLY,
        candidates=(Hit(draft.procedure, 1.0),),
        ward=draft.ward,
    )


def _apply_and_answer(
    turn: TurnContext, requests: Sequence[Request], closing: Sequence[EventType]
) -> Reply:
    """Of several requests the one application is opened, after the answers to all others."""
    applying = [each for each in requests if each.aspect == APPLY]
    ward = turn.ward_here
    if len(applying) != 1 or ward is None:
        return replace(answer_all(turn, requests), events=closing)
    others = [(each.procedure, each.aspect) for each in requests if each is not applying[0]]
    opened = open_application(turn, applying[0].procedure, ward.id)
    return replace(
        opened,
        messages=(*answers(turn, ward.id, others), *opened.messages),
        events=opened.events or closing,
        candidates=tuple(each.hit for each in requests),
    )


class ActionNoApplication(SteeringAction):
    """Yes, no, back, cancel and the like while no application is open."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_no_application"

    def steer(self, turn: TurnContext, found: Route) -> Reply:
        """Say that nothing is open, and offer what was talked about."""
        if turn.pressed is None and command(turn.form_turn()) is None:
            return ActionFallback().steer(turn, found)  # it only looked like a yes or no to Rasa
        if turn.intent in ("cancel", "go_back", "correct_answer") or turn.pressed is not None:
            return Reply(
                (TextMessage(text="いま入力中の申請はありません。ご用件をお聞かせください。"),)
            )
        if turn.focus is not None and turn.intent == "affirm":
            procedure = turn.catalogue.procedures[turn.focus]
            buttons = [
                Button(label="必要なもの", postback=f"procedure:{turn.focus}:documents"),
                Button(label="場所", postback=f"procedure:{turn.focus}:where"),
            ]
            if procedure.form.accepting:
                buttons.insert(0, Button(label="ここで申請する", postback=f"apply:{turn.focus}"))
            return Reply(
                (
                    ChoicesMessage(
                        text=f"「{procedure.names.official}」について、何をお知りになりたいですか。",
                        choices=tuple(buttons),
                    ),
                ),
                procedure=turn.focus,
            )
        return Reply((TextMessage(text="ほかにお手伝いできることがあれば、お聞かせください。"),))
