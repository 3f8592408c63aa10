"""Hashes by which a short secret is found again and that nobody can try out without our keys.

A hash of eight digits alone is undone by hashing all of them; so it is an HMAC (RFC 2104) under a
key that is derived (HKDF, RFC 5869) from the encryption key.
"""

from __future__ import annotations

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from madoguchi.settings import settings


def keyed_hash(purpose: str, value: str) -> str:
    """The hash under which the value is stored: 64 hex digits. Other purposes hash otherwise."""
    return keyed_hashes(purpose, value)[0]


def keyed_hashes(purpose: str, value: str) -> tuple[str, ...]:
    """Every hash under which it may have been stored: one for each key, newest first."""
    return tuple(
        hmac.digest(_derived(key, purpose), value.encode(), "sha256").hex()
        for key in settings().resolved_encryption_keys
    )


def _derived(key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())
