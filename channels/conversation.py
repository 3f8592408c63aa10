"""The one path that every channel takes: remember the message once, ask Rasa, keep the answer."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from channels import erasure, pressed
from channels.incoming import Incoming
from madoguchi import postback
from madoguchi.answers import emergency, guidance, preferences
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.ward import Ward
from madoguchi.clock import Clock
from madoguchi.conversations import continuation_code, turns
from madoguchi.conversations.turns import TurnStatus
from madoguchi.curation import record
from madoguchi.errors import NotFoundError
from madoguchi.forms import application
from madoguchi.forms.draft import applicable_fields
from madoguchi.languages import naming
from madoguchi.languages.answers import shown
from madoguchi.languages.translator import said
from madoguchi.messages import MESSAGE, Message, TextMessage
from madoguchi.notices import banner
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, TurnRow
from madoguchi.submissions import receipt_number


@dataclass(frozen=True)
class Started:
    """A new conversation; ``token`` is shown once and kept only as a hash."""

    id: str
    token: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Turn:
    """A resident's message as it is stored, and how far it has come."""

    id: int
    conversation_id: str
    client_message_id: str
    content: dict[str, Any]
    status: TurnStatus
    understanding: dict[str, Any] | None


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a conversation's history. ``at`` is ISO 8601 in UTC."""

    seq: int
    role: str
    message: dict[str, Any]
    at: str


def start(
    catalogue: Catalogue, clock: Clock, *, channel: str, ward_id: str | None, language: str
) -> Started:
    """Begin a conversation with a greeting.

    Raises:
        NotFoundError: for an unknown ward.

    """
    ward = None if ward_id is None else catalogue.ward(ward_id)
    now = clock()
    token = secrets.token_urlsafe(32)
    row = ConversationRow(
        id=str(uuid4()),
        token_hash=hash_token(token),
        channel=channel,
        ward=ward_id,
        language=language,
        created_at=now,
        last_seen_at=now,
    )
    greeting = guidance.greeting(ward, guidance.suggestions(catalogue))
    with transaction() as session:
        session.add(row)
        session.flush()
        turns.append(session, row.id, "assistant", greeting.model_dump(mode="json"), clock)
    return Started(row.id, token, shown((greeting,), language))


def authorise(conversation_id: str, token: str, days: int, clock: Clock) -> ConversationRow:
    """The conversation, if the token is its own.

    Raises:
        NotFoundError: if there is no such conversation, the token is not its own (told apart by
            nobody), or it has expired (code ``conversation-expired``).

    """
    with transaction() as session:
        row = session.get(ConversationRow, conversation_id)
        known = row.token_hash if row else hash_token("")
        if not hmac.compare_digest(known, hash_token(token)) or row is None:
            raise turns.unknown_conversation()
        if erasure.is_expired(row, days, clock):
            erasure.expire_row(session, row)
            expired = True
        else:
            row.last_seen_at = clock()
            expired = False
    if expired:
        raise NotFoundError(
            "conversation-expired",
            "しばらくお使いでなかったため、会話は終了しました。新しい会話を始めてください。",
        )
    return row


def renew_token(conversation_id: str) -> str:
    """A new token for the conversation; the one before it is worth nothing any more.

    Raises:
        NotFoundError: if the conversation has been erased meanwhile.

    """
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        row = session.get(ConversationRow, conversation_id)
        if row is None:
            raise turns.unknown_conversation()
        row.token_hash = hash_token(token)
    return token


def remember(conversation_id: str, incoming: Incoming, clock: Clock) -> Turn:
    """Store the message, once: the same ``client_message_id`` yields the turn stored first.

    Raises:
        InvalidValueError: for a postback that is none.
        NotFoundError: if the conversation has been erased meanwhile.

    """
    if incoming.postback is not None:
        postback.parse(incoming.postback)
    with transaction() as session:
        known = _turn(session, conversation_id, incoming.client_message_id)
        if known is not None:
            return _as_turn(known)
    try:
        with transaction() as session:
            content: dict[str, Any] = {"kind": "text", "text": incoming.text}
            data = incoming.postback or pressed.about_position(session, conversation_id, incoming)
            if data is not None:
                label = pressed.label(session, conversation_id, data)
                content = {"kind": "postback", "text": label, "postback": data}
            if incoming.heard is not None:
                content["heard"] = incoming.heard
            row = turns.append(
                session,
                conversation_id,
                "resident",
                content,
                clock,
                client_message_id=incoming.client_message_id,
                status="pending",
            )
            return _as_turn(row)
    except IntegrityError:
        # The same message arrived twice at once, or two messages took the same place in line.
        return remember(conversation_id, incoming, clock)


