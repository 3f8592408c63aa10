"""An application over several turns: the stored draft, the form engine and the submission together.

Every turn is identified by its message: the same message again yields the stored answer, so a turn
that is repeated after a crash neither answers a second question nor submits twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue, WardProcedure
from madoguchi.catalogue.procedure import FieldKind
from madoguchi.clock import JST
from madoguchi.errors import ConflictError, InvalidValueError
from madoguchi.forms import attachments, engine, sheet
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.forms.engine import Outcome, Status
from madoguchi.forms.fields import shown
from madoguchi.forms.turn import Turn
from madoguchi.messages import MESSAGE, Message, ReceiptMessage
from madoguchi.storage.tables import DraftRow
from madoguchi.submissions import submission

_NO_FILES: sheet.Given = MappingProxyType({})


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
    procedure = _accepting(catalogue, procedure_id, ward_id)
    again = repeated(session, conversation_id, message_id)
    if again is not None:
        return again
    attachments.discard(session, conversation_id)
    outcome = engine.begin(procedure, ward_id, opening, now.astimezone(JST).date())
    outcome = _told(outcome, message_id, Draft(procedure=procedure_id, ward=ward_id))
    store(session, conversation_id, message_id, outcome, now)
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
    again = repeated(session, conversation_id, message_id)
    if again is not None:
        return again
    draft = open_draft(session, conversation_id)
    if draft is None:
        return None
    procedure = catalogue.procedure(draft.procedure, draft.ward)
    turn = _with_files(session, conversation_id, turn)
    outcome = _told(
        engine.answer(procedure, draft, turn, now.astimezone(JST).date()), message_id, draft
    )
    attachments.drop_replaced(session, draft, outcome.draft)
    if outcome.status is Status.CONSENTED:
        outcome = _submit(session, conversation_id, procedure, outcome.draft, now)
    if outcome.status is not Status.SIDE_QUESTION:
        store(session, conversation_id, message_id, outcome, now)
    return outcome


def fill_sheet(
    session: Session,
    catalogue: Catalogue,
    *,
    conversation_id: str,
    procedure_id: str,
    ward_id: str,
    posted: sheet.Posted,
    given: sheet.Given = _NO_FILES,
    taken_back: Collection[str] = (),
    now: datetime,
    goes_on: bool = False,
    only_if: str | None = None,
) -> Draft:
    """Take a page of answers into the open application, or begin one; ``goes_on`` leaves the page.

    ``given`` are the files that came with it; of the fields ``taken_back`` none is wanted any more.
    ``only_if`` is the revision that the content must have (empty: no application may be open).

    Raises:
        NotFoundError: for an unknown procedure or ward.
        ConflictError: if the procedure does not take applications here (``not-accepting``), another
            application is open (``other-draft``), or the content is another (``content-changed``).

    """
    procedure = _accepting(catalogue, procedure_id, ward_id)
    lock(session, conversation_id, now)
    found = open_draft(session, conversation_id)
    if only_if is not None and only_if != (found.revision if found else ""):
        raise ConflictError("content-changed", "別の画面で内容が変わりました。")
    draft = found or Draft(procedure=procedure_id, ward=ward_id)
    _check_same(catalogue, draft, procedure_id, ward_id)
    draft = sheet.filled(procedure, draft, posted, now.astimezone(JST).date())
    draft = sheet.taken_back(procedure.procedure, draft, taken_back)
    if goes_on:
        draft = sheet.passed(procedure.procedure, draft, posted.keys())
    draft = _attached(session, conversation_id, procedure, draft, given, now)
    if found is not None:
        attachments.drop_replaced(session, found, draft)
    row = session.get(DraftRow, conversation_id) or DraftRow(conversation_id=conversation_id)
    # What the last message was answered stays: the same message may still come again.
    nothing: dict[str, Any] = {"message_id": None, "status": Status.OPEN.name, "messages": []}
    row.state = {**(row.state or nothing), "draft": draft.model_dump(mode="json"), "closed": False}
    row.updated_at = now
    session.add(row)
    session.flush()
    return draft


def consent(
    session: Session,
    catalogue: Catalogue,
    *,
    conversation_id: str,
    revision: str,
    now: datetime,
) -> Outcome | None:
    """Submit the open application if its content is that of ``revision``; None where none is open.

    The same consent again yields the same receipt. Without consent nothing is stored: the outcome
    is then open, and says why.
    """
    lock(session, conversation_id, now)
    message_id = f"consent:{revision}"
    again = repeated(session, conversation_id, message_id)
    if again is not None:
        return again
    draft = open_draft(session, conversation_id)
    if draft is None:
        return None
    procedure = catalogue.procedure(draft.procedure, draft.ward)
    outcome = engine.answer(
        procedure,
        sheet.ready(procedure.procedure, draft),
        Turn("", pressed={"submit": revision}),
        now.astimezone(JST).date(),
    )
    if outcome.status is Status.CONSENTED:
        outcome = _submit(session, conversation_id, procedure, outcome.draft, now)
        store(session, conversation_id, message_id, outcome, now)
    return outcome


def last_receipt(
    session: Session, conversation_id: str, procedure_id: str, ward_id: str
) -> ReceiptMessage | None:
    """The receipt by which the conversation's last application ended, if it was for this.

    None while one is open.
    """
    row = session.get(DraftRow, conversation_id)
    if row is None or not row.state["closed"]:
        return None
    last = Draft.model_validate(row.state["draft"])
    if (last.procedure, last.ward) != (procedure_id, ward_id):
        return None
    messages = (MESSAGE.validate_python(message) for message in row.state["messages"])
    return next((message for message in messages if isinstance(message, ReceiptMessage)), None)


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
    drop(session, conversation_id)


def drop(session: Session, conversation_id: str) -> None:
    """Erase the conversation's draft alone; what was given for it goes its own way."""
    row = session.get(DraftRow, conversation_id)
    if row is not None:
        session.delete(row)


