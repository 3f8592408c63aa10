"""Attachments: the files that residents gave for form fields, from upload to submission.

A file belongs to its conversation, and to the field that was asked, until the application is
submitted; then to the submission alone. What no answer refers to any more is deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.procedure import FieldKind, FormField
from madoguchi.errors import ConflictError
from madoguchi.forms.draft import Draft, applicable_fields
from madoguchi.forms.values.files import File
from madoguchi.storage.tables import AttachmentRow, DraftRow, SubmissionRow

MAX_WAITING = 5
"""Files of one conversation that no answer refers to yet; a further one takes the oldest's place.
"""


@dataclass(frozen=True)
class Attachment:
    """A kept file without its content. ``name`` is cleaned, ``size_bytes`` the content's length."""

    id: str
    field: str
    name: str
    media_type: str
    size_bytes: int

    def as_value(self) -> list[dict[str, Any]]:
        """What a draft and a submission hold as the field's answer."""
        return [{"id": self.id, "name": self.name, "bytes": self.size_bytes}]


def keep(
    session: Session,
    *,
    conversation_id: str,
    field: str,
    file: File,
    now: datetime,
    id: str | None = None,
) -> Attachment:
    """Keep a checked file for a field. The same ``id`` (default: a new one) again is kept once."""
    known = session.get(AttachmentRow, id) if id is not None else None
    if known is not None:
        return _attachment(known)
    _make_room(session, conversation_id)
    row = AttachmentRow(
        id=id or str(uuid4()),
        conversation_id=conversation_id,
        field=field,
        name=file.name,
        media_type=file.media_type,
        content=file.content,
        size_bytes=len(file.content),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return _attachment(row)


def keep_for(
    session: Session, draft: Draft, *, conversation_id: str, field: str, file: File, now: datetime
) -> Attachment:
    """Keep a checked file for a field of this application; the same content again is kept once."""
    digest = hashlib.sha256(file.content).hexdigest()
    id_ = str(uuid5(NAMESPACE_URL, f"{draft.id}/{field}/{file.name}/{digest}"))
    return keep(session, conversation_id=conversation_id, field=field, file=file, now=now, id=id_)


def of_conversation(session: Session, conversation_id: str) -> tuple[Attachment, ...]:
    """The conversation's files that are not submitted, oldest first."""
    return tuple(_attachment(row) for row in _rows(session, conversation_id))


def of_submission(session: Session, receipt_number: str) -> Iterator[tuple[Attachment, bytes]]:
    """A submission's files with their content, one at a time, in the order of their fields."""
    rows = session.scalars(
        select(AttachmentRow)
        .join(SubmissionRow, AttachmentRow.submission_id == SubmissionRow.id)
        .where(SubmissionRow.receipt_number == receipt_number)
        .order_by(AttachmentRow.field, AttachmentRow.created_at)
    )
    for row in rows:
        yield _attachment(row), row.content
        session.expire(row, ["content"])


def file_field(catalogue: Catalogue, draft: Draft | None, name: str) -> FormField:
    """The field of the open application that takes a file.

    Raises:
        ConflictError: if there is no such field, or no open application.

    """
    found = next((field for field in _file_fields(catalogue, draft) if field.id == name), None)
    if found is None:
        raise ConflictError(
            "no-file-field",
            f"いま入力中の申請には、ファイルを受け取る項目「{name}」がありません。"
            "申請でファイルをお願いしたときに送ってください。",
        )
    return found


def asked_field(catalogue: Catalogue, draft: Draft | None) -> FormField | None:
    """The field that the open application is asking a file for, or None."""
    asking = None if draft is None else draft.asking
    return next((field for field in _file_fields(catalogue, draft) if field.id == asking), None)


def is_answered(catalogue: Catalogue, draft: Draft | None) -> bool:
    """Whether the open application has all the files that it asks for."""
    fields = _file_fields(catalogue, draft)
    return draft is not None and bool(fields) and all(each.id in draft.values for each in fields)


def hand_over(session: Session, draft: Draft, receipt_number: str) -> None:
    """Give the files of a submitted draft to the submission; nobody's conversation knows them."""
    submission_id = (
        select(SubmissionRow.id)
        .where(SubmissionRow.receipt_number == receipt_number)
        .scalar_subquery()
    )
    session.execute(
        update(AttachmentRow)
        .where(AttachmentRow.id.in_(_ids(draft)))
        .values(submission_id=submission_id, conversation_id=None)
    )


def drop_replaced(session: Session, before: Draft, after: Draft) -> None:
    """Delete the files that ``before`` had as answers and ``after`` has no more."""
    _delete(session, _ids(before) - _ids(after))


def move(session: Session, source: str, conversation_id: str) -> None:
    """Give the files of ``source`` that are not submitted to another conversation."""
    session.execute(
        update(AttachmentRow)
        .where(AttachmentRow.conversation_id == source)
        .values(conversation_id=conversation_id)
    )


def discard(session: Session, conversation_id: str) -> None:
    """Delete all files of the conversation that are not submitted."""
    session.execute(delete(AttachmentRow).where(AttachmentRow.conversation_id == conversation_id))


def forget(session: Session, before: datetime) -> int:
    """Delete the files that were kept before and that no draft refers to; returns how many."""
    old = session.execute(
        select(AttachmentRow.id, AttachmentRow.conversation_id).where(
            AttachmentRow.created_at < before, AttachmentRow.submission_id.is_(None)
        )
    ).all()
    in_use = {
        id_ for talk in {row.conversation_id for row in old} for id_ in _in_use(session, talk)
    }
    gone = {row.id for row in old} - in_use
    _delete(session, gone)
    return len(gone)


def _file_fields(catalogue: Catalogue, draft: Draft | None) -> tuple[FormField, ...]:
    if draft is None:
        return ()
    procedure = catalogue.procedure(draft.procedure, draft.ward).procedure
    return tuple(
        field for field in applicable_fields(procedure, draft) if field.kind is FieldKind.FILE
    )


def _make_room(session: Session, conversation_id: str) -> None:
    in_use = _in_use(session, conversation_id)
    waiting = [row.id for row in _rows(session, conversation_id) if row.id not in in_use]
    _delete(session, waiting[: max(0, len(waiting) - MAX_WAITING + 1)])


def _in_use(session: Session, conversation_id: str | None) -> frozenset[str]:
    row = session.get(DraftRow, conversation_id)
    return frozenset() if row is None else _ids(Draft.model_validate(row.state["draft"]))


def _ids(draft: Draft) -> frozenset[str]:
    """The ids of all files in the draft's answers. Of all lists of mappings only files have ids."""
    return frozenset(
        str(entry["id"])
        for value in draft.values.values()
        if isinstance(value, list)
        for entry in value
        if isinstance(entry, dict) and "id" in entry
    )


def _delete(session: Session, ids: Collection[str]) -> None:
    if ids:
        session.execute(
            delete(AttachmentRow).where(
                AttachmentRow.id.in_(ids), AttachmentRow.submission_id.is_(None)
            )
        )


def _rows(session: Session, conversation_id: str) -> tuple[AttachmentRow, ...]:
    return tuple(
        session.scalars(
            select(AttachmentRow)
            .where(AttachmentRow.conversation_id == conversation_id)
            .order_by(AttachmentRow.created_at, AttachmentRow.id)
        )
    )


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(row.id, row.field, row.name, row.media_type, row.size_bytes)
