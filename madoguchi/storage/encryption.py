"""Encryption of personal fields at rest: Fernet (AES-128-CBC with HMAC-SHA256), keys rotatable."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from madoguchi.settings import settings


@lru_cache(maxsize=1)
def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings().resolved_encryption_keys])


class EncryptedJSON(TypeDecorator[Any]):
    """A column whose JSON value is encrypted in the database and plain in Python.

    Raises:
        cryptography.fernet.InvalidToken: on reading, when no configured key fits.

    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        if value is None:
            return None
        return _cipher().encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Decrypt on the way out."""
        return None if value is None else json.loads(_cipher().decrypt(value))


class EncryptedBytes(TypeDecorator[bytes]):
    """A column whose bytes are encrypted in the database and plain in Python.

    Raises:
        cryptography.fernet.InvalidToken: on reading, when no configured key fits.

    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else _cipher().encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Decrypt on the way out."""
        return None if value is None else _cipher().decrypt(value)
