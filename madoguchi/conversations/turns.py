"""The turns of a conversation, one behind the other, whoever adds them."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from madoguchi.clock import Clock
from madoguchi.conversations import news
from madoguchi.errors import NotFoundError
from madoguchi.messages import Message
from madoguchi.storage.tables import ConversationRow, TellingRow, TurnRow

TurnStatus = Literal["pending", "answered"]

CALLED = frozenset({"line"})
"""Channels whose residents hear of news only when they are called."""


def append(
    session: Session,
    conversation_id: str,
    role: Literal["resident", "assistant"],
    content: dict[str, Any],
    clock: Clock,
    *,
    client_message_id: str | None = None,
    in_reply_to: int | None = None,
    status: TurnStatus = "answered",
) -> TurnRow:
    """Add a message behind the last.

    Raises:
        NotFoundError: if there is no such conversation.

    """
    # Locked where the database locks rows, so that two messages do not take the same place in line.
    if session.get(ConversationRow, conversation_id, with_for_update=True) is None:
        raise unknown_conversation()
    last = session.scalar(
        select(func.max(TurnRow.seq)).where(TurnRow.conversation_id == conversation_id)
    )
    row = TurnRow(
        conversation_id=conversation_id,
        seq=(last or 0) + 1,
        role=role,
        client_message_id=client_message_id,
        in_reply_to=in_reply_to,
        content=content,
        understanding=None,
        status=status,
        at=clock(),
    )
    session.add(row)
    session.flush()
    news.announce(session, conversation_id)
    return row


def tell(session: Session, conversation_id: str, message: Message, clock: Clock) -> int | None:
    """Say something that answers no turn, such as news from the ward; its place (``seq``).

    None: the conversation is no more. The web reads what is told from its event stream. For a
    channel that must be called a note is left beside it, from which its process pushes it.
    """
    conversation = session.get(ConversationRow, conversation_id)
    if conversation is None:
        return None
    content = message.model_dump(mode="json")
    row = append(session, conversation_id, "assistant", content, clock)
    if conversation.channel in CALLED:
        session.add(TellingRow(turn_id=row.id))
        session.flush()
    return row.seq


def last_answered(session: Session, conversation_id: str) -> TurnRow | None:
    """What the resident said last and has an answer to; None where there is nothing yet."""
    return session.scalar(
        select(TurnRow)
        .where(
            TurnRow.conversation_id == conversation_id,
            TurnRow.role == "resident",
            TurnRow.status == "answered",
        )
        .order_by(TurnRow.seq.desc())
        .limit(1)
    )


def unknown_conversation() -> NotFoundError:
    """That there is no such conversation, or that it is not the asker's."""
    return NotFoundError(
        "unknown-conversation", "会話が見つかりません。お手数ですが、新しい会話を始めてください。"
    )
