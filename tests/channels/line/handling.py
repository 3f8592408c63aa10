"""How far the gateway has come with the events that residents sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from channels.line.inbox import DONE, NEW, TAKEN
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import LineEventRow
from tests.channels.line.resident import Resident
from tests.channels.rasa_peer import eventually


def nothing_waits() -> bool:
    with transaction() as session:
        waiting = LineEventRow.status.in_([NEW, TAKEN])
        return session.scalar(select(LineEventRow.seq).where(waiting)) is None


def texts(messages: list[dict[str, Any]]) -> list[str]:
    return [message.get("text") or message.get("altText") or "" for message in messages]


def event_row(resident: Resident, number: int = -1) -> LineEventRow:
    with transaction() as session:
        id_ = resident.sent[number]["webhookEventId"]
        row = session.scalar(select(LineEventRow).where(LineEventRow.id == id_))
        assert row is not None
        return row


def handled(resident: Resident, number: int = -1) -> LineEventRow:
    eventually(lambda: event_row(resident, number).status == DONE)
    return event_row(resident, number)
