"""Machine translation as the rest of Madoguchi sees it. Without an engine: corrections only."""

from __future__ import annotations

from dataclasses import dataclass

_corrections: dict[tuple[str, str, str], str] = {}


@dataclass(frozen=True)
class MachineTranslation:
    """``complete`` False: some sentence was not good enough and stands in the source language."""

    text: str
    source: str
    target: str
    complete: bool


def can_translate(source: str, target: str) -> bool:
    """Whether there is an engine for the pair."""
    return False


def translate(
    text: str, source: str, target: str, *, remember: bool = True
) -> MachineTranslation | None:
    """The text translated, or None without an engine for the pair. Slow."""
    return recall(text, source, target)


def recall(text: str, source: str, target: str) -> MachineTranslation | None:
    """What is remembered of the text, or None. Quick."""
    known = _corrections.get((text, source, target))
    return None if known is None else MachineTranslation(known, source, target, complete=True)


def correct(text: str, source: str, target: str, better: str) -> None:
    """Keep a person's translation, which wins from now on."""
    _corrections[text, source, target] = better
