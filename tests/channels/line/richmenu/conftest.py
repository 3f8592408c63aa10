"""The menus of the catalogue, and copies of them with mistakes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from channels.line.richmenu.menu import Menu, load
from madoguchi.catalogue.catalogue import catalogue
from madoguchi.settings import ROOT

CATALOGUE_DIR = ROOT / "catalogue"


@pytest.fixture
def everyday() -> Menu:
    return load(CATALOGUE_DIR, "default", catalogue())


@pytest.fixture
def disaster() -> Menu:
    return load(CATALOGUE_DIR, "disaster", catalogue())


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], object]], Menu]:
    """Loads a copy of the everyday menu after a change to its plain data."""

    def load_changed(change: Callable[[dict[str, Any]], object]) -> Menu:
        folder = tmp_path / "line" / "richmenus"
        shutil.copytree(CATALOGUE_DIR / "line" / "richmenus", folder)
        path = folder / "default.yml"
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return load(tmp_path, "default", catalogue())

    return load_changed