def asked(turn: Turn) -> tuple[str, str | None, dict[str, str] | None]:
    """What to ask Rasa: the text, and its intent and entities where they are beyond doubt.

    That is so for a button, for danger to life, for a receipt number or a continuation code whose
    check digits fit, and for 「設定」, 「/language」 or the wish for a language alone.
    """
    text = str(turn.content["text"] or "")
    if turn.content["kind"] == "postback":
        button = postback.parse(turn.content["postback"])
        return text, button.intent, button.entities
    if emergency.detect(text):
        return text, "emergency", {}
    if receipt_number.find_valid(text):
        return text, "ask_status", {}
    if _goes_on(turn.conversation_id, text):
        return text, "start_application", {}
    if preferences.is_asked_for(text):
        return text, "settings", {}
    if naming.asked_for(text) or naming.is_choice(text):
        return text, "set_language", {}
    return text, None, None


def _goes_on(conversation_id: str, text: str) -> bool:
    """Whether the text is a continuation code; within a form eight digits alone are an answer."""
    found = continuation_code.find(text)
    if found is None or found.is_named:
        return found is not None
    with transaction() as session:
        return application.open_draft(session, conversation_id) is None


def keep_answer(
    turn_id: int, messages: tuple[Message, ...], understanding: dict[str, Any], clock: Clock
) -> None:
    """Store the answer to a turn, once, and what the turn changed about the conversation."""
    with transaction() as session:
        row = session.get(TurnRow, turn_id)
        if row is None or row.status == "answered":
            return
        row.status = "answered"
        row.understanding = understanding
        for message in messages:
            turns.append(
                session,
                row.conversation_id,
                "assistant",
                message.model_dump(mode="json"),
                clock,
                in_reply_to=row.id,
            )
        conversation = session.get(ConversationRow, row.conversation_id)
        if conversation is not None:
            record.keep(session, conversation, row, messages, understanding)
            if understanding.get("ward"):
                conversation.ward = understanding["ward"]
            if understanding.get("language"):
                conversation.language = understanding["language"]


def answer_to(turn: Turn) -> tuple[Message, ...]:
    """The answer to a turn, in the conversation's language; empty while it is pending.

    What the assistant told without being asked is its own answer.
    """
    told = and_(TurnRow.id == turn.id, TurnRow.role == "assistant")
    with transaction() as session:
        rows = session.scalars(
            select(TurnRow).where(or_(TurnRow.in_reply_to == turn.id, told)).order_by(TurnRow.seq)
        )
        messages = tuple(MESSAGE.validate_python(row.content) for row in rows)
    return shown(messages, language_of(turn.conversation_id))


def last_answer(conversation_id: str) -> tuple[Message, ...]:
    """The answer to what the resident said last, in the conversation's language."""
    with transaction() as session:
        row = turns.last_answered(session, conversation_id)
    return () if row is None else answer_to(_as_turn(row))


def load_turn(turn_id: int) -> Turn | None:
    """A turn by its id, or None when the resident has erased it."""
    with transaction() as session:
        row = session.get(TurnRow, turn_id)
        return None if row is None else _as_turn(row)


def find(session: Session, conversation_id: str, seq: int) -> TurnRow | None:
    """The message at a place of the history, or None."""
    return session.scalar(
        select(TurnRow).where(TurnRow.conversation_id == conversation_id, TurnRow.seq == seq)
    )


