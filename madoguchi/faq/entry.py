"""One question of a ward's FAQ with its answer."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

MAX_ID, MAX_QUESTION, MAX_ANSWER, MAX_CATEGORY, MAX_URL = 64, 500, 20_000, 100, 2_000
"""Characters of a field."""

MAX_ENTRIES = 20_000
"""Entries of one ward: what the search holds in memory (about 45 KB each)."""

ID_PATTERN = r"[\w.\-]{1,64}"
"""An id: letters, digits, ``_``, ``.`` and ``-``; it stands in postbacks."""

_ID_BYTES = 8
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class FaqEntry:
    """A question and its answer, as plain text. ``updated`` is the ward's own date of it."""

    id: str
    question: str
    answer: str
    category: str | None = None
    url: str | None = None
    updated: date | None = None

    @property
    def said(self) -> bytes:
        """The same for two entries that ask and answer the same, however it is written."""
        return _digest(self.question, self.answer)


def derived_id(question: str, category: str | None) -> str:
    """The id of an entry whose file has none: stays while question and category do."""
    return f"q{_digest(question, category or '').hex()}"


def _digest(*texts: str) -> bytes:
    plain = "\0".join(
        _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold() for text in texts
    )
    return hashlib.blake2b(plain.encode(), digest_size=_ID_BYTES).digest()
