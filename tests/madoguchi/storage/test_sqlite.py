from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from madoguchi.settings import ROOT
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


_HOLDS = """
import sys
from sqlalchemy import create_engine, text
from madoguchi.storage import sqlite
engine = create_engine(f"sqlite:///{sys.argv[1]}", connect_args={"timeout": 0})
sqlite.prepare(engine)
with engine.begin() as connection:
    connection.execute(text("INSERT INTO things VALUES ('theirs')"))
    print("writing", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def other(engine: Engine) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing, until it reads a line or is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, str(engine.url.database)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    yield process
    process.kill()
    process.communicate()


def test_a_writer_waits_for_another_process(engine: Engine, other: subprocess.Popen[str]) -> None:
    with ThreadPoolExecutor(1) as pool:
        ours = pool.submit(write, engine, "ours")
        with pytest.raises(TimeoutError):
            ours.result(timeout=0.2)
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
        ours.result(timeout=WAIT_SECONDS)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM things")) == 2


def test_a_process_that_is_killed_holds_up_nobody(
    engine: Engine, other: subprocess.Popen[str]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        ours = pool.submit(write, engine, "ours")
        other.kill()
        ours.result(timeout=WAIT_SECONDS)
