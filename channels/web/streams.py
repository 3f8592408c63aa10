"""The event streams that this process holds open, and the one look-out that serves them all.

What this process writes it hears of at once (``madoguchi/conversations/news.py``). What others
write, be it a gateway process, the action server or a command, is found by looking: one query a
second over all open streams, however many there are.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from channels.problems import TooManyRequestsError
from madoguchi.notices import banner
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, DraftRow, TurnRow

log = structlog.get_logger()

MOST_PER_CONVERSATION = 5
LOOK_SECONDS = 1.0
_RETRY_AFTER_SECONDS = 10
_IDS_PER_QUERY = 500

Mark = tuple[object, ...]
"""Differs from the last one whenever a stream has something to send."""


@dataclass(eq=False)
class Stream:
    """One open stream. ``changed`` is set when there may be something to send."""

    conversation_id: str
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    is_closed: bool = False

    def close(self) -> None:
        """Have it end."""
        self.is_closed = True
        self.changed.set()


class Streams:
    """Made within the event loop; all but ``hear`` and ``close`` belongs to its thread."""

    def __init__(self, most: int) -> None:
        """``most``: how many may be open in this process."""
        self._most = most
        self._loop = asyncio.get_running_loop()
        self._open: dict[str, list[Stream]] = {}
        self._marks: dict[str, Mark] = {}
        self._count = 0
        self._heard: set[str] = set()
        self._wake = asyncio.Event()
        self._is_closed = False

    @property
    def count(self) -> int:
        """How many are open."""
        return self._count

    @contextmanager
    def open(self, conversation_id: str) -> Iterator[Stream]:
        """A stream that is open within the block.

        Raises:
            TooManyRequestsError: if the conversation has too many (``too-many-streams``), or this
                process has (``busy``) or stops.

        """
        if len(self._open.get(conversation_id, ())) >= MOST_PER_CONVERSATION:
            raise TooManyRequestsError(
                "too-many-streams",
                f"この会話は{MOST_PER_CONVERSATION}か所で開かれています。"
                "使っていない画面を閉じてください。",
                _RETRY_AFTER_SECONDS,
            )
        if self._is_closed or self._count >= self._most:
            raise TooManyRequestsError(
                "busy",
                "ただいま混み合っています。少し待ってから、もう一度お試しください。",
                _RETRY_AFTER_SECONDS,
            )
        stream = Stream(conversation_id)
        self._open.setdefault(conversation_id, []).append(stream)
        self._count += 1
        try:
            yield stream
        finally:
            self._count -= 1
            self._open[conversation_id].remove(stream)
            if not self._open[conversation_id]:
                del self._open[conversation_id]
                self._marks.pop(conversation_id, None)

    def hear(self, conversation_id: str) -> None:
        """Look after a conversation at once; called by any thread."""
        if conversation_id in self._open:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                self._loop.call_soon_threadsafe(self._note, conversation_id)

    def close(self) -> None:
        """End all streams and open no more; called by any thread, or a signal."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._close)

    async def look_out(self) -> None:
        """Wake the streams that have something to send, until cancelled."""
        next_look = time.monotonic()
        while True:
            with suppress(TimeoutError):
                patience = max(0.0, next_look - time.monotonic())
                await asyncio.wait_for(self._wake.wait(), patience)
            self._wake.clear()
            heard, self._heard = self._heard, set()
            ids: Collection[str] = heard & self._open.keys()
            if time.monotonic() >= next_look:
                ids = tuple(self._open)
                next_look = time.monotonic() + LOOK_SECONDS
            if ids:
                try:
                    self._compare(ids, await asyncio.to_thread(_marks, tuple(ids)))
                except Exception as error:  # noqa: BLE001 - whatever it is, the next look may succeed
                    log.error("streams_look_failed", error=type(error).__name__)

    def _compare(self, ids: Collection[str], marks: dict[str, Mark]) -> None:
        for id_ in ids:
            streams = self._open.get(id_, ())
            if id_ not in marks:
                for stream in streams:
                    stream.close()
            elif streams and marks[id_] != self._marks.get(id_):
                self._marks[id_] = marks[id_]
                for stream in streams:
                    stream.changed.set()

    def _note(self, conversation_id: str) -> None:
        self._heard.add(conversation_id)
        self._wake.set()

    def _close(self) -> None:
        self._is_closed = True
        for streams in self._open.values():
            for stream in streams:
                stream.close()


def _marks(ids: Sequence[str]) -> dict[str, Mark]:
    """The marks of conversations; those that are no more have none."""
    with transaction() as session:
        banners = tuple((one.place, one.since) for one in banner.every(session))
        return {
            id_: (*mark, banners)
            for start in range(0, len(ids), _IDS_PER_QUERY)
            for id_, *mark in _rows(session, ids[start : start + _IDS_PER_QUERY])
        }


def _rows(session: Session, ids: Sequence[str]) -> Iterator[tuple[str, object, object, object]]:
    last = (
        select(func.max(TurnRow.seq))
        .where(TurnRow.conversation_id == ConversationRow.id)
        .scalar_subquery()
    )
    query = (
        select(ConversationRow.id, ConversationRow.ward, DraftRow.updated_at, last)
        .outerjoin(DraftRow, DraftRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.id.in_(ids))
    )
    for row in session.execute(query):
        yield row[0], row[1], row[2], row[3]
