"""Personal fields are unreadable in the database, and stay readable when keys are rotated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import text

from madoguchi.settings import settings
from madoguchi.storage import database, encryption
from madoguchi.storage.database import transaction
from madoguchi.storage.tables import DraftRow
from tests.conftest import NOW

NAME = "佐藤 美咲"


@pytest.fixture
def keyed(clean_database: Path, monkeypatch: pytest.MonkeyPatch) -> Keys:
    """The fresh database, with keys that the test chooses."""
    return Keys(monkeypatch)


class Keys:
    """Sets the configured keys, newest first, as a restart with other settings would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def use(self, *keys: str) -> None:
        self._monkeypatch.setenv("MADOGUCHI_ENCRYPTION_KEYS", json.dumps(keys))
        settings.cache_clear()
        encryption._cipher.cache_clear()


def write(id_: str, state: object) -> None:
    with transaction() as session:
        session.add(DraftRow(conversation_id=id_, state=state, updated_at=NOW))


def read(id_: str) -> object:
    with transaction() as session:
        row = session.get(DraftRow, id_)
        assert row is not None
        return row.state


def stored(id_: str) -> bytes:
    with database.engine().connect() as connection:
        return bytes(
            connection.scalars(
                text("SELECT state FROM drafts WHERE conversation_id = :id"), {"id": id_}
            ).one()
        )


@pytest.mark.parametrize(
    "value", [{"name": NAME, "items": [{"name": "ソファ", "count": 2}]}, [], "", 0, "😀\n\t"]
)
def test_what_is_written_is_read_back(clean_database: Path, value: object) -> None:
    write("c", value)
    assert read("c") == value


def test_the_stored_bytes_are_a_token_of_the_key_and_differ_each_time(keyed: Keys) -> None:
    key = Fernet.generate_key().decode()
    keyed.use(key)
    write("a", {"name": NAME})
    write("b", {"name": NAME})
    assert stored("a") != stored("b")
    assert json.loads(Fernet(key).decrypt(stored("a"))) == {"name": NAME}


def test_the_raw_file_shows_no_personal_value(clean_database: Path) -> None:
    write("c", {"name": NAME, "phone": "090-1234-5678", "plain": "Misaki"})
    with database.engine().connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(FULL)"))
    raw = b"".join(path.read_bytes() for path in clean_database.parent.glob("madoguchi.db*"))
    assert b"drafts" in raw
    for value in (NAME, "佐藤", "090-1234-5678", "Misaki"):
        assert value.encode() not in raw
        assert json.dumps(value).strip('"').encode() not in raw


def test_after_a_rotation_old_values_are_read_and_new_ones_use_the_new_key(keyed: Keys) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    keyed.use(old)
    write("before", NAME)
    keyed.use(new, old)
    write("after", NAME)
    assert read("before") == read("after") == NAME
    assert Fernet(new).decrypt(stored("after"))
    with pytest.raises(InvalidToken):
        Fernet(old).decrypt(stored("after"))


def test_a_value_of_an_unknown_key_is_an_error_not_garbage(keyed: Keys) -> None:
    keyed.use(Fernet.generate_key().decode())
    write("c", NAME)
    keyed.use(Fernet.generate_key().decode())
    with pytest.raises(InvalidToken):
        read("c")


def test_a_tampered_value_is_an_error(clean_database: Path) -> None:
    write("c", NAME)
    damaged = bytearray(stored("c"))
    damaged[40] ^= 1
    with database.engine().begin() as connection:
        connection.execute(text("UPDATE drafts SET state = :state"), {"state": bytes(damaged)})
    with pytest.raises(InvalidToken):
        read("c")


def test_without_configured_keys_one_is_made_that_only_its_owner_reads(
    clean_database: Path,
) -> None:
    write("c", NAME)
    file = clean_database.parent / "secrets" / "encryption.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(Fernet(file.read_text("ascii")).decrypt(stored("c"))) == NAME
