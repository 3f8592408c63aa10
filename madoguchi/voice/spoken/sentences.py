"""Sentences, and clauses where a sentence is long: what a voice speaks in one breath.

The first sound of an answer waits for the whole of its first piece, so that one is cut shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDE = ("ja", "zh-Hans", "zh-Hant")


@dataclass(frozen=True)
class _Breath:
    """How many characters a piece has: sought for the first and the others, and at most."""

    first: int
    later: int
    most: int


_BREATHS = {True: _Breath(18, 40, 90), False: _Breath(60, 120, 240)}
_SENTENCE = {
    True: re.compile(r"[^。！？；\n]*(?:[。！？；]+|\n|$)"),
    False: re.compile(r"(?:[^.!?।\n]|[.!?।](?!\s|$))*(?:[.!?।]+|\n|$)"),
}
_CLAUSE = {
    True: re.compile(r"[^、，]*(?:[、，]+|$)"),
    False: re.compile(r"(?:[^,;:]|[,;:](?!\s))*(?:[,;:]+|$)"),
}


def split(text: str, language: str) -> tuple[str, ...]:
    """The pieces of a text in order, each with something to speak and with its mark at the end."""
    wide = language in _WIDE
    breath = _BREATHS[wide]
    pieces: list[str] = []
    for sentence in _SENTENCE[wide].findall(text):
        for piece in _clauses(sentence.strip(), wide, breath, is_first=not pieces):
            if any(sign.isalnum() for sign in piece):
                pieces.append(piece)
    return tuple(pieces)


def _clauses(sentence: str, wide: bool, breath: _Breath, *, is_first: bool) -> Iterator[str]:
    """Clauses joined as long as they are within a breath; without a comma, cut at the most."""
    sought = breath.first if is_first else breath.later
    gathered = ""
    for clause in _CLAUSE[wide].findall(sentence) if len(sentence) > sought else [sentence]:
        if gathered and len(gathered) + len(clause) > sought:
            yield from _bounded(gathered.strip(), breath.most)
            gathered, sought = "", breath.later
        gathered += clause
    if gathered:
        yield from _bounded(gathered.strip(), breath.most)


def _bounded(piece: str, most: int) -> Iterator[str]:
    while len(piece) > most:
        cut = piece.rfind(" ", 0, most) + 1 or most
        yield piece[:cut].strip()
        piece = piece[cut:]
    yield piece
