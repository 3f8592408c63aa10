"""Japanese text cut at its marks, but never inside brackets and quotes."""

from __future__ import annotations

from collections.abc import Iterator

_CLOSES = {"「": "」", "『": "』", "（": "）", "(": ")"}
_DEEPEST = 6
"""Brackets in brackets that our texts never have: what is deeper is left as one piece."""


def split(text: str, mark: str) -> tuple[str, ...]:
    """The text between the marks that stand outside brackets: at least one piece."""
    pieces, begin = [], 0
    for at in outside(text):
        if at >= begin and text.startswith(mark, at):
            pieces.append(text[begin:at])
            begin = at + len(mark)
    return (*pieces, text[begin:])


def sentences(text: str) -> tuple[str, ...]:
    """The sentences, each with its full stop; one that stands in brackets is no end."""
    pieces = split(text, "。")
    return (*(f"{piece}。" for piece in pieces[:-1]), *filter(None, pieces[-1:]))


def last_bracket(text: str) -> tuple[str, str] | None:
    """The text before the bracket with which it ends, and what is in it; None where it has none."""
    if not text.endswith("）"):
        return None
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == "）") - (text[at] == "（")
        if depth == 0:
            return (text[:at], text[at + 1 : -1]) if at else None
    return None


def quotes(text: str) -> tuple[str, ...]:
    """What stands in 「」 in a text that is nothing but quotes side by side; else nothing."""
    pieces = [piece for piece in text.split("」") if piece]
    whole = text.endswith("」") and all(piece.startswith("「") for piece in pieces)
    return tuple(piece[1:] for piece in pieces) if whole else ()


def outside(text: str) -> Iterator[int]:
    """The places of the text that are in no bracket; those after one that never closes as well."""
    waiting: list[tuple[str, int]] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if waiting and character == waiting[-1][0]:
            waiting.pop()
        elif character in _CLOSES and len(waiting) < _DEEPEST:
            waiting.append((_CLOSES[character], len(places)))
        elif not waiting:
            places.append(at)
    return iter(places)
