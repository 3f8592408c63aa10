"""The shared measuring sets, which are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_file(name: str) -> Path:
    """The file of the Japanese entities set, or a skip where it is not present."""
    root = Path(os.environ.get("MADOGUCHI_SHARED", "../shared"))
    path = root / "data" / "japanese_entities" / name
    if not path.exists():
        pytest.skip(f"{path} is not present")
    return path
