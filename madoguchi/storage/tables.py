"""The tables. Times are aware datetimes in UTC; ``Encrypted...`` columns hold personal data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from madoguchi.storage.encryption import EncryptedBytes, EncryptedJSON


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC also where the database knows no time zones (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; convert the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Mark what SQLite returns as UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables; constraints get stable names so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, dict[str, Any]: JSON}


class ConversationRow(Base):
    """A conversation of one resident over one channel."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    ward: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)


class TurnRow(Base):
    """One message of a resident (``role`` resident) or of the assistant, in order of ``seq``."""

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_message_id"),
        Index("ix_turns_conversation_id_seq", "conversation_id", "seq", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    client_message_id: Mapped[str | None] = mapped_column(String(64))
    in_reply_to: Mapped[int | None]
    content: Mapped[Any] = mapped_column(EncryptedJSON)
    understanding: Mapped[dict[str, Any] | None]
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class DraftRow(Base):
    """The application that a conversation is filling in; at most one at a time."""

    __tablename__ = "drafts"

    conversation_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[Any] = mapped_column(EncryptedJSON)
    updated_at: Mapped[datetime] = mapped_column(index=True)


class InquiryRow(Base):
    """A question to a ward's staff. ``message_id`` is the message (as Rasa knows it) that asked it.

    ``text`` is as the resident typed it, in ``language``; ``translation`` its Japanese, once
    somebody has read it: the machine's words and whether they are complete. Both are None, and so
    is ``conversation_id``, once the conversation is erased.
    """

    __tablename__ = "inquiries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(36), index=True)
    message_id: Mapped[str] = mapped_column(String(128))
    ward: Mapped[str] = mapped_column(String(32), index=True)
    language: Mapped[str] = mapped_column(String(16))
    text: Mapped[Any | None] = mapped_column(EncryptedJSON)
    translation: Mapped[Any | None] = mapped_column(EncryptedJSON)
    status: Mapped[str] = mapped_column(String(16), index=True)
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class InquiryAnswerRow(Base):
    """What a member of staff (``author``) has answered to an inquiry, in Japanese."""

    __tablename__ = "inquiry_answers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    inquiry_id: Mapped[int] = mapped_column(
        ForeignKey("inquiries.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[Any] = mapped_column(EncryptedJSON)
    author: Mapped[Any] = mapped_column(EncryptedJSON)
    at: Mapped[datetime]


class InquiryDraftRow(Base):
    """The question to staff that a conversation is writing; at most one at a time."""

    __tablename__ = "inquiry_drafts"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[Any] = mapped_column(EncryptedJSON)
    updated_at: Mapped[datetime]


class TellingRow(Base):
    """A turn that was told in a conversation whose channel must be called, and has not been yet."""

    __tablename__ = "tellings"

    turn_id: Mapped[int] = mapped_column(
        ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True
    )


class SubmissionRow(Base):
    """A submitted application. ``values`` and ``rows`` (label, shown value) are personal."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    receipt_number: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(36), index=True)
    draft_id: Mapped[str] = mapped_column(String(36), unique=True)
    procedure: Mapped[str] = mapped_column(String(64))
    ward: Mapped[str] = mapped_column(String(32))
    values: Mapped[Any] = mapped_column(EncryptedJSON)
    rows: Mapped[Any] = mapped_column(EncryptedJSON)
    status: Mapped[str] = mapped_column(String(16), index=True)
    submitted_at: Mapped[datetime] = mapped_column(index=True)


class StatusChangeRow(Base):
    """One change of a submission's status, with the words for the resident."""

    __tablename__ = "status_changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(String(16))
    note: Mapped[Any | None] = mapped_column(EncryptedJSON)
    at: Mapped[datetime]


class AttachmentRow(Base):
    """A file that a resident gave for a form field.

    It belongs to the conversation until the application is submitted, then to the submission alone.
    """

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(String(36), index=True)
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(String(48))
    name: Mapped[Any] = mapped_column(EncryptedJSON)
    media_type: Mapped[Any] = mapped_column(EncryptedJSON)
    content: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    size_bytes: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)


class FaqEntryRow(Base):
    """One question and answer of a ward's imported FAQ: public, so nothing is encrypted."""

    __tablename__ = "faq_entries"

    ward: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    category: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    updated: Mapped[date | None]
    changed_at: Mapped[datetime]


class ShelterRow(Base):
    """An emergency evacuation site or a shelter of the public data (``madoguchi/shelters``)."""

    __tablename__ = "shelters"

    ward: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)
    hazards: Mapped[list[str]] = mapped_column(JSON)
    accepts: Mapped[str | None] = mapped_column(Text)


