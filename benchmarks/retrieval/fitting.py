"""Fits the weights of the search over pairs to a FAQ's judged queries.

What is no question of any FAQ (``benchmarks/search/dev/scope.tsv``: talk, insults, nonsense) stands
for "none of these". The five folds never share a query.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
from rich.progress import Progress

from benchmarks.metrics.ranking import Answered
from benchmarks.retrieval.generate import FaqData
from benchmarks.search.generate import DEV
from madoguchi.catalogue.search.fusion import NONE, Example, Script, fit
from madoguchi.catalogue.search.pairs import PairFusion, PairIndex, PairSignals

_CANDIDATES = 150
"""Pairs of a query that are weighed against each other; the others are far from it anyway."""

_SHARES = {2: 1.0, 1: 0.25}
"""What a pair that answers the query, and one that is related to it, counts."""

_NOTHING_WEIGHT = 0.2
_FOLDS = 5


def cross_validated(
    data: FaqData, index: PairIndex, progress: Progress
) -> tuple[PairFusion, tuple[Answered, ...]]:
    """Weights fitted to all queries, and each query's ranking by weights that have not seen it."""
    signals = [
        index.signals(query.text)
        for query in progress.track(data.queries, description="Reading the queries")
    ]
    nothing = [
        _candidates(index.signals(text), ())
        for text in progress.track(off_topic(), description="Reading what asks for nothing")
    ]
    rows = {entry: row for row, entry in enumerate(index.entries)}
    judged = [
        _graded(each, {rows[id_]: grade for id_, grade in query.grades.items()})
        for each, query in zip(signals, data.queries, strict=True)
    ]
    order = np.random.default_rng(_FOLDS).permutation(len(signals))
    rankings: dict[int, Answered] = {}
    for fold in range(_FOLDS):
        held = {int(number) for number in order[fold::_FOLDS]}
        seen = [e for number, each in enumerate(judged) if number not in held for e in each]
        fusion = fitted([*seen, *nothing])
        for number in held:
            utilities, _ = fusion.probabilities(signals[number])
            best = np.argsort(-utilities, kind="stable")[:100]
            ranking = tuple(index.entries[place] for place in best)
            rankings[number] = Answered(ranking, data.queries[number].grades)
    everything = fitted([*(e for each in judged for e in each), *nothing])
    return everything, tuple(rankings[number] for number in range(len(signals)))


def off_topic() -> tuple[str, ...]:
    """Texts that ask for nothing that stands in a FAQ."""
    with (DEV / "scope.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(row["text"] for row in rows)


def fitted(examples: Sequence[Example]) -> PairFusion:
    """Weights of the greatest likelihood; the same for all scripts."""
    weights = fit(examples, ridge=0.3, apart=1e9, steps=800)
    return PairFusion(weights.entry_weights[0], weights.query_weights[0])


def _graded(signals: PairSignals, grades: dict[int, int]) -> list[Example]:
    """One example a judged pair that is among the candidates, of weight 1 together."""
    shown = _nearest(signals)
    place = {int(row): number for number, row in enumerate(shown)}
    shares = {place[row]: _SHARES[grade] for row, grade in grades.items() if row in place}
    return [
        _candidates(signals, (number,), share / sum(shares.values()))
        for number, share in shares.items()
    ]


def _candidates(
    signals: PairSignals, meant: tuple[int, ...], weight: float = _NOTHING_WEIGHT
) -> Example:
    nearest = signals.pairs[_nearest(signals)]
    return Example(Script.MIXED, nearest, signals.query, meant or (NONE,), weight)


def _nearest(signals: PairSignals) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The candidates: the pairs with the most of everything."""
    spread = signals.pairs.std(axis=0)
    together = (signals.pairs / np.maximum(spread, 1e-6)).sum(axis=1)
    best: np.ndarray[tuple[int], np.dtype[np.intp]] = np.argsort(-together, kind="stable")
    return best[:_CANDIDATES]
