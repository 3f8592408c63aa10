"""DBOS, which keeps promised work: launched with a process, stopped with it.

At its launch DBOS takes up the unfinished work of its own executor id. Each process therefore has
an id of its own, ``gateway-0``, ``line-0`` and up, that it holds by a lock on a file in the data
folder: two processes never take up the same work, and one that is restarted finds its own.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
from pathlib import Path

import structlog
from dbos import DBOS, DBOSConfig
from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, make_url

from madoguchi.settings import Settings
from madoguchi.storage import sqlite

log = structlog.get_logger()

_SQLITE_NEEDED = (3, 42)
_held: list[FileLock] = []
"""The locks of the executor ids that this process holds."""


async def launch(config: Settings, kind: str = "gateway") -> None:
    """Start DBOS on the configured database and take up unfinished work.

    ``kind``: of this process. Work of an executor of the same kind that nobody holds any more
    (there were more processes before) is taken up, too.
    """
    url = config.resolved_workflow_database_url
    folder = config.data_dir / "executors"
    folder.mkdir(parents=True, exist_ok=True)
    machine = os.environ.get("DBOS__VMID")
    prefix = f"{machine}-{kind}" if machine else kind
    executor = next(id_ for n in itertools.count() if _hold(folder, id_ := f"{prefix}-{n}"))
    dbos_config: DBOSConfig = {
        "name": "madoguchi",
        "system_database_url": url,
        "enable_otlp": False,
        "log_level": "WARNING",
        "executor_id": executor,
        "application_version": "1",
    }
    engine = _newer_sqlite(url)
    if engine is not None:
        dbos_config["system_database_engine"] = engine
    DBOS(config=dbos_config)
    DBOS.launch()
    await _take_up_orphans(folder, prefix)


def stop() -> None:
    """Stop DBOS; what is unfinished is taken up at the next launch."""
    DBOS.destroy()
    while _held:
        _held.pop().release()


def _hold(folder: Path, executor: str) -> bool:
    lock = FileLock(folder / f"{executor}.lock", thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    _held.append(lock)
    return True


async def _take_up_orphans(folder: Path, prefix: str) -> None:
    pending = await DBOS.list_workflows_async(status="PENDING", load_input=False, load_output=False)
    orphans = {flow.executor_id for flow in pending if flow.executor_id} - _held_ids()
    for executor in sorted(orphans):
        # Held from here on, so that no other worker takes the same work up.
        if executor.rpartition("-")[0] == prefix and _hold(folder, executor):
            mine = [flow.workflow_id for flow in pending if flow.executor_id == executor]
            log.info("orphans_taken_up", executor=executor, workflows=len(mine))
            for workflow_id in mine:
                await DBOS.resume_workflow_async(workflow_id)


def _held_ids() -> set[str]:
    return {Path(lock.lock_file).stem for lock in _held}


def _newer_sqlite(url: str) -> Engine | None:
    """An engine on pysqlite3 where Python's own SQLite is older than DBOS needs (Debian 12)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or sqlite3.sqlite_version_info >= _SQLITE_NEEDED:
        return None
    from pysqlite3 import dbapi2

    engine = create_engine(parsed, module=dbapi2, connect_args={"timeout": sqlite.BUSY_SECONDS})
    sqlite.prepare(engine)
    return engine
