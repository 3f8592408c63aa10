"""The beginning of a long answer: whole sentences, never a part of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAD_CHARACTERS = 160
"""A lead has as many sentences as fit, and one at least."""

WHOLE_CHARACTERS = 240
"""An answer up to this length is shown whole: a button for the last two lines helps nobody."""

_OPENING, _CLOSING = "「『（(【［[〈《", "」』）)】］]〉》"
_END = re.compile(r"[。！？!?]+[」』）)】］\]〉》]*|\n+|(?<=[a-z0-9)])\.(?=\s)")


def lead(text: str) -> str | None:
    """The first sentences of a long text; None where it is to be shown whole."""
    if len(text) <= WHOLE_CHARACTERS:
        return None
    stop = 0
    for end in _sentence_ends(text):
        if stop and len(text[:end].rstrip()) > LEAD_CHARACTERS:
            break
        stop = end
    begun = text[:stop].rstrip()
    return begun if begun and stop < len(text) and text[stop:].strip() else None


def _sentence_ends(text: str) -> Iterator[int]:
    """Where each sentence ends. A full stop inside brackets ends none; a line break always does."""
    depth, place = 0, 0
    for match in _END.finditer(text):
        for character in text[place : match.end()]:
            depth += (character in _OPENING) - (character in _CLOSING)
            depth = max(depth, 0)
        place = match.end()
        if match[0].startswith("\n"):
            depth = 0
        if depth == 0 and text[: match.end()].strip():
            yield match.end()
