"""Submissions in the database: make one from a draft, look one up, change its status, list them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from madoguchi.errors import NotFoundError
from madoguchi.storage.tables import StatusChangeRow, SubmissionRow
from madoguchi.submissions import receipt_number
from madoguchi.submissions.status import SubmissionStatus, check_change


@dataclass(frozen=True)
class Submission:
    """A submitted application. ``values`` by field id; ``rows`` as the resident saw them.

    ``note`` is what the ward last said about it; ``changed_at`` when its status changed (UTC).
    """

    receipt_number: str
    procedure: str
    ward: str
    values: dict[str, Any]
    rows: list[dict[str, str]]
    status: SubmissionStatus
    submitted_at: datetime
    changed_at: datetime
    conversation_id: str | None
    note: str | None


def submit(
    session: Session,
    *,
    draft_id: str,
    conversation_id: str,
    procedure: str,
    ward: str,
    values: dict[str, Any],
    rows: list[dict[str, str]],
    now: datetime,
) -> Submission:
    """Store an application under a new receipt number. The same draft yields the same one."""
    row = session.scalar(select(SubmissionRow).where(SubmissionRow.draft_id == draft_id))
    if row is None:
        row = SubmissionRow(
            receipt_number=_unused_number(session),
            conversation_id=conversation_id,
            draft_id=draft_id,
            procedure=procedure,
            ward=ward,
            values=values,
            rows=rows,
            status=SubmissionStatus.RECEIVED,
            submitted_at=now,
        )
        session.add(row)
        session.flush()
        session.add(
            StatusChangeRow(
                submission_id=row.id, status=SubmissionStatus.RECEIVED, note=None, at=now
            )
        )
        session.flush()
    return _submission(session, row)


def get(session: Session, number: str) -> Submission:
    """The submission with this receipt number (as :func:`receipt_number.parse` gives it).

    Raises:
        NotFoundError: if there is none.

    """
    return _submission(session, _row(session, number))


def of_conversation(session: Session, conversation_id: str) -> tuple[Submission, ...]:
    """The submissions made in a conversation, newest first."""
    rows = session.scalars(
        select(SubmissionRow)
        .where(SubmissionRow.conversation_id == conversation_id)
        .order_by(SubmissionRow.id.desc())
    )
    return tuple(_submission(session, row) for row in rows)


def since(
    session: Session, moment: datetime, *, ward: str | None = None, procedure: str | None = None
) -> Iterator[Submission]:
    """The submissions made at or after the moment (aware), oldest first."""
    query = select(SubmissionRow).where(SubmissionRow.submitted_at >= moment)
    if ward is not None:
        query = query.where(SubmissionRow.ward == ward)
    if procedure is not None:
        query = query.where(SubmissionRow.procedure == procedure)
    for row in session.scalars(query.order_by(SubmissionRow.id)):
        yield _submission(session, row)


def set_status(
    session: Session, number: str, status: SubmissionStatus, note: str | None, now: datetime
) -> Submission:
    """Record that the back office changed the status.

    Repeating the present status with the same note changes nothing.

    Raises:
        NotFoundError: if there is no such submission.
        ConflictError: if the submission is closed.

    """
    row = _row(session, number)
    present = _submission(session, row)
    if present.status is status and (note is None or note == present.note):
        return present
    check_change(number, present.status, status)
    row.status = status
    session.add(StatusChangeRow(submission_id=row.id, status=status, note=note, at=now))
    session.flush()
    return _submission(session, row)


def forget_conversation(session: Session, conversation_id: str) -> None:
    """Cut the tie between submissions and a conversation that the resident erased.

    The submissions themselves are the ward's records and stay.
    """
    for row in session.scalars(
        select(SubmissionRow).where(SubmissionRow.conversation_id == conversation_id)
    ):
        row.conversation_id = None


def _unused_number(session: Session) -> str:
    while True:
        number = receipt_number.new()
        taken = select(SubmissionRow.id).where(SubmissionRow.receipt_number == number)
        if session.scalar(taken) is None:
            return number


def _row(session: Session, number: str) -> SubmissionRow:
    row = session.scalar(select(SubmissionRow).where(SubmissionRow.receipt_number == number))
    if row is None:
        raise NotFoundError(
            "unknown-receipt-number", "この受付番号の申請は見つかりません。番号をご確認ください。"
        )
    return row


def _submission(session: Session, row: SubmissionRow) -> Submission:
    last = session.scalars(
        select(StatusChangeRow)
        .where(StatusChangeRow.submission_id == row.id)
        .order_by(StatusChangeRow.id.desc())
        .limit(1)
    ).one()
    return Submission(
        receipt_number=row.receipt_number,
        procedure=row.procedure,
        ward=row.ward,
        values=row.values,
        rows=row.rows,
        status=SubmissionStatus(row.status),
        submitted_at=row.submitted_at,
        changed_at=last.at,
        conversation_id=row.conversation_id,
        note=last.note,
    )
