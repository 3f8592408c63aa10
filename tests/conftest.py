"""Fixtures that all tests share: the real catalogue, a fresh database, a fixed clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser

from madoguchi.catalogue import catalogue as catalogue_module
from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.clock import JST, Clock
from madoguchi.settings import settings
from madoguchi.shelters import nearest
from madoguchi.storage import database, encryption
from tests.chromium import CHROMIUM, launched

hypothesis.settings.register_profile("untimed", deadline=None)  # machines are noisy
hypothesis.settings.load_profile("untimed")

collect_ignore = ["bot"]
"""Rasa's side has an environment of its own: see tests/test_bot_environment.py."""

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JST)
"""A Tuesday morning, the day after a holiday (勤労感謝の日)."""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The committed catalogue."""
    return catalogue_module.catalogue()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once for a module's tests; they skip where none is installed."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with launched() as chromium:
        yield chromium


@pytest.fixture
def clock() -> Clock:
    """Always ``NOW``."""
    return lambda: NOW


@pytest.fixture
def clean_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh, migrated SQLite database with keys of its own; yields its file."""
    path = tmp_path / "madoguchi.db"
    monkeypatch.setenv("MADOGUCHI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", f"sqlite:///{path}")
    _forget()
    database.upgrade()
    yield path
    database.engine().dispose()
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for cached in (settings, database.engine, encryption._cipher):
        cached.cache_clear()
    nearest.forget()
