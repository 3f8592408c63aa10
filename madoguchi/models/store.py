"""The models folder as it changes: one at a time, whole packages only, the old until the new.

A package is made ready in ``.staging`` and moved to its place. The one that was there waits in
``.old`` meanwhile; ``recover`` puts it back if everything stopped in between.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from madoguchi.models.catalog import Kind
from madoguchi.models.errors import ModelError

_STAGING = ".staging"
_OLD = ".old"


@contextmanager
def changing(models_dir: Path) -> Iterator[None]:
    """Nobody else changes the folder meanwhile.

    Raises:
        ModelError: if somebody does now, or the folder cannot be written.

    """
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(models_dir / ".lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise ModelError(
            "models-busy", "Another ./mado models is changing the models; wait for it to end."
        ) from None
    except OSError as error:
        raise ModelError("unwritable", f"{models_dir}: {error.strerror}.") from None
    try:
        recover(models_dir)
        yield
    finally:
        lock.release()


@contextmanager
def staging(models_dir: Path) -> Iterator[Path]:
    """A folder beside the models, on the same file system; gone afterwards."""
    parent = models_dir / _STAGING
    parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)


def downloads(models_dir: Path) -> Path:
    """Where files are downloaded to; what broke off waits there to be resumed."""
    return models_dir / _STAGING / "downloads"


def put(models_dir: Path, kind: Kind, name: str, ready: Path) -> None:
    """Move a folder that is ready to its place, where another may be."""
    place, old = models_dir / kind / name, models_dir / _OLD / kind / name
    place.parent.mkdir(parents=True, exist_ok=True)
    old.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        os.replace(place, old)
    try:
        os.replace(ready, place)
    except OSError:
        if old.exists():
            os.replace(old, place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def take_away(models_dir: Path, folder: Path) -> None:
    """Remove a package: out of sight at once, then from the disk."""
    with staging(models_dir) as away:
        os.replace(folder, away / folder.name)


def recover(models_dir: Path) -> None:
    """Put back what waits in ``.old`` and has no successor; remove the rest."""
    for old in (models_dir / _OLD).glob("*/*"):
        place = models_dir / old.parent.name / old.name
        if place.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(old, place)
    for left in (models_dir / _STAGING).glob("tmp*"):
        shutil.rmtree(left, ignore_errors=True)
