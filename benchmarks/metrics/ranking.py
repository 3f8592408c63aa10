"""How good rankings are: recall, reciprocal rank, average precision, discounted gain.

As trec_eval (https://github.com/usnistgov/trec_eval) defines them: what is judged with a grade of
1 or more is relevant, what is not judged is not. A query for which nothing is relevant measures
nothing and is left out of every mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    """A query's ranking (ids, best first, none twice) and the grade of each relevant id."""

    ranking: tuple[str, ...]
    grades: Mapping[str, int]

    @property
    def relevant(self) -> frozenset[str]:
        """What has a grade of 1 or more."""
        return frozenset(id_ for id_, grade in self.grades.items() if grade >= 1)

    @property
    def place(self) -> int | None:
        """The place of the first relevant one (0: first); None where none was found."""
        relevant = self.relevant
        return next((place for place, id_ in enumerate(self.ranking) if id_ in relevant), None)

    def graded(self, least: int) -> Answered:
        """The same with only those relevant whose grade is ``least`` or more."""
        kept = {id_: grade for id_, grade in self.grades.items() if grade >= least}
        return Answered(self.ranking, kept)


def hit_at(answers: Sequence[Answered], places: int) -> float:
    """The share of queries with any relevant one among the first ``places`` (success@k)."""
    return _mean(
        [(p := answer.place) is not None and p < places for answer in answers if answer.relevant]
    )


def recall_at(answers: Sequence[Answered], places: int) -> float:
    """The mean share of a query's relevant ones that stand among the first ``places``.

    A query with more than ``places`` relevant ones cannot reach 1.
    """
    return _mean(
        [
            len(relevant.intersection(answer.ranking[:places])) / len(relevant)
            for answer in answers
            if (relevant := answer.relevant)
        ]
    )


def mean_reciprocal_rank(answers: Sequence[Answered], places: int | None = None) -> float:
    """The mean of 1 / rank of the first relevant one; a query without one counts 0.

    ``places``: only the first so many count (MRR@k); None: the whole ranking.
    """
    return _mean(
        [
            0.0
            if (place := answer.place) is None or (places is not None and place >= places)
            else 1 / (place + 1)
            for answer in answers
            if answer.relevant
        ]
    )


def mean_average_precision(answers: Sequence[Answered]) -> float:
    """MAP: the mean over queries of the precision at each relevant one's rank.

    A relevant one that is not in the ranking counts 0.
    """
    return _mean([_average_precision(answer) for answer in answers if answer.relevant])


def _average_precision(answer: Answered) -> float:
    relevant, found, total = answer.relevant, 0, 0.0
    for rank, id_ in enumerate(answer.ranking, start=1):
        if id_ in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def ndcg_at(answers: Sequence[Answered], places: int) -> float:
    """Normalised discounted cumulative gain: the grade over log2(rank + 1), of the best possible.

    Jarvelin and Kekalainen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (4),
    2002; the gain is the grade itself, as in trec_eval (not 2^grade - 1).
    """
    return _mean(
        [
            _gain([answer.grades.get(id_, 0) for id_ in answer.ranking[:places]])
            / _gain(sorted(answer.grades.values(), reverse=True)[:places])
            for answer in answers
            if answer.relevant
        ]
    )


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
