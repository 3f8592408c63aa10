"""BM25 over the texts of an index, as a share of what a perfect text would score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


class Lexical:
    """BM25 (Lucene's variant) over lists of terms: words, or runs of sounds.

    ``b`` is low because the texts are questions and names, not documents: a longer question is
    not a less precise one. ``unknown_share`` is how much of the rarest term's weight a term counts
    in a query that no text has.
    """

    def __init__(
        self,
        documents: Iterable[Sequence[str]],
        *,
        k1: float = 1.2,
        b: float = 0.4,
        unknown_share: float = 0.9,
    ) -> None:
        known: dict[str, str] = {}  # a term that stands in a thousand texts is held once
        terms = [[known.setdefault(term, term) for term in document] for document in documents]
        self._size = total = len(terms)
        counts = Counter(term for document in terms for term in set(document))
        self._idf = {
            term: float(np.log1p((total - count + 0.5) / (count + 0.5)))
            for term, count in counts.items()
        }
        self._unknown = unknown_share * max(self._idf.values(), default=1.0)
        self._bm25: bm25s.BM25 | None = None
        if self._idf:  # bm25s cannot index texts without a single term
            self._bm25 = bm25s.BM25(method="lucene", k1=k1, b=b)
            self._bm25.index(terms, show_progress=False)

    def known(self, term: str) -> bool:
        """Whether some text has the term."""
        return term in self._idf

    def idf(self, term: str) -> float:
        """The weight of a term by how few texts have it; 0 for one that none has."""
        return self._idf.get(term, 0.0)

    def weighted(self, terms: Mapping[str, float]) -> Scores:
        """For every text, the sum of its BM25 scores by terms times their weights, over that of
        a text holding every term once. No known term: all zero.
        """
        sums = np.zeros(self._size, np.float32)
        for term, weight in terms.items():
            if self._bm25 is not None and term in self._idf:
                sums += np.float32(weight) * np.asarray(self._bm25.get_scores([term]), np.float32)
        ideal = sum(weight * self.idf(term) for term, weight in terms.items())
        return sums / np.float32(max(ideal, 1e-6))

    def scores(self, terms: Sequence[str]) -> Scores:
        """For every text, its BM25 score over that of a text holding every term once.

        Terms that no text knows lower every score. No known term: all zero.
        """
        known = [term for term in terms if term in self._idf]
        if self._bm25 is None or not known:
            return np.zeros(self._size, np.float32)
        ideal = sum(self._idf.get(term, self._unknown) for term in terms)
        scores: Scores = np.asarray(self._bm25.get_scores(known), np.float32)
        return scores / np.float32(max(ideal, 1e-6))

    def coverage(self, terms: Sequence[str]) -> float:
        """The weight of the known terms among all; 0 where there are none."""
        if not terms:
            return 0.0
        weights = [self._idf.get(term, 0.0) for term in terms]
        return sum(weights) / sum(self._idf.get(term, self._unknown) for term in terms)
