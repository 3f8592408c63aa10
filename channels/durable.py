"""DBOS, which keeps promised work: launched with the gateway, stopped with it."""

from __future__ import annotations

import os
import sqlite3

from dbos import DBOS, DBOSConfig
from sqlalchemy import Engine, create_engine, make_url

from madoguchi.settings import Settings

_SQLITE_NEEDED = (3, 42)


def launch(config: Settings) -> None:
    """Start DBOS on the configured database and take up unfinished work."""
    url = config.resolved_workflow_database_url
    dbos_config: DBOSConfig = {
        "name": "madoguchi",
        "system_database_url": url,
        "enable_otlp": False,
        "log_level": "WARNING",
        # One executor per gateway on a machine: it recovers its own work after a restart.
        "executor_id": os.environ.get("DBOS__VMID", "gateway"),
        "application_version": "1",
    }
    engine = _newer_sqlite(url)
    if engine is not None:
        dbos_config["system_database_engine"] = engine
    DBOS(config=dbos_config)
    DBOS.launch()


def stop() -> None:
    """Stop DBOS; what is unfinished is taken up at the next launch."""
    DBOS.destroy()


def _newer_sqlite(url: str) -> Engine | None:
    """An engine on pysqlite3 where Python's own SQLite is older than DBOS needs (Debian 12)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or sqlite3.sqlite_version_info >= _SQLITE_NEEDED:
        return None
    from pysqlite3 import dbapi2

    return create_engine(parsed, module=dbapi2, connect_args={"timeout": 30})
