"""The database: one engine per process, and sessions that commit or roll back as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.orm import Session

from madoguchi.settings import settings
from madoguchi.storage import sqlite

MIGRATIONS = Path(__file__).parent / "migrations"


def open_engine(url: str) -> Engine:
    """An engine for the URL. SQLite files get a folder, WAL, foreign keys and a busy timeout."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": sqlite.BUSY_SECONDS})
    # Deleted rows are overwritten: a resident's erased words must not stay in the file.
    sqlite.prepare(engine, secure_delete=True)
    return engine


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process."""
    return open_engine(settings().resolved_database_url)


@contextmanager
def transaction() -> Iterator[Session]:
    """A session that commits at the end of the block, or rolls back if the block raises."""
    with Session(engine(), expire_on_commit=False) as session, session.begin():
        yield session


def upgrade(url: str | None = None, revision: str = "head") -> None:
    """Bring the database to a revision of the migrations, creating it when missing."""
    target = url or settings().resolved_database_url
    with open_engine(target).connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
