"""Continuation codes (引き継ぎ番号): eight digits to be heard, noted and typed, as ``3456-7893``.

Seven are random, the last is the check digit of Damm (Totally anti-symmetric quasigroups, 2004): it
notices every wrong digit and every swap of two neighbours. The first is 3 to 9, so that no code
reads as a date (19850401) or a telephone number.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import jaconv
from stdnum import damm

_DASHES = re.compile(r"[‐‑‒–—―−ー－]")
_DIGITS = r"([3-9]\d{3})[ -]?(\d{4})"
_BARE = re.compile(_DIGITS)
_NAMED = re.compile(
    rf"(?:引き?継ぎ?|引きつぎ|ひきつぎ|ひき継ぎ)(?:番号|ばんごう)?(?:は|を|で)?[\s:,、]*{_DIGITS}(?!\d)"
)


@dataclass(frozen=True)
class Found:
    """A code in what was typed; ``is_named``: as one, not only by how it looks."""

    code: str
    is_named: bool


def new() -> str:
    """A fresh code."""
    body = f"{secrets.choice('3456789')}{secrets.randbelow(10**6):06}"
    return _grouped(body + damm.calc_check_digit(body))


def find(text: str) -> Found | None:
    """The code that a message gives, behind the word 引き継ぎ or alone; None where none fits."""
    plain = _DASHES.sub("-", jaconv.normalize(text[:200], "NFKC")).strip()
    named = _NAMED.search(plain)
    match = named or _BARE.fullmatch(plain)
    if match is None:
        return None
    digits = match[1] + match[2]
    return Found(_grouped(digits), named is not None) if damm.is_valid(digits) else None


def _grouped(digits: str) -> str:
    return f"{digits[:4]}-{digits[4:]}"
