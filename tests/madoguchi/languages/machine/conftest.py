"""The tiny packages of the tests: real engines, made of our own texts, not for residents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from madoguchi.languages.machine import machine, memory
from madoguchi.settings import ROOT

PACKAGES = ROOT / "tests/data/argos"


@pytest.fixture
def packages(clean_database: Path) -> Iterator[Path]:
    """The folder of the installed packages, all four in it; a fresh database beside it."""
    folder = clean_database.parent / "language-models" / "argos"
    folder.mkdir(parents=True)
    for package in PACKAGES.glob("*.argosmodel"):
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
    machine.engine.cache_clear()
    memory._candidates.cache_clear()
    yield folder
    machine.engine.cache_clear()
