"""The record that every turn leaves for review.

It is written together with the answer, without the resident's words. These follow, masked, when the
worker (``worker``) has come to it, so that no resident waits and nothing unmasked is ever here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from madoguchi import postback
from madoguchi.curation.masking import masked_answer
from madoguchi.curation.outcome import Outcome, outcome
from madoguchi.messages import Message
from madoguchi.storage.tables import ConversationRow, ReviewRow, TurnRow

TextState = Literal["waiting", "masked", "withheld"]

Reason = Literal["wrong", "unclear", "missing", "other"]
"""Why an answer did not help, in the resident's view."""

HELPFUL, NOT_HELPFUL = "helpful", "not_helpful"
_COMPLAINTS = frozenset({"none_of_these", "handover", "complaint"})


def keep(
    session: Session,
    conversation: ConversationRow,
    turn: TurnRow,
    messages: Sequence[Message],
    understanding: Mapping[str, Any],
) -> None:
    """Leave the record of a turn that has just been answered, and tell what it says of the last."""
    pressed = turn.content["kind"] == "postback"
    # A question to staff is theirs to read; the reviewer of the assistant has no part in it.
    typed_state: TextState = "withheld" if understanding.get("inquiry") else "waiting"
    _feedback(session, turn, understanding)
    session.add(
        ReviewRow(
            turn_id=turn.id,
            conversation_id=conversation.id,
            at=turn.at,
            ward=understanding.get("ward") or conversation.ward,
            language=conversation.language,
            channel=conversation.channel,
            pressed=pressed,
            text=turn.content["text"] if pressed else None,
            text_state="masked" if pressed else typed_state,
            asked_field=_asked_field(session, turn),
            intent=str(understanding.get("intent") or ""),
            confidence=float(understanding.get("confidence") or 0.0),
            procedure=understanding.get("procedure"),
            aspect=understanding.get("aspect"),
            candidates=list(understanding.get("candidates") or ()),
            outcome=outcome(messages, understanding),
            model=understanding.get("model"),
        )
    )


def _feedback(session: Session, turn: TurnRow, understanding: Mapping[str, Any]) -> None:
    """What this turn tells about the one before: that it was wrong, or which choice was right."""
    before = session.scalar(
        select(ReviewRow)
        .where(ReviewRow.conversation_id == turn.conversation_id)
        .order_by(ReviewRow.id.desc())
        .limit(1)
    )
    if before is None:
        return
    intent = str(understanding.get("intent") or "")
    feedback = before.feedback
    if intent in _COMPLAINTS:
        feedback = intent
    elif before.outcome == Outcome.CHOICES and turn.content["kind"] == "postback":
        before.chosen = postback.parse(turn.content["postback"]).entities.get("procedure")
        feedback = "chosen" if before.chosen else None
    if before.feedback not in (HELPFUL, NOT_HELPFUL):
        # What the resident said of the answer outweighs what we make of the next turn.
        before.feedback = feedback


def rate(session: Session, turn_id: int, helpful: bool, reason: Reason | None) -> bool:
    """Note what the resident says of the answer to a turn; False if its record is no more."""
    row = session.scalar(select(ReviewRow).where(ReviewRow.turn_id == turn_id))
    if row is None:
        return False
    row.feedback = HELPFUL if helpful else NOT_HELPFUL
    row.feedback_reason = None if helpful else reason
    return True


def _asked_field(session: Session, turn: TurnRow) -> str | None:
    """The kind of the field that the assistant had asked for last; None where it had not."""
    said = session.scalar(
        select(TurnRow)
        .where(
            TurnRow.conversation_id == turn.conversation_id,
            TurnRow.role == "assistant",
            TurnRow.seq < turn.seq,
            TurnRow.in_reply_to.is_not(None),  # what the ward tells in between asks nothing
        )
        .order_by(TurnRow.seq.desc())
        .limit(1)
    )
    return None if said is None else said.content.get("field_kind")


@dataclass(frozen=True)
class Waiting:
    """A record without its text yet. ``whole`` stands for all of it, where that is known."""

    id: int
    text: str
    at: datetime
    whole: str | None


def waiting(session: Session, limit: int = 20) -> tuple[Waiting, ...]:
    """The records that wait for their masked text, oldest first."""
    rows = session.execute(
        select(ReviewRow, TurnRow)
        .join(TurnRow, TurnRow.id == ReviewRow.turn_id)
        .where(ReviewRow.text_state == "waiting")
        .order_by(ReviewRow.id)
        .limit(limit)
    )
    return tuple(
        Waiting(row.id, str(turn.content["text"] or ""), turn.at, _whole(row)) for row, turn in rows
    )


def _whole(row: ReviewRow) -> str | None:
    if row.outcome == Outcome.FORM and row.intent == "inform":
        return masked_answer(row.asked_field)
    return None


def give_text(session: Session, texts: Mapping[int, str | None]) -> None:
    """Give records, by their ids, their masked text; None: it could not be masked.

    What has been erased meanwhile, or has its text already, is left alone.
    """
    for id_, text in texts.items():
        session.execute(
            update(ReviewRow)
            .where(ReviewRow.id == id_, ReviewRow.text_state == "waiting")
            .values(text=text, text_state="withheld" if text is None else "masked")
        )


def erase(session: Session, conversation_id: str) -> None:
    """Erase what the conversation left, but for what has become an example: that is let go of."""
    session.execute(
        delete(ReviewRow).where(
            ReviewRow.conversation_id == conversation_id, ReviewRow.reviewed_at.is_(None)
        )
    )
    let_go(session, conversation_id)


def erase_turn(session: Session, turn_id: int) -> None:
    """Erase what one turn left, also where it has become an example: its words are taken back."""
    session.execute(delete(ReviewRow).where(ReviewRow.turn_id == turn_id))


def let_go(session: Session, conversation_id: str) -> None:
    """Keep the conversation's records and forget whose they are."""
    session.execute(
        update(ReviewRow)
        .where(ReviewRow.conversation_id == conversation_id, ReviewRow.text_state == "waiting")
        .values(text_state="withheld")
    )
    session.execute(
        update(ReviewRow)
        .where(ReviewRow.conversation_id == conversation_id)
        .values(conversation_id=None, turn_id=None)
    )


def expire(session: Session, before: datetime) -> int:
    """Erase the records of turns before a moment, reviewed or not; how many went."""
    gone = session.scalars(delete(ReviewRow).where(ReviewRow.at < before).returning(ReviewRow.id))
    return len(gone.all())
