"""A whole FAQ as an imported one: its index, next to plain BM25, asked by its residents."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.progress import Progress

from benchmarks.metrics.ranking import Answered
from benchmarks.retrieval.baseline import faq_bm25
from benchmarks.retrieval.evaluate import DEPTH, faq_figures, time_figures
from benchmarks.retrieval.generate import FaqData, Query
from benchmarks.turns.processes import memory_mb
from madoguchi.catalogue.search import cache
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import Encoder, Vectors, encoders
from madoguchi.catalogue.search.hybrid import HybridIndex
from madoguchi.catalogue.search.result import SearchIndex

_Found = TypeVar("_Found")

_WARM_UP = 3
"""Queries that are asked once before time is taken: models are loaded at the first."""


class WatchedCache(VectorCache):
    """A vector cache that shows how far embedding is."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        super().__init__(folder)
        self._progress = progress
        self.embedded = 0
        """Vectors that were made, not found."""

    def vectors(
        self,
        index: str,
        encoder: Encoder,
        texts: Sequence[str],
        progress: cache.Progress | None = None,
    ) -> Vectors:
        """See ``VectorCache``."""
        task = self._progress.add_task(f"Embedding with {encoder.name}", total=None, visible=False)
        made = 0

        def watch(done: int, total: int) -> None:
            nonlocal made
            made = min(done, total)
            self._progress.update(task, completed=made, total=total, visible=True)

        found = super().vectors(index, encoder, texts, watch)
        self._progress.remove_task(task)
        self.embedded += made
        return found


def faq_index(data: FaqData, vectors: VectorCache, name: str) -> SearchIndex:
    """The index that an imported FAQ gets."""
    return HybridIndex(data.texts, encoders(), cache=vectors, name=name)


@dataclass(frozen=True)
class Asked:
    """A query and what was found, best first: by us with scores, by plain BM25."""

    query: Query
    hits: tuple[tuple[str, float], ...]
    baseline: tuple[str, ...]

    @property
    def ours(self) -> Answered:
        """Our ranking, to be counted."""
        return Answered(tuple(id_ for id_, _ in self.hits), self.query.grades)

    @property
    def theirs(self) -> Answered:
        """The baseline's."""
        return Answered(self.baseline, self.query.grades)


def measure(
    data: FaqData, name: str, folder: Path, progress: Progress, *, fresh: bool = False
) -> tuple[dict[str, float], tuple[Asked, ...]]:
    """Index the FAQ, ask every query; figures without prefix, the baseline's with ``baseline_``.

    Vectors are kept in ``folder`` under ``name``; ``fresh``: all are made anew and thrown away.
    Memory is that of this process, more by what the index needs (10^6 bytes, models included).
    """
    with ExitStack() as open_:
        if fresh:
            folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-")))
        vectors = WatchedCache(folder, progress)
        before = memory_mb([os.getpid()])
        started = time.perf_counter()
        index = faq_index(data, vectors, name)
        figures: dict[str, float] = {
            "pairs": len(data.pairs),
            "queries": len(data.queries),
            "embedded_texts": vectors.embedded,
            "index_seconds": round(time.perf_counter() - started, 2),
        }
        index.search(data.queries[0].text)
        between = memory_mb([os.getpid()])
        figures["memory_mb"] = round(between - before, 1)
        started = time.perf_counter()
        bm25 = faq_bm25(data.texts)
        figures["baseline_index_seconds"] = round(time.perf_counter() - started, 2)
        figures["baseline_memory_mb"] = round(memory_mb([os.getpid()]) - between, 1)

        def ask(text: str) -> tuple[tuple[str, float], ...]:
            return tuple((hit.entry, hit.score) for hit in index.search(text, DEPTH).hits)

        hits, ours = _timed(ask, data.queries, progress, "Asking the queries")
        rankings, theirs = _timed(
            lambda text: bm25.search(text, DEPTH), data.queries, progress, "Asking plain BM25"
        )
    asked = tuple(map(Asked, data.queries, hits, rankings))
    figures |= faq_figures("", [each.ours for each in asked]) | time_figures("", ours)
    figures |= faq_figures("baseline_", [each.theirs for each in asked])
    figures |= time_figures("baseline_", theirs)
    return figures, asked


def _timed(
    ask: Callable[[str], _Found], queries: Sequence[Query], progress: Progress, what: str
) -> tuple[list[_Found], list[float]]:
    for query in queries[:_WARM_UP]:
        ask(query.text)
    found, seconds = [], []
    for query in progress.track(queries, description=what):
        started = time.perf_counter()
        found.append(ask(query.text))
        seconds.append(time.perf_counter() - started)
    return found, seconds
