"""How good parses are: F1 of intents and entities, accuracy, what is taken for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.intents.generate import Span, Utterance


@dataclass(frozen=True)
class Parse:
    """What was made of a text, and how long that took."""

    intent: str
    confidence: float
    spans: frozenset[Span]
    seconds: float


@dataclass(frozen=True)
class Judged:
    """An utterance and its parse."""

    meant: Utterance
    found: Parse

    @property
    def is_right(self) -> bool:
        """Whether the intent was found."""
        return self.found.intent == self.meant.intent


def accuracy(judged: Sequence[Judged]) -> float:
    """The share of right intents; 0 of nothing."""
    return sum(each.is_right for each in judged) / len(judged) if judged else 0.0


def intent_f1(judged: Sequence[Judged]) -> dict[str, float]:
    """F1 of each intent that was meant at all. What fell back to no intent counts as missed."""
    meant = Counter(each.meant.intent for each in judged)
    found = Counter(each.found.intent for each in judged)
    right = Counter(each.meant.intent for each in judged if each.is_right)
    return {name: 2 * right[name] / (meant[name] + found[name]) for name in sorted(meant)}


def macro_f1(judged: Sequence[Judged]) -> float:
    """The plain mean of the intents' F1; 0 of nothing."""
    each = intent_f1(judged)
    return sum(each.values()) / len(each) if each else 0.0


def entity_f1(judged: Sequence[Judged]) -> float:
    """F1 over all entities; one is found where name, start and end are right. 0 of nothing."""
    meant = sum(len(each.meant.spans) for each in judged)
    found = sum(len(each.found.spans) for each in judged)
    right = sum(len(each.meant.spans & each.found.spans) for each in judged)
    return 2 * right / (meant + found) if meant + found else 0.0


def confusions(judged: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """How often an intent (first) was taken for another (second), most frequent first."""
    wrong = Counter((each.meant.intent, each.found.intent) for each in judged if not each.is_right)
    return dict(wrong.most_common())