class ShelterSetRow(Base):
    """What a ward has of a kind, replaced as a whole. ``as_of`` is the day of the data."""

    __tablename__ = "shelter_sets"

    ward: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    as_of: Mapped[date | None]
    imported_at: Mapped[datetime]
    revision: Mapped[int]


class FaqRevisionRow(Base):
    """How often a ward's FAQ has changed: running processes see by it that theirs is old."""

    __tablename__ = "faq_revisions"

    ward: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int]


class ReviewRow(Base):
    """What one turn of a resident came to, for review. ``text`` has been masked before it is here.

    ``text_state`` is waiting (to be masked), masked, or withheld (there is no text and never will
    be). ``asked_field`` is the kind of the form field that the turn answered. ``feedback`` is what
    the resident said of the answer, or did about it (see ``record``). ``label`` is what the
    reviewer said. Without ``conversation_id`` nobody knows any more whose turn it was.
    """

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    turn_id: Mapped[int | None] = mapped_column(unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(36), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    ward: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    pressed: Mapped[bool]
    text: Mapped[Any | None] = mapped_column(EncryptedJSON)
    text_state: Mapped[str] = mapped_column(String(16), index=True)
    asked_field: Mapped[str | None] = mapped_column(String(16))
    intent: Mapped[str] = mapped_column(String(64))
    confidence: Mapped[float] = mapped_column(Float)
    procedure: Mapped[str | None] = mapped_column(String(64))
    aspect: Mapped[str | None] = mapped_column(String(32))
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(String(16))
    model: Mapped[str | None] = mapped_column(String(64))
    feedback: Mapped[str | None] = mapped_column(String(16))
    feedback_reason: Mapped[str | None] = mapped_column(String(16))
    chosen: Mapped[str | None] = mapped_column(String(64))
    label: Mapped[Any | None] = mapped_column(EncryptedJSON)
    reviewed_at: Mapped[datetime | None] = mapped_column(index=True)


class BannerRow(Base):
    """An urgent word above everything else; ``place`` is a ward, or ``all`` of them."""

    __tablename__ = "banners"

    place: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    since: Mapped[datetime]


class LineResidentRow(Base):
    """A user of LINE as one account knows them. ``key`` is a hash of account and user id.

    ``notices`` is the consent to notices: asked for, and off again after they come back.
    """

    __tablename__ = "line_residents"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[Any] = mapped_column(EncryptedJSON)
    conversation_id: Mapped[str | None] = mapped_column(String(36), index=True)
    language: Mapped[str | None] = mapped_column(String(16))
    is_friend: Mapped[bool]
    notices: Mapped[bool]


class LineEventRow(Base):
    """One event that LINE's webhook brought, in the order of arrival.

    ``id`` is the ``webhookEventId``, so a redelivered event is known. ``event`` is erased once it
    is handled. ``status`` is new, taken (its message is remembered), done or failed.
    ``deliveries`` are the calls that carried the answer, each with LINE's request id and what
    became of it.
    """

    __tablename__ = "line_events"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(String(32))
    ward: Mapped[str | None] = mapped_column(String(32))
    resident: Mapped[str | None] = mapped_column(String(64), index=True)
    event: Mapped[Any | None] = mapped_column(EncryptedJSON)
    received_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(16), index=True)
    taken_at: Mapped[datetime | None]
    turn_id: Mapped[int | None]
    deliveries: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ContinuationRow(Base):
    """A code by which an open application is taken into another conversation, once."""

    __tablename__ = "continuations"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ContinuationTryRow(Base):
    """A code that was none. It outlives its conversation, or erasing would free of the limit."""

    __tablename__ = "continuation_tries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(index=True)


class CallRow(Base):
    """A telephone call that shows its number. ``caller_hash`` is a keyed hash of the number."""

    __tablename__ = "calls"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    caller_hash: Mapped[str] = mapped_column(String(64), index=True)
    number: Mapped[Any] = mapped_column(EncryptedJSON)
    began_at: Mapped[datetime] = mapped_column(index=True)


class TextMessageRow(Base):
    """A text message that a caller has agreed to and that is not sent yet."""

    __tablename__ = "text_messages"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[Any] = mapped_column(EncryptedJSON)
    text: Mapped[Any] = mapped_column(EncryptedJSON)
    created_at: Mapped[datetime]


class TranslationMemoryRow(Base):
    """A sentence and its translation, by the machine or a person.

    ``key`` is a hash of the pair of languages and the sentence (``languages/machine/memory.py``).
    A row is never changed but replaced, so ``id`` tells what is new to a process.
    """

    __tablename__ = "translation_memory"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True, index=True)
    source: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(16))
    sentence: Mapped[str] = mapped_column(EncryptedJSON)
    translation: Mapped[str] = mapped_column(EncryptedJSON)
    made_by: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
