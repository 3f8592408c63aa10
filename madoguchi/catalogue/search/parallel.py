"""USE over several processes, to make the vectors of thousands of texts.

It is NumPy, which holds Python's lock most of the time, so threads would wait for each other. The
processes run at low priority, so that a running server goes first. E5 runs on all cores by itself.
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

_WORTH_IT = 1000
"""Texts from which on the start of the processes (about two seconds) is made up for."""

_FEW = 64
"""Fewer new texts than this are encoded here, as after a small change."""

_NICENESS = 5


class _Parallel:
    """USE, whose ``encode`` runs in the pool."""

    def __init__(self, encoder: Encoder, pool: ProcessPoolExecutor, processes: int) -> None:
        self._encoder = encoder
        self._pool = pool
        self._processes = processes
        self._started = False
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``."""
        self._started |= len(texts) >= _FEW
        if not self._started:
            return self._encoder.encode(texts)
        # Texts of one length go together best, and each process gets as much of every length.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        shares = [order[first :: self._processes] for first in range(self._processes)]
        shares = [share for share in shares if share]
        pieces = [[texts[place] for place in share] for share in shares]
        vectors = np.empty((len(texts), self.dimension), np.float32)
        made = self._pool.map(_encode, pieces)
        for share, rows in zip(shares, made, strict=True):
            vectors[share] = rows
        return vectors

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``."""
        return self._encoder.encode_query(query)


@contextmanager
def in_parallel(encoder: Encoder, texts: int) -> Iterator[Encoder]:
    """One of this process's two encoders, on all cores where there are many texts to encode."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if texts < _WORTH_IT or not cores or cores < 2 or not isinstance(encoder, dense.Use):
        yield encoder
        return
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # the processes read it before they run a line of ours
    with ProcessPoolExecutor(
        cores, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    ) as pool:
        yield _Parallel(encoder, pool, cores)


def _begin() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _encode(texts: list[str]) -> Vectors:
    return dense.encoders()[1].encode(texts)
