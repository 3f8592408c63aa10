"""How good rankings are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    """A query's ranking (ids, best first) and the ids that would have been right."""

    ranking: tuple[str, ...]
    right: Collection[str]

    @property
    def place(self) -> int | None:
        """The place of the first right one (0: first); None where none was found."""
        places = (place for place, id_ in enumerate(self.ranking) if id_ in self.right)
        return next(places, None)


def top(answers: Sequence[Answered], places: int) -> float:
    """The share of queries with a right one among the first ``places``; 0 without queries."""
    found = [answer.place for answer in answers]
    return _mean([place is not None and place < places for place in found])


def mean_reciprocal_rank(answers: Sequence[Answered]) -> float:
    """The mean of 1 / rank of the first right one; a query without one counts 0."""
    return _mean([0.0 if (p := answer.place) is None else 1 / (p + 1) for answer in answers])


def recall(answers: Sequence[Answered], places: int) -> float:
    """The mean share of a query's right ones that stand among the first ``places``."""
    return _mean(
        [
            len(set(answer.ranking[:places]) & set(answer.right)) / len(answer.right)
            for answer in answers
            if answer.right
        ]
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
