"""Argos packages that somebody put into the models folder as they are: bare ``*.argosmodel``."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from madoguchi.models import installing, sources
from madoguchi.models.errors import ModelError
from madoguchi.models.records import Record


@dataclass(frozen=True)
class Dropped:
    """A file and what became of it: its record, or the reason why it is refused."""

    path: Path
    record: Record | None = None
    refused: str | None = None


def waiting(models_dir: Path) -> list[Path]:
    """The files that wait to be taken in: cheap enough to ask before each use."""
    return sorted((models_dir / "argos").glob("*.argosmodel"))


def take_in(models_dir: Path) -> list[Dropped]:
    """Install what waits, and remove each file that is installed.

    Slow: each package is unpacked and tried. A file that is still being copied is refused like a
    broken one and stays; the next call finds it whole.
    """
    results = []
    for path in waiting(models_dir):
        if not path.exists():  # another process has just taken it in
            continue
        try:
            if not zipfile.is_zipfile(path):
                raise ModelError("bad-archive", f"{path.name} is not whole, or no package.")
            for package in sources.in_path(path):
                record = installing.install(models_dir, package)
                results.append(Dropped(path, record=record))
            path.unlink()
        except ModelError as error:
            results.append(Dropped(path, refused=error.message))
        except OSError as error:
            results.append(Dropped(path, refused=f"{path}: {error.strerror}."))
    return results
