from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from madoguchi.storage import sqlite

WAIT_SECONDS = 10.0


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = create_engine(f"sqlite:///{tmp_path / 'one.db'}", connect_args={"timeout": 0})
    sqlite.prepare(made)
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE things (name TEXT PRIMARY KEY)"))
    return made


def write(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO things VALUES (:name)"), {"name": name})


def test_a_writer_waits_for_the_one_before_it(engine: Engine) -> None:
    # With SQLite's own timeout at 0, a second writer that did not queue would fail at once.
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO things VALUES ('first')"))
            second = pool.submit(write, engine, "second")
            connection.execute(text("INSERT INTO things VALUES ('third')"))
            assert not second.done()
        second.result(timeout=WAIT_SECONDS)


def test_many_threads_write_at_once(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(engine, str(number)), range(200)))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM things")) == 200


def test_a_reader_waits_for_no_writer(engine: Engine) -> None:
    read = threading.Event()

    def look() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM things"))
        read.set()

    with engine.begin() as connection:
        connection.execute(text("INSERT INTO things VALUES ('first')"))
        threading.Thread(target=look).start()
        assert read.wait(WAIT_SECONDS)


def test_a_writer_that_failed_holds_up_nobody(engine: Engine) -> None:
    write(engine, "first")
    with pytest.raises(IntegrityError):
        write(engine, "first")
    write(engine, "second")
