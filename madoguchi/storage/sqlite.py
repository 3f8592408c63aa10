"""SQLite for several threads and processes: a write-ahead log, and writers that queue up."""

from __future__ import annotations

import fcntl
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_SECONDS = 30.0
"""How long a writer waits for another, of this process or of another one."""

_LOOK_SECONDS = 0.001
"""Between two looks whether another process still writes: a transaction takes a few of these."""


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
    """Queues the writers of all processes that open the database by :func:`prepare`.

    SQLite lets one connection write at a time, and has the others look again after naps of up to
    100 ms, in no order: one that comes among many may wait for seconds. Here threads queue for a
    lock, and processes look every millisecond for one on a file beside the database. Whoever has
    waited for ``BUSY_SECONDS`` goes on without, and is told by SQLite itself.
    """

    def __init__(self, engine: Engine) -> None:
        database = engine.url.database
        in_a_file = bool(database) and database != ":memory:"
        self._path = Path(f"{database}.writer") if in_a_file else None
        self._threads = threading.Lock()
        self._writer: object | None = None
        self._file: Any = None
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
        if statement.lstrip()[:6].upper() in ("SELECT", "PRAGMA") or self._writer is own:
            return
        if self._threads.acquire(timeout=BUSY_SECONDS):
            self._writer = own
            self._wait_for_other_processes()

    def _after(self, connection: object, record: object) -> None:
        if connection is None or self._writer is not connection:
            return
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._writer = None
        self._threads.release()

    def _wait_for_other_processes(self) -> None:
        if self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("wb")  # once; a process that ends lets go of its lock
        deadline = time.monotonic() + BUSY_SECONDS
        while time.monotonic() < deadline:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_LOOK_SECONDS)
            else:
                return
