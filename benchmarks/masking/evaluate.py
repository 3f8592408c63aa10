"""How good masking is, counted by values and by characters."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.masking.generate import Sentence
from madoguchi.curation.spans import Span

Finder = Callable[[str], Sequence[Span]]


@dataclass
class Counted:
    """Values found as a whole, by kind; masked characters, and those of them that are personal."""

    values: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    masked: int = 0
    rightly: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    """Kind and text of what was not found as a whole."""

    @property
    def recall(self) -> float:
        """The share of values of which nothing stays readable."""
        return self.found.total() / self.values.total() if self.values else 0.0

    def recall_of(self, kind: str) -> float:
        """The same for one kind."""
        return self.found[kind] / self.values[kind]

    @property
    def precision(self) -> float:
        """The share of masked characters that were personal."""
        return self.rightly / self.masked if self.masked else 1.0


def count(sentences: Sequence[Sentence], find: Finder) -> Counted:
    """Mask every sentence and compare. Spaces count neither way."""
    counted = Counted()
    for sentence in sentences:
        hidden = {place for span in find(sentence.text) for place in range(span.start, span.end)}
        visible = {place for place, c in enumerate(sentence.text) if not c.isspace()}
        personal: set[int] = set()
        for kind, start, end in sentence.personal:
            value = visible & set(range(start, end))
            personal |= value
            counted.values[kind] += 1
            if value <= hidden:
                counted.found[kind] += 1
            else:
                counted.missed.append((kind, sentence.text))
        counted.masked += len(hidden & visible)
        counted.rightly += len(hidden & personal)
    return counted


def over_masked(texts: Sequence[str], find: Finder) -> tuple[str, ...]:
    """The texts without personal data in which something was masked."""
    return tuple(text for text in texts if find(text))


def milliseconds(texts: Sequence[str], find: Finder) -> list[float]:
    """How long each text took."""
    taken = []
    for text in texts:
        started = time.perf_counter()
        find(text)
        taken.append((time.perf_counter() - started) * 1e3)
    return taken
