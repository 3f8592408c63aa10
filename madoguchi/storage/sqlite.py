"""SQLite for several threads: a write-ahead log, and writers of one process that queue up."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_SECONDS = 30.0
"""How long a writer waits for another, of this process or of another one."""


def prepare(engine: Engine, *, secure_delete: bool = False) -> None:
    """Set the engine's connections up, and let its writers go one after the other.

    What is committed survives the death of the process. ``secure_delete``: what is deleted is
    overwritten in the file.
    """
    pragmas = ["journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"]
    if secure_delete:
        pragmas.append("secure_delete=ON")

    def connect(connection: Any, record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", connect)
    _OneWriter(engine)


class _OneWriter:
    """Queues the writers of a process.

    SQLite lets one connection write at a time, and has the others look again after naps of up to
    100 ms, in no order: with several threads that write, one may wait for seconds.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._writer: object | None = None
        event.listen(engine, "before_cursor_execute", self._before)
        # Not at the commit: that is told before it is done, and the next writer would nap.
        event.listen(engine, "checkin", self._after)

    def _before(
        self,
        connection: Connection,
        cursor: object,
        statement: str,
        parameters: object,
        context: object,
        executemany: bool,
    ) -> None:
        own = connection.connection.dbapi_connection
        reads = statement.lstrip()[:6].upper() in ("SELECT", "PRAGMA")
        if not reads and self._writer is not own and self._lock.acquire(timeout=BUSY_SECONDS):
            self._writer = own

    def _after(self, connection: object, record: object) -> None:
        if connection is not None and self._writer is connection:
            self._writer = None
            self._lock.release()
