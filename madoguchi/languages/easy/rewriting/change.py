"""A change that a step of rewriting makes to a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from madoguchi.languages.easy.sentence import Sentence


@dataclass(frozen=True)
class Change:
    """``before`` stood at ``start`` in its sentence; ``rule`` is the rule that asked for it."""

    rule: str
    start: int
    before: str
    after: str

    @property
    def end(self) -> int:
        """Where ``before`` ended."""
        return self.start + len(self.before)


Step = Callable[[Sentence], Iterator[Change]]


def applied(text: str, changes: Iterable[Change]) -> tuple[str, tuple[Change, ...]]:
    """The text with the changes made, and which were: of two that overlap, the first alone."""
    made: list[Change] = []
    written: list[str] = []
    end = 0
    for change in sorted(changes, key=lambda one: (one.start, -one.end)):
        if change.start >= end and change.before != change.after:
            written += [text[end : change.start], change.after]
            end = change.end
            made.append(change)
    return "".join([*written, text[end:]]), tuple(made)
