"""Hangul: Korean."""

from __future__ import annotations

_FEWEST = 5
"""Fewer syllables may be a name (「김민수」)."""


def told(text: str) -> tuple[str, float] | None:
    """``ko``; of a single word not doubtless."""
    if sum(c.isalpha() for c in text) < _FEWEST:
        return None
    return "ko", 0.99 if len(text.split()) > 1 else 0.8
