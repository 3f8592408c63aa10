"""Erasing of conversations: those that nobody uses any more, and what residents take back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.bot import message_id_at_bot
from madoguchi.answers import inquiries
from madoguchi.clock import Clock, system_clock
from madoguchi.conversations import news, turns
from madoguchi.curation import record
from madoguchi.forms import application
from madoguchi.inquiries import draft as inquiry_draft
from madoguchi.inquiries import inquiry
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, TurnRow
from madoguchi.submissions import submission


def is_expired(row: ConversationRow, days: int, clock: Clock) -> bool:
    """Whether nobody has used the conversation for so many days."""
    return clock() - row.last_seen_at > timedelta(days=days)


def expired(days: int, clock: Clock, limit: int = 500) -> tuple[str, ...]:
    """The ids of conversations that nobody has used for so many days, longest first."""
    with transaction() as session:
        rows = session.scalars(
            select(ConversationRow.id)
            .where(ConversationRow.last_seen_at < clock() - timedelta(days=days))
            .order_by(ConversationRow.last_seen_at)
            .limit(limit)
        )
        return tuple(rows)


def expire(conversation_id: str) -> None:
    """Erase a conversation that nobody uses any more; its masked records stay, nobody's now."""
    with transaction() as session:
        row = session.get(ConversationRow, conversation_id)
        if row is not None:
            expire_row(session, row)


def expire_row(session: Session, row: ConversationRow) -> None:
    """See ``expire``, within a transaction of the caller's."""
    record.let_go(session, row.id)
    _erase(session, row)


def is_due(conversation_id: str) -> bool:
    """Whether the last answer was that everything is erased."""
    with transaction() as session:
        row = turns.last_answered(session, conversation_id)
        noted = None if row is None else row.understanding
        return bool(noted and noted.get("erase"))


def erase(conversation_id: str) -> None:
    """Erase messages, answers, drafts, token and what waits for review, as the resident wishes.

    Questions to staff are withdrawn, and the words of answered ones erased as well. Submissions
    are the ward's and stay.
    """
    with transaction() as session:
        row = session.get(ConversationRow, conversation_id)
        if row is not None:
            record.erase(session, row.id)
            _erase(session, row)


def unsay(conversation_id: str, client_message_id: str) -> bool:
    """Erase one message, its answers and its record for review; whether there was one.

    Its place in the history stays empty, so that later messages keep theirs. What it answered in
    the open application is asked again, and no summary of it shows that any more.
    """
    with transaction() as session:
        row = session.scalar(
            select(TurnRow).where(
                TurnRow.conversation_id == conversation_id,
                TurnRow.client_message_id == client_message_id,
            )
        )
        if row is None:
            return False
        for answer in session.scalars(select(TurnRow).where(TurnRow.in_reply_to == row.id)):
            session.delete(answer)
        row.content = {"kind": "text", "text": ""}
        if row.status == "pending":
            # Whoever is about to answer it finds that it is answered.
            row.status, row.understanding = "answered", None
        record.erase_turn(session, row.id)
        message_id = message_id_at_bot(conversation_id, client_message_id)
        fields = application.unsay(session, conversation_id, message_id)
        if inquiry.unsay(session, conversation_id, message_id, system_clock()):
            fields |= {inquiries.FIELD}
        later = select(TurnRow).where(
            TurnRow.conversation_id == conversation_id,
            TurnRow.role == "assistant",
            TurnRow.seq > row.seq,
        )
        for answer in session.scalars(later) if fields else ():
            answer.content = application.without_answers(answer.content, fields)
        return True


def _erase(session: Session, row: ConversationRow, clock: Clock = system_clock) -> None:
    application.discard(session, row.id)
    inquiry_draft.discard(session, row.id)
    inquiry.forget_conversation(session, row.id, clock())
    submission.forget_conversation(session, row.id)
    session.delete(row)
    news.announce(session, row.id)
