"""The search that residents meet: words, sounds and two models' vectors, fused to a probability.

Questions in other languages find the procedure directly, through the multilingual vectors and the
catalogue's translated names.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import Encoder
from madoguchi.catalogue.search.fusion import WEIGHTS, Fusion, fitted
from madoguchi.catalogue.search.names import Names
from madoguchi.catalogue.search.result import Hit, SearchResult
from madoguchi.catalogue.search.signals import Channels
from madoguchi.catalogue.search.texts import OTHER, SearchText

_NAMED = 0.9
"""What the one official name that a query writes out is worth at least: 28 of the 31 of our own
questions that hold one mean that procedure."""

_NOTHING = 0.01
"""Entries less likely than this are no hits."""


class HybridIndex:
    """An immutable index; scores of its hits are probabilities (calibration: see ``fusion``)."""

    def __init__(
        self,
        texts: Sequence[SearchText],
        encoders: tuple[Encoder, Encoder],
        *,
        cache: VectorCache | None = None,
        name: str = "index",
        fusion: Fusion | None = None,
        official: Names | None = None,
    ) -> None:
        """``official`` are the entries' official names, which count for more than other texts."""
        if not texts:
            raise ValueError("an index needs at least one text")
        self._channels = Channels(texts, encoders, cache=cache, name=name)
        self._official = Names(()) if official is None else official
        self._fusion = fitted(WEIGHTS) if fusion is None else fusion

    def search(self, query: str, limit: int = 10) -> SearchResult:
        """The entries that the query may mean, likeliest first, and the other matters.

        A query without letters or digits finds nothing.
        """
        if not any(character.isalnum() for character in query):
            return SearchResult(())
        signals = self._channels.signals(query)
        likely = self._fusion.probabilities(signals.script, signals.entries, signals.query)
        named = self._official.in_text(query)
        if len(named) == 1:
            place = self._channels.entries.index(next(iter(named)))
            likely[place] = max(likely[place], _NAMED)
        (places,) = np.nonzero(likely >= _NOTHING)
        found = [
            Hit(self._channels.entries[place], float(likely[place]))
            for place in places[np.argsort(-likely[places], kind="stable")]
        ]
        hits = [hit for hit in found if not hit.entry.startswith(OTHER)]
        others = [
            Hit(hit.entry.removeprefix(OTHER), hit.score)
            for hit in found
            if hit.entry.startswith(OTHER)
        ]
        return SearchResult(tuple(hits[:limit]), tuple(others))