def unsay(session: Session, conversation_id: str, message_id: str) -> frozenset[str]:
    """Take out of the open draft what the message answered; the fields that it ever answered.

    What the draft would say again to a repeated message quotes none of it afterwards.
    """
    row = session.get(DraftRow, conversation_id)
    draft = open_draft(session, conversation_id)
    if row is None or draft is None:
        return frozenset()
    fields = frozenset(field for message, field in draft.told if message == message_id)
    present = draft.untold(message_id)
    attachments.drop_replaced(session, draft, present)
    gone = fields - present.values.keys()
    messages = [] if row.state["message_id"] == message_id else row.state["messages"]
    row.state = {
        **row.state,
        "draft": present.model_dump(mode="json"),
        "messages": [without_answers(message, gone) for message in messages],
    }
    return fields


def without_answers(message: dict[str, Any], fields: Collection[str]) -> dict[str, Any]:
    """A stored message without the answers to these fields: a summary repeats them."""
    if message.get("kind") != "summary":
        return message
    rows = [row | {"value": ""} if row["field"] in fields else row for row in message["rows"]]
    return message | {"rows": rows}


def _told(outcome: Outcome, message_id: str, before: Draft) -> Outcome:
    return replace(outcome, draft=outcome.draft.told_by(message_id, before))


def lock(session: Session, conversation_id: str, now: datetime) -> None:
    """Let nobody else change the conversation's draft until the transaction ends.

    To write first is the lock: SQLite then keeps every other writer out, PostgreSQL those of the
    row.
    """
    session.execute(
        update(DraftRow).where(DraftRow.conversation_id == conversation_id).values(updated_at=now)
    )


def _accepting(catalogue: Catalogue, procedure_id: str, ward_id: str) -> WardProcedure:
    procedure = catalogue.procedure(procedure_id, ward_id)
    if not procedure.procedure.form.accepting:
        raise ConflictError(
            "not-accepting",
            f"「{procedure.procedure.names.official}」は、ここではまだ申請を受け付けていません。",
        )
    return procedure


def _check_same(catalogue: Catalogue, draft: Draft, procedure_id: str, ward_id: str) -> None:
    if (draft.procedure, draft.ward) != (procedure_id, ward_id):
        other = catalogue.procedure(draft.procedure, draft.ward)
        raise ConflictError(
            "other-draft",
            f"「{other.procedure.names.official}」の申請が途中です。"
            "続けるか、やめるかを先にお選びください。",
        )


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


def _attached(
    session: Session,
    conversation_id: str,
    procedure: WardProcedure,
    draft: Draft,
    given: sheet.Given,
    now: datetime,
) -> Draft:
    """The draft with the files for those of its fields that apply; the others are passed over."""
    for field in applicable_fields(procedure.procedure, draft):
        file = given.get(field.id)
        if field.kind is not FieldKind.FILE or file is None:
            continue
        if isinstance(file, InvalidValueError):
            draft = sheet.refused(draft, field, file)
            continue
        kept = attachments.keep_for(
            session, draft, conversation_id=conversation_id, field=field.id, file=file, now=now
        )
        draft = draft.with_values({field.id: kept.as_value()})
    return sheet.ready(procedure.procedure, draft)


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


def store(
    session: Session, conversation_id: str, message_id: str, outcome: Outcome, now: datetime
) -> None:
    """Keep the outcome as the conversation's application and as the answer to the message."""
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


def repeated(session: Session, conversation_id: str, message_id: str) -> Outcome | None:
    """What the message was answered, if it is the one that was answered last; else None."""
    row = session.get(DraftRow, conversation_id)
    if row is None or row.state["message_id"] != message_id:
        return None
    return Outcome(
        Draft.model_validate(row.state["draft"]),
        tuple(MESSAGE.validate_python(message) for message in row.state["messages"]),
        Status[row.state["status"]],
    )
