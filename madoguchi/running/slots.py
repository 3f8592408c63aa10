"""Which model answers: three pointers beside the model files.

``live`` is the model that Rasa runs and is started with; ``previous`` the one that was live before,
for a rollback; ``candidate`` one that has been trained to become live. Each is a small text file
with the fingerprint of a model, written as a whole or not at all.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Literal

from madoguchi.running import model
from madoguchi.settings import Settings

Slot = Literal["live", "previous", "candidate"]


def model_file(settings: Settings, fingerprint: str) -> Path:
    """Where the model of a fingerprint lies, or would."""
    return settings.data_dir / "models" / f"{fingerprint}.tar.gz"


def read(settings: Settings, slot: Slot) -> str | None:
    """The fingerprint in a slot; None where there is none, or its model's file is gone."""
    try:
        found = (settings.data_dir / "models" / slot).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    known = re.fullmatch(r"[0-9a-f]{16}", found) and model_file(settings, found).exists()
    return found if known else None


def write(settings: Settings, slot: Slot, fingerprint: str | None) -> None:
    """Put a model into a slot; None empties it."""
    path = settings.data_dir / "models" / slot
    if fingerprint is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{slot}.new")
    fresh.write_text(fingerprint + "\n", encoding="ascii")
    os.replace(fresh, path)


def fits(settings: Settings, fingerprint: str) -> bool:
    """Whether a model was made for the present release (``model.release``)."""
    if fingerprint == model.fingerprint():
        return True
    note = model_file(settings, fingerprint).with_name(f"{fingerprint}.json")
    try:
        return bool(json.loads(note.read_text(encoding="utf-8"))["release"] == model.release())
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return False
