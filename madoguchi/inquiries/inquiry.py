"""Inquiries in the database: send one, look it up, list them, answer, close, withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from madoguchi.errors import ConflictError, NotFoundError
from madoguchi.inquiries import draft
from madoguchi.inquiries.status import InquiryStatus
from madoguchi.storage.tables import InquiryAnswerRow, InquiryRow
from madoguchi.submissions import receipt_number

MOST_OPEN = 3
"""Questions of one conversation that may wait for their answer."""

MOST_A_DAY = 5
"""Questions that one conversation may send within 24 hours."""


@dataclass(frozen=True)
class StaffAnswer:
    """An answer of a member of staff. ``at`` is in UTC."""

    text: str
    author: str
    at: datetime


@dataclass(frozen=True)
class Inquiry:
    """A question to staff. ``text`` (in ``language``) is empty once it is erased; times in UTC."""

    number: str
    conversation_id: str | None
    ward: str
    language: str
    text: str
    status: InquiryStatus
    asked_at: datetime
    changed_at: datetime
    answers: tuple[StaffAnswer, ...]


def send(
    session: Session,
    *,
    conversation_id: str,
    message_id: str,
    ward: str,
    language: str,
    text: str,
    now: datetime,
) -> Inquiry:
    """Store a question under a new number. See ``too_many`` for how many a conversation may."""
    row = InquiryRow(
        number=_unused_number(session),
        conversation_id=conversation_id,
        message_id=message_id,
        ward=ward,
        language=language,
        text=text,
        translation=None,
        status=InquiryStatus.OPEN,
        asked_at=now,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    return _inquiry(session, row)


def too_many(session: Session, conversation_id: str, now: datetime) -> bool:
    """Whether the conversation has asked enough for today."""
    since = now - timedelta(hours=24)
    query = select(func.count()).where(
        InquiryRow.conversation_id == conversation_id, InquiryRow.asked_at > since
    )
    return (session.scalar(query) or 0) >= MOST_A_DAY


def count_open(session: Session, conversation_id: str) -> int:
    """How many questions of the conversation wait for their answer."""
    query = select(func.count()).where(
        InquiryRow.conversation_id == conversation_id, InquiryRow.status == InquiryStatus.OPEN
    )
    return session.scalar(query) or 0


def get(session: Session, number: str) -> Inquiry:
    """The inquiry with this number (as :func:`receipt_number.parse` gives it).

    Raises:
        NotFoundError: if there is none.

    """
    return _inquiry(session, row_of(session, number))


def of_conversation(session: Session, conversation_id: str) -> tuple[Inquiry, ...]:
    """The inquiries of a conversation, newest first."""
    rows = session.scalars(
        select(InquiryRow)
        .where(InquiryRow.conversation_id == conversation_id)
        .order_by(InquiryRow.id.desc())
    ).all()
    return tuple(_inquiry(session, row) for row in rows)


def listed(
    session: Session, *, ward: str | None = None, status: InquiryStatus | None = None
) -> tuple[Inquiry, ...]:
    """The inquiries of a ward (None: of all) in a status (None: in any), oldest first."""
    query = select(InquiryRow).order_by(InquiryRow.id)
    if ward is not None:
        query = query.where(InquiryRow.ward == ward)
    if status is not None:
        query = query.where(InquiryRow.status == status)
    return tuple(_inquiry(session, row) for row in session.scalars(query).all())


def answer(session: Session, number: str, text: str, author: str, now: datetime) -> Inquiry:
    """Keep an answer of staff; the same words of the same person again are not kept twice.

    Raises:
        NotFoundError: if there is no such inquiry.
        ConflictError: if it is closed or withdrawn.

    """
    row = row_of(session, number)
    _check_goes_on(row)
    last = _answers(session, row)[-1:]
    if not last or (last[0].text, last[0].author) != (text, author):
        session.add(InquiryAnswerRow(inquiry_id=row.id, text=text, author=author, at=now))
        row.status, row.changed_at = InquiryStatus.ANSWERED, now
        session.flush()
    return _inquiry(session, row)


def close(session: Session, number: str, now: datetime) -> Inquiry:
    """End an inquiry; one that is closed stays so.

    Raises:
        NotFoundError: if there is no such inquiry.
        ConflictError: if it was withdrawn.

    """
    row = row_of(session, number)
    if row.status != InquiryStatus.CLOSED:
        _check_goes_on(row)
        row.status, row.changed_at = InquiryStatus.CLOSED, now
        session.flush()
    return _inquiry(session, row)


def forget_conversation(session: Session, conversation_id: str, now: datetime) -> None:
    """Withdraw what waits, and erase the words of all of the conversation's inquiries.

    What stays is that there was one: its number, ward and times.
    """
    rows = session.scalars(
        select(InquiryRow).where(InquiryRow.conversation_id == conversation_id)
    ).all()
    for row in rows:
        _forget(session, row, now)


def unsay(session: Session, conversation_id: str, message_id: str, now: datetime) -> bool:
    """Take back the question that the message held, sent or still a draft; whether it held one.

    One that waits is withdrawn. An answered one stays with the ward until the conversation goes.
    """
    was_draft = draft.unsay(session, conversation_id, message_id)
    rows = session.scalars(
        select(InquiryRow).where(
            InquiryRow.conversation_id == conversation_id, InquiryRow.message_id == message_id
        )
    ).all()
    for row in rows:
        if row.status == InquiryStatus.OPEN:
            _forget(session, row, now)
    return was_draft or bool(rows)


def row_of(session: Session, number: str) -> InquiryRow:
    """The row of an inquiry.

    Raises:
        NotFoundError: if there is none with this number.

    """
    row = session.scalar(select(InquiryRow).where(InquiryRow.number == number))
    if row is None:
        raise NotFoundError("unknown-inquiry", f"There is no inquiry {number}.")
    return row


def _forget(session: Session, row: InquiryRow, now: datetime) -> None:
    if row.status == InquiryStatus.OPEN:
        row.status, row.changed_at = InquiryStatus.WITHDRAWN, now
    row.conversation_id, row.text, row.translation = None, None, None
    for answered in session.scalars(
        select(InquiryAnswerRow).where(InquiryAnswerRow.inquiry_id == row.id)
    ):
        session.delete(answered)


def _check_goes_on(row: InquiryRow) -> None:
    if row.status == InquiryStatus.WITHDRAWN or row.conversation_id is None:
        raise ConflictError(
            "inquiry-withdrawn",
            f"Inquiry {row.number}: the resident has erased it; nobody would read an answer.",
        )
    if row.status == InquiryStatus.CLOSED:
        raise ConflictError("inquiry-closed", f"Inquiry {row.number} is closed.")


def _unused_number(session: Session) -> str:
    while True:
        number = receipt_number.new()
        if session.scalar(select(InquiryRow.id).where(InquiryRow.number == number)) is None:
            return number


def _answers(session: Session, row: InquiryRow) -> tuple[StaffAnswer, ...]:
    rows = session.scalars(
        select(InquiryAnswerRow)
        .where(InquiryAnswerRow.inquiry_id == row.id)
        .order_by(InquiryAnswerRow.id)
    )
    return tuple(StaffAnswer(one.text, one.author, one.at) for one in rows)


def _inquiry(session: Session, row: InquiryRow) -> Inquiry:
    return Inquiry(
        number=row.number,
        conversation_id=row.conversation_id,
        ward=row.ward,
        language=row.language,
        text=row.text or "",
        status=InquiryStatus(row.status),
        asked_at=row.asked_at,
        changed_at=row.changed_at,
        answers=_answers(session, row),
    )
