"""Sessions commit or roll back as a whole; times are aware; what is deleted is gone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError

from madoguchi.storage import database
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import ConversationRow, DraftRow, TurnRow
from tests.conftest import NOW


def conversation(id_: str = "c") -> ConversationRow:
    return ConversationRow(
        id=id_, token_hash="h", channel="web", ward=None, language="ja",
        created_at=NOW, last_seen_at=NOW,
    )  # fmt: skip


def turn(seq: int, client_message_id: str | None = None) -> TurnRow:
    return TurnRow(
        conversation_id="c", seq=seq, role="resident", client_message_id=client_message_id,
        in_reply_to=None, content={"text": "転入届"}, understanding=None, status="pending", at=NOW,
    )  # fmt: skip


def count(table: str) -> int:
    with database.engine().connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_an_error_takes_back_the_whole_transaction(clean_database: Path) -> None:
    def write_and_fail() -> None:
        with transaction() as session:
            session.add(conversation())
            session.flush()
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_and_fail()
    assert count("conversations") == 0


def test_times_come_back_aware_and_in_utc(clean_database: Path) -> None:
    with transaction() as session:
        session.add(conversation())
    with transaction() as session:
        row = session.get(ConversationRow, "c")
        assert row is not None
        assert row.created_at == NOW
        assert row.created_at.tzinfo is UTC


def test_a_naive_time_is_refused(clean_database: Path) -> None:
    naive = datetime(2026, 11, 24)
    with pytest.raises(StatementError, match="naive"), transaction() as session:
        session.add(DraftRow(conversation_id="c", state={}, updated_at=naive))


@pytest.mark.parametrize("second", [turn(1, "b"), turn(2, "a")], ids=["place in line", "message"])
def test_no_two_turns_share_a_place_or_a_message(clean_database: Path, second: TurnRow) -> None:
    with transaction() as session:
        session.add(conversation())
        session.flush()
        session.add(turn(1, "a"))
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(second)


def test_a_turn_needs_its_conversation_and_goes_with_it(clean_database: Path) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(turn(1))
    with transaction() as session:
        session.add(conversation())
        session.flush()
        session.add(turn(1))
    with transaction() as session:
        session.delete(session.get(ConversationRow, "c"))
    assert count("turns") == 0


def test_sqlite_waits_for_locks_and_overwrites_what_is_deleted(clean_database: Path) -> None:
    with database.engine().connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 30_000
    }  # fmt: skip
