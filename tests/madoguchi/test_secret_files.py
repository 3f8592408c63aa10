"""Secrets that an installation makes for itself."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.fernet import Fernet

from madoguchi.secret_files import read_or_create_fernet_key, read_or_create_token


def test_a_secret_is_made_once_and_then_read(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "bot.token"
    assert read_or_create_token(path) == read_or_create_token(path)


def test_two_installations_have_secrets_of_their_own(tmp_path: Path) -> None:
    assert read_or_create_token(tmp_path / "a") != read_or_create_token(tmp_path / "b")


def test_a_key_can_encrypt(tmp_path: Path) -> None:
    cipher = Fernet(read_or_create_fernet_key(tmp_path / "encryption.key"))
    assert cipher.decrypt(cipher.encrypt(b"secret")) == b"secret"


def test_only_the_owner_can_read_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "bot.token"
    read_or_create_token(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_of_many_that_start_at_once_all_read_the_same_secret(tmp_path: Path) -> None:
    path = tmp_path / "bot.token"
    with ThreadPoolExecutor(8) as starting:
        made = set(starting.map(read_or_create_token, [path] * 40))
    assert len(made) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["bot.token"]


def test_a_secret_that_somebody_wrote_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "bot.token"
    path.write_text("chosen\n", "ascii")
    assert read_or_create_token(path) == "chosen"
