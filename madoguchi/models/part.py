"""The beginning of a file, and the validator under which the rest of it may be asked for.

A validator (RFC 9110, section 8.8) tells one version of a file from another, so that two of them
are never joined.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class Part:
    """A file that grows, by its path; the note is beside it, as ``<name>.json``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._note = path.with_name(f"{path.name}.json")

    @property
    def size(self) -> int:
        """The bytes that are there."""
        return self.path.stat().st_size if self.path.exists() else 0

    def validator(self, url: str) -> str | None:
        """What to ask under for the rest, at the address where the beginning is from."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            found = note["validator"] if note["url"] == url else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if isinstance(found, str) else None

    def begin(self, url: str, validator: str | None) -> None:
        """Note where a beginning comes from."""
        note: dict[str, Any] = {"url": url, "validator": validator}
        self._note.write_text(json.dumps(note), encoding="utf-8")

    def forget(self) -> None:
        """Remove both."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
