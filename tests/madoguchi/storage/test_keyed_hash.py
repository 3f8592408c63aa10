"""Hashes that only our keys make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet

from madoguchi.settings import settings
from madoguchi.storage.keyed_hash import keyed_hash, keyed_hashes

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    yield
    settings.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    listed = ", ".join(f'"{key}"' for key in keys)
    monkeypatch.setenv("MADOGUCHI_ENCRYPTION_KEYS", f"[{listed}]")
    settings.cache_clear()


def test_it_depends_on_key_purpose_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, OLD)
    hashes = {keyed_hash("a", "1"), keyed_hash("b", "1"), keyed_hash("a", "2")}
    use(monkeypatch, NEW)
    assert len(hashes | {keyed_hash("a", "1")}) == 4


def test_what_an_older_key_made_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, OLD)
    made = keyed_hash("a", "1")
    use(monkeypatch, NEW, OLD)
    assert made in keyed_hashes("a", "1")
    assert keyed_hash("a", "1") != made
