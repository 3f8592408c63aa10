"""What is told in a conversation of LINE without being asked, such as an answer from staff: a push.

Whoever tells it, in whichever process, leaves a note beside it (``turns.tell``). Here the note
becomes an event of the inbox, in one transaction, and goes the way of all others: in order, once,
and with the next reply where the month's quota is used up.
"""

from __future__ import annotations

from sqlalchemy import select

from channels.line.accounts import SHARED
from channels.line.inbound import TOLD
from channels.line.inbox import NEW
from madoguchi.clock import Clock
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow, LineResidentRow, TellingRow, TurnRow

_MOST_AT_ONCE = 100


def collect(clock: Clock) -> int:
    """Put what was told into the inbox; how many messages that are."""
    with transaction() as session:
        rows = session.execute(
            select(TellingRow, TurnRow.id, LineResidentRow)
            .join(TurnRow, TurnRow.id == TellingRow.turn_id)
            .outerjoin(LineResidentRow, LineResidentRow.conversation_id == TurnRow.conversation_id)
            .order_by(TurnRow.id)
            .limit(_MOST_AT_ONCE)
        ).all()
        for telling, turn_id, resident in rows:
            if resident is not None and resident.is_friend:
                session.add(
                    LineEventRow(
                        id=f"{TOLD}:{turn_id}",
                        account=resident.account,
                        ward=None if resident.account == SHARED else resident.account,
                        resident=resident.key,
                        event={
                            "type": TOLD,
                            "source": {"type": "user", "userId": resident.user_id},
                        },
                        received_at=clock(),
                        status=NEW,
                        taken_at=None,
                        turn_id=turn_id,
                        deliveries=[],
                    )
                )
            session.delete(telling)
        return len(rows)
