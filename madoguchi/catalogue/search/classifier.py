"""A linear classifier over the sentence vectors: what separates each entry from all the others.

The nearest question shows what an entry has in common with a query; this shows what tells it from
its neighbours (転入 from 転居), which all the texts of an index say together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from madoguchi.catalogue.search.dense import Vectors

_RIDGE = 3.0
_BLOCK = 1024


class RidgeClassifier:
    """Regularised least squares, one against all, every entry of the same weight in the fit.

    Rifkin & Lippert, "Notes on Regularized Least-Squares" (2007). The normal equations are solved
    once, with one row a dimension, so that the cost hardly grows with the number of entries.
    """

    def __init__(self, vectors: Sequence[Vectors], places: NDArray[np.intp], entries: int) -> None:
        """``vectors`` are each encoder's, one row a text; ``places`` tell each text's entry.

        An entry without a text scores like the least likely one.
        """
        width = sum(part.shape[1] for part in vectors)
        counts = np.bincount(places, minlength=entries)
        known = counts > 0
        share = 1.0 / np.maximum(counts, 1)
        # One large array only, in float32: 10,000 entries are 36 MB.
        apart = np.zeros((entries, width), np.float32)
        gram = np.zeros((width, width))
        total = np.zeros(width)
        for start in range(0, len(places), _BLOCK):
            rows = slice(start, start + _BLOCK)
            block = np.hstack([np.asarray(part[rows], np.float64) for part in vectors])
            weights = share[places[rows]][:, None]
            np.add.at(apart, places[rows], block.astype(np.float32))
            gram += (block * weights).T @ block
            total += block.sum(axis=0)
        apart *= share[:, None].astype(np.float32)
        both = apart.sum(axis=0, dtype=np.float64)
        self._centre = total / max(len(places), 1)
        apart -= self._centre.astype(np.float32)
        apart[~known] = 0.0
        prior = counts / max(len(places), 1)
        # The sum over texts of weight * (x - centre)(x - centre)' by the moments about zero.
        gram += known.sum() * np.outer(self._centre, self._centre)
        gram -= np.outer(both, self._centre) + np.outer(self._centre, both)
        gram[np.diag_indices(width)] += _RIDGE * float(share[known].mean()) if known.any() else 1.0
        all_apart = apart.sum(axis=0, dtype=np.float64)
        self._weights = np.empty((width, entries), np.float32)
        for start in range(0, entries, _BLOCK):
            some = slice(start, start + _BLOCK)
            right = apart[some].T - np.outer(all_apart, prior[some])
            self._weights[:, some] = np.linalg.solve(gram, right)
        self._prior = prior.astype(np.float32)
        self._known = known

    def scores(self, query: Sequence[Vectors]) -> Vectors:
        """For every entry, about 1 where it is meant and about 0 where not.

        ``query`` is the query's vector (one row) of each encoder.
        """
        vector = np.hstack([part[0] for part in query]) - self._centre
        scores: Vectors = vector.astype(np.float32) @ self._weights + self._prior
        if not self._known.all():
            low = scores[self._known].min() if self._known.any() else np.float32(0)
            scores = np.where(self._known, scores, low).astype(np.float32)
        return scores
