"""The inbox: what LINE's webhook brought, each event once, before anybody acts on it.

LINE wants its answer at once and sends an event again that it thinks was lost. So an event is only
written here while LINE waits, many events in one transaction; ``dispatching`` takes it from here.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from channels.line import threads
from madoguchi.storage.database import engine, transaction
from madoguchi.storage.tables import LineEventRow

NEW, TAKEN, DONE, FAILED = "new", "taken", "done", "failed"

KEPT = timedelta(days=30)
"""How long ids of events are known; an event that is older than this is not taken any more."""

PATIENCE = timedelta(seconds=10)
"""How long a resident's event waits for the one before it, which may wait for Rasa or LINE."""

_MOST_AT_ONCE = 500
"""Rows of one INSERT."""


@dataclass(frozen=True)
class Arrival:
    """An event as it arrived. ``ward`` None: the account speaks for all wards."""

    id: str
    account: str
    ward: str | None
    resident: str | None
    event: dict[str, Any]
    received_at: datetime


def resident_key(account: str, user_id: str) -> str:
    """By what a user of an account is known here; LINE's id itself is kept encrypted only.

    The id has 128 random bits, so its hash tells nobody who it is.
    """
    return hashlib.sha256(f"{account}:{user_id}".encode()).hexdigest()


class Inbox:
    """Writes arrivals in groups: those that come while a group is being written are the next."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Sequence[Arrival], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, arrivals: Sequence[Arrival]) -> None:
        """Return once all are on disk; what is known already is left as it is."""
        if not arrivals:
            return
        written = asyncio.get_running_loop().create_future()
        self._waiting.append((arrivals, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await written

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await threads.write_arrivals(
                    _store, [one for arrivals, _ in group for one in arrivals]
                )
            except Exception as error:  # noqa: BLE001 - each of those who wait is told
                for _, written in group:
                    if not written.done():
                        written.set_exception(error)
            else:
                for _, written in group:
                    if not written.done():
                        written.set_result(None)
        self._writing = None


def _store(arrivals: Sequence[Arrival]) -> None:
    insert = postgresql.insert if engine().dialect.name == "postgresql" else sqlite.insert
    with transaction() as session:
        for start in range(0, len(arrivals), _MOST_AT_ONCE):
            rows = [
                {**vars(one), "status": NEW, "taken_at": None, "turn_id": None, "deliveries": []}
                for one in arrivals[start : start + _MOST_AT_ONCE]
            ]
            session.execute(insert(LineEventRow).on_conflict_do_nothing(), rows)


def ready_ids(limit: int, now: datetime) -> tuple[str, ...]:
    """The ids of events that nobody has begun and whose turn has come, oldest first.

    A resident's events go one after the other: each waits until the one before it is handled, or
    has been under way for ``PATIENCE``.
    """
    earlier = aliased(LineEventRow)
    holds_up = (
        select(earlier.seq)
        .where(
            earlier.resident == LineEventRow.resident,
            earlier.seq < LineEventRow.seq,
            or_(
                earlier.status == NEW,
                and_(earlier.status == TAKEN, earlier.taken_at > now - PATIENCE),
            ),
        )
        .exists()
    )
    with transaction() as session:
        rows = session.scalars(
            select(LineEventRow.id)
            .where(LineEventRow.status == NEW, ~holds_up)
            .order_by(LineEventRow.seq)
            .limit(limit)
        )
        return tuple(rows)


def find(session: Session, id_: str) -> LineEventRow | None:
    """An event by its id, or None when it has been forgotten."""
    return session.scalar(select(LineEventRow).where(LineEventRow.id == id_))


def give_up(id_: str) -> None:
    """Mark an event that cannot be handled, so that it is not begun again and again."""
    with transaction() as session:
        row = find(session, id_)
        if row is not None:
            row.status, row.event = FAILED, None


def leave(id_: str) -> None:
    """Mark an event as done that nothing becomes of."""
    with transaction() as session:
        row = find(session, id_)
        if row is not None:
            row.status, row.event = DONE, None


def forget(before: datetime) -> int:
    """Erase handled events that arrived before; returns how many went.

    Until then their ids tell what LINE delivers again.
    """
    with transaction() as session:
        gone = session.scalars(
            delete(LineEventRow)
            .where(LineEventRow.received_at < before, LineEventRow.status.in_([DONE, FAILED]))
            .returning(LineEventRow.seq)
        )
        return len(gone.all())


def let_go(session: Session, resident: str) -> None:
    """Forget whose the handled events are, as their resident wishes; what they said is gone."""
    session.execute(
        update(LineEventRow)
        .where(LineEventRow.resident == resident, LineEventRow.status.in_([DONE, FAILED]))
        .values(resident=None)
    )