def earlier_pending(turn: Turn) -> bool:
    """Whether an earlier message of the conversation still waits for its answer."""
    with transaction() as session:
        query = select(func.count()).where(
            TurnRow.conversation_id == turn.conversation_id,
            TurnRow.status == "pending",
            TurnRow.id < turn.id,
        )
        return bool(session.scalar(query))


def has_pending(conversation_id: str) -> bool:
    """Whether any message of the conversation waits for its answer."""
    with transaction() as session:
        query = select(func.count()).where(
            TurnRow.conversation_id == conversation_id, TurnRow.status == "pending"
        )
        return bool(session.scalar(query))


def exists(conversation_id: str) -> bool:
    """Whether the conversation has not been erased."""
    with transaction() as session:
        return session.get(ConversationRow, conversation_id) is not None


def ward_of(conversation_id: str, catalogue: Catalogue) -> Ward | None:
    """The conversation's ward, or None."""
    with transaction() as session:
        row = session.get(ConversationRow, conversation_id)
        return catalogue.wards.get(row.ward) if row is not None and row.ward else None


def language_of(conversation_id: str) -> str:
    """The conversation's language tag."""
    with transaction() as session:
        row = session.get(ConversationRow, conversation_id)
        return row.language if row is not None else "ja"


def state(conversation_id: str, catalogue: Catalogue) -> dict[str, Any]:
    """What the page shows beside the messages: ward, open application's progress, banner."""
    ward = ward_of(conversation_id, catalogue)
    with transaction() as session:
        draft = application.open_draft(session, conversation_id)
        notice = banner.current(session, None if ward is None else ward.id)
    progress = None
    if draft is not None:
        procedure = catalogue.procedure(draft.procedure, draft.ward).procedure
        fields = applicable_fields(procedure, draft)
        progress = {
            "procedure": procedure.id,
            "title": said(procedure.names.official, language_of(conversation_id)),
            "step": min(len(draft.values) + len(draft.skipped) + 1, len(fields)),
            "steps": len(fields),
        }
    return {
        "ward": None
        if ward is None
        else {"id": ward.id, "name": ward.names.ja, "phone": ward.office.phone},
        "application": progress,
        "banner": None if notice is None else {"text": notice.text, "url": notice.url},
    }


def history(conversation_id: str, after: int) -> tuple[HistoryEntry, ...]:
    """The messages behind ``after``, in order; ours in the conversation's language as it is now."""
    with transaction() as session:
        rows = session.scalars(
            select(TurnRow)
            .where(TurnRow.conversation_id == conversation_id, TurnRow.seq > after)
            .order_by(TurnRow.seq)
        ).all()
    language = language_of(conversation_id)
    return tuple(
        HistoryEntry(
            row.seq,
            row.role,
            message.model_dump(mode="json"),
            row.at.isoformat(timespec="seconds"),
        )
        for _, answer in groupby(rows, key=lambda row: (row.role, row.in_reply_to))
        for row, message in _as_shown(tuple(answer), language)
    )


def _as_shown(rows: Sequence[TurnRow], language: str) -> Iterator[tuple[TurnRow, Message]]:
    """Messages that belong together: an answer, or what the resident said."""
    if rows[0].role == "assistant":
        messages = tuple(MESSAGE.validate_python(row.content) for row in rows)
        yield from zip(rows, shown(messages, language), strict=True)
        return
    for row in rows:
        text = row.content["text"] or ""
        # What a button was called was our word, not the resident's.
        is_ours = row.content["kind"] == "postback"
        yield row, TextMessage(text=said(text, language) if is_ours else text)


def _turn(session: Session, conversation_id: str, client_message_id: str) -> TurnRow | None:
    return session.scalar(
        select(TurnRow).where(
            TurnRow.conversation_id == conversation_id,
            TurnRow.client_message_id == client_message_id,
        )
    )


def _as_turn(row: TurnRow) -> Turn:
    return Turn(
        id=row.id,
        conversation_id=row.conversation_id,
        client_message_id=row.client_message_id or "",
        content=row.content,
        status="answered" if row.status == "answered" else "pending",
        understanding=row.understanding,
    )


def hash_token(token: str) -> str:
    """The form in which tokens are kept: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
