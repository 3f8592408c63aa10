"""Secrets that a fresh installation makes for itself and keeps in files only its owner can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet


def read_or_create_fernet_key(path: Path) -> str:
    """The Fernet key in the file, made on the first call."""
    return _read_or_create(path, lambda: Fernet.generate_key().decode())


def read_or_create_token(path: Path) -> str:
    """The random token (256 bits, URL-safe) in the file, made on the first call."""
    return _read_or_create(path, lambda: secrets.token_urlsafe(32))


def _read_or_create(path: Path, make: Callable[[], str]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Written aside and linked, so that of two processes starting at once only one wins and
        # the other reads the winner's whole file.
        aside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(make())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text(encoding="ascii").strip()
