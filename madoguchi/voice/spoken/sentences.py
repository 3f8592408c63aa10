"""Sentences, and clauses where a sentence is long: what a voice speaks in one breath.

The first sound of an answer waits for the whole of its first piece, so that one is cut shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class _Manner:
    """How a family of scripts is cut. A breath is in characters."""

    sentence: re.Pattern[str]
    clause: re.Pattern[str]
    end: str
    first_breath: int
    breath: int
    longest: int


_WIDE = _Manner(
    sentence=re.compile(r"[^。！？；\n]*(?:[。！？；]+|\n|$)"),
    clause=re.compile(r"[^、，]*(?:[、，]+|$)"),
    end="。",
    first_breath=18,
    breath=40,
    longest=90,
)
_SPACED = _Manner(
    sentence=re.compile(r"(?:[^.!?।\n]|[.!?।](?!\s|$))*(?:[.!?।]+|\n|$)"),
    clause=re.compile(r"(?:[^,;]|[,;](?!\s))*(?:[,;]+|$)"),
    end=".",
    first_breath=60,
    breath=120,
    longest=240,
)
_MARKS = "。！？；.!?।"
_PHRASE = re.compile(
    r".{4,15}?[\u4e00-\u9fffァ-ヺー々](?:には|では|とは|から|[はがをに])(?=[\u4e00-\u9fffァ-ヺ0-9].{4})"
)
"""A noun with a particle that ends a phrase, where another noun follows."""


def split(text: str, language: str) -> tuple[str, ...]:
    """The pieces of a text in order, each with something to speak.

    A sentence ends with its mark, which is set where a line ends without one; a clause ends with
    its comma; what is cut elsewhere has no mark at its end.
    """
    manner = _WIDE if language in ("ja", "zh-Hans", "zh-Hant") else _SPACED
    pieces: list[str] = []
    for line in manner.sentence.findall(text):
        sentence = line.strip()
        if not any(sign.isalnum() for sign in sentence):
            continue
        if sentence[-1] not in _MARKS:
            sentence += manner.end
        pieces += _breaths(sentence, manner, is_first=not pieces)
    return tuple(pieces)


def _breaths(sentence: str, manner: _Manner, *, is_first: bool) -> Iterator[str]:
    """Clauses, joined as long as they fit into one breath."""
    sought = manner.first_breath if is_first else manner.breath
    if len(sentence) <= sought:
        yield sentence
        return
    clauses: list[str] = [clause for clause in manner.clause.findall(sentence) if clause]
    if is_first and len(clauses[0]) > sought and (match := _PHRASE.match(clauses[0])):
        clauses[:1] = [match[0], clauses[0][match.end() :]]
    gathered = ""
    for clause in clauses:
        if gathered and len(gathered) + len(clause) > sought:
            yield from _bounded(gathered, manner.longest)
            gathered, sought = "", manner.breath
        gathered += clause
    yield from _bounded(gathered, manner.longest)


def _bounded(piece: str, longest: int) -> Iterator[str]:
    """Cut at the longest that is spoken in one piece, at a space where there is one."""
    piece = piece.strip()
    while len(piece) > longest:
        cut = piece.rfind(" ", 1, longest) + 1 or longest
        yield piece[:cut].strip()
        piece = piece[cut:].strip()
    if any(sign.isalnum() for sign in piece):
        yield piece
