"""Answers that LINE's monthly limit kept back: they go with the next reply, which costs nothing.

Only what stands in the conversation is brought later, so that what was taken back or erased
meanwhile is not. An answer keeps its order, and is dropped after a day: it would only confuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from linebot.v3.messaging import Message as LineMessage
from sqlalchemy import select

from channels import conversation
from channels.line.delivery import ANSWER, Envelope, note_late
from channels.line.drawing.sender import Sender
from channels.line.inbox import DONE
from channels.line.outbound import draw
from channels.line.sending import Outcome
from madoguchi.clock import Clock
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Owed:
    """A message of an earlier event's answer, and the batch of it that it belongs to."""

    seq: int
    part: str
    message: LineMessage


def owed(envelope: Envelope, sender: Sender | None, room: int, clock: Clock) -> tuple[Owed, ...]:
    """What the resident has not got of earlier answers, oldest first, as much as there is room."""
    with transaction() as session:
        event = session.get(LineEventRow, envelope.seq)
        if event is None or event.resident is None:
            return ()
        rows = session.scalars(
            select(LineEventRow)
            .where(
                LineEventRow.resident == event.resident,
                LineEventRow.seq < envelope.seq,
                LineEventRow.status == DONE,
                LineEventRow.turn_id.is_not(None),
                LineEventRow.received_at > clock() - KEPT,
            )
            .order_by(LineEventRow.seq)
        ).all()
    found = [each for row in rows for each in _kept_back(row, sender)]
    return tuple(found[:room])


def carried(batch: Sequence[Owed], clock: Clock) -> None:
    """Note that these have been sent, with the answer to a later event."""
    for seq, part in dict.fromkeys((each.seq, each.part) for each in batch):
        count = sum((each.seq, each.part) == (seq, part) for each in batch)
        note_late(seq, part, count, clock)


def _kept_back(row: LineEventRow, sender: Sender | None) -> list[Owed]:
    calls = [call for call in row.deliveries if call["part"].startswith(f"{ANSWER}:")]
    if row.turn_id is None or not any(call["outcome"] == Outcome.QUOTA_REACHED for call in calls):
        return []
    turn = conversation.load_turn(row.turn_id)
    if turn is None:
        return []
    found = []
    for number, batch in enumerate(draw(conversation.answer_to(turn), sender)):
        part = f"{ANSWER}:{number}"
        of_part = [call for call in calls if call["part"] == part]
        if any(call["outcome"] == Outcome.SENT for call in of_part):
            continue
        gone = sum(call.get("late", 0) for call in of_part)
        for message in batch[gone:]:
            message.quick_reply = None  # it would vanish with the next message at once
            found.append(Owed(row.seq, part, message))
    return found
