"""An application over several turns: the stored draft, the form engine and the submission together.

Every turn is identified by its message: the same message again yields the stored answer, so a turn
that is repeated after a crash neither answers a second question nor submits twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue, WardProcedure
from madoguchi.clock import JST
from madoguchi.errors import ConflictError
from madoguchi.forms import attachments, engine
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.forms.engine import Outcome, Status
from madoguchi.forms.fields import shown
from madoguchi.forms.turn import Turn
from madoguchi.messages import MESSAGE, Message, ReceiptMessage
from madoguchi.storage.tables import DraftRow
from madoguchi.submissions import submission


def open_draft(session: Session, conversation_id: str) -> Draft | None:
    """The draft that the conversation is filling in, or None."""
    row = session.get(DraftRow, conversation_id)
    return None if row is None or row.state["closed"] else Draft.model_validate(row.state["draft"])


def begin(
    session: Session,
    catalogue: Catalogue,
    *,
    conversation_id: str,
    message_id: str,
    procedure_id: str,
    ward_id: str,
    opening: str,
    now: datetime,
) -> Outcome:
    """Start an application in a ward, in place of any draft that the conversation had.

    Raises:
        NotFoundError: for an unknown procedure or ward.
        ConflictError: if the procedure does not take applications here.

    """
    procedure = catalogue.procedure(procedure_id, ward_id)
    if not procedure.procedure.form.accepting:
        raise ConflictError(
            "not-accepting",
            f"「{procedure.procedure.names.official}」は、ここではまだ申請を受け付けていません。",
        )
    repeated = _repeated(session, conversation_id, message_id)
    if repeated is not None:
        return repeated
    attachments.discard(session, conversation_id)
    outcome = engine.begin(procedure, ward_id, opening, now.astimezone(JST).date())
    _store(session, conversation_id, message_id, outcome, now)
    return outcome


def answer(
    session: Session,
    catalogue: Catalogue,
    *,
    conversation_id: str,
    message_id: str,
    turn: Turn,
    now: datetime,
) -> Outcome | None:
    """Take one turn of the open application; None where the conversation has none."""
    repeated = _repeated(session, conversation_id, message_id)
    if repeated is not None:
        return repeated
    draft = open_draft(session, conversation_id)
    if draft is None:
        return None
    procedure = catalogue.procedure(draft.procedure, draft.ward)
    turn = _with_files(session, conversation_id, turn)
    outcome = engine.answer(procedure, draft, turn, now.astimezone(JST).date())
    attachments.drop_replaced(session, draft, outcome.draft)
    if outcome.status is Status.CONSENTED:
        outcome = _submit(session, conversation_id, procedure, outcome.draft, now)
    if outcome.status is not Status.SIDE_QUESTION:
        _store(session, conversation_id, message_id, outcome, now)
    return outcome


def pending_question(
    session: Session, catalogue: Catalogue, conversation_id: str, now: datetime
) -> tuple[Message, ...]:
    """What the open application is waiting for; empty where there is none."""
    draft = open_draft(session, conversation_id)
    if draft is None:
        return ()
    procedure = catalogue.procedure(draft.procedure, draft.ward)
    return engine.ask_again(procedure, draft, now.astimezone(JST).date())


def discard(session: Session, conversation_id: str) -> None:
    """Erase the conversation's draft, everything in it, and the files that were given for it."""
    attachments.discard(session, conversation_id)
    row = session.get(DraftRow, conversation_id)
    if row is not None:
        session.delete(row)


def _with_files(session: Session, conversation_id: str, turn: Turn) -> Turn:
    """The turn with the files that a button of it may mean."""
    if turn.pressed is None or "value" not in turn.pressed:
        return turn
    kept = attachments.of_conversation(session, conversation_id)
    return replace(
        turn,
        files={
            file.id: file.as_value() for file in kept if file.field == turn.pressed.get("field")
        },
    )


def _submit(
    session: Session,
    conversation_id: str,
    procedure: WardProcedure,
    draft: Draft,
    now: datetime,
) -> Outcome:
    fields = applicable_fields(procedure.procedure, draft)
    submitted = submission.submit(
        session,
        draft_id=draft.id,
        conversation_id=conversation_id,
        procedure=draft.procedure,
        ward=draft.ward,
        values=dict(draft.values),
        rows=[
            {
                "field": field.id,
                "label": field.label,
                "value": shown(field, draft.values.get(field.id)),
            }
            for field in fields
        ],
        now=now,
    )
    attachments.hand_over(session, draft, submitted.receipt_number)
    ward = procedure.ward.names.ja if procedure.ward else ""
    receipt = ReceiptMessage(
        text=(
            f"{ward}で申請を受け付けました。受付番号は {submitted.receipt_number} です。"
            "状況の確認に使いますので、控えておいてください。"
        ),
        receipt_number=submitted.receipt_number,
        procedure=draft.procedure,
        title=procedure.procedure.names.official,
        submitted_at=submitted.submitted_at.astimezone(JST).isoformat(timespec="seconds"),
        next_steps=procedure.procedure.form.after_submission,
    )
    return Outcome(draft, (receipt,), Status.CONSENTED)


def _store(
    session: Session, conversation_id: str, message_id: str, outcome: Outcome, now: datetime
) -> None:
    closed = outcome.status in (Status.CONSENTED, Status.CANCELLED)
    if closed:
        attachments.discard(session, conversation_id)
    row = session.get(DraftRow, conversation_id) or DraftRow(conversation_id=conversation_id)
    row.state = {
        # A closed draft keeps no answers: only what repeating its last message must say again.
        "draft": (
            Draft(procedure=outcome.draft.procedure, ward=outcome.draft.ward)
            if closed
            else outcome.draft
        ).model_dump(mode="json"),
        "closed": closed,
        "message_id": message_id,
        "status": outcome.status.name,
        "messages": [message.model_dump(mode="json") for message in outcome.messages],
    }
    row.updated_at = now
    session.add(row)
    session.flush()


def _repeated(session: Session, conversation_id: str, message_id: str) -> Outcome | None:
    row = session.get(DraftRow, conversation_id)
    if row is None or row.state["message_id"] != message_id:
        return None
    return Outcome(
        Draft.model_validate(row.state["draft"]),
        tuple(MESSAGE.validate_python(message) for message in row.state["messages"]),
        Status[row.state["status"]],
    )
