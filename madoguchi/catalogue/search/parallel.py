"""An encoder over several processes, to make the vectors of thousands of texts.

Processes and not threads: see ``dense`` on what threads that wait for each other do to everybody
else. They run at low priority, so that a running server goes first, and one encoder after the other
is given processes of its own, which bear one model only.
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
    """One of this process's encoders, whose ``encode`` runs in the pool."""

    def __init__(self, number: int, pool: ProcessPoolExecutor, processes: int) -> None:
        encoder = dense.encoders()[number]
        self._number = number
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
        made = self._pool.map(_encode, [self._number] * len(pieces), pieces)
        for share, rows in zip(shares, made, strict=True):
            vectors[share] = rows
        return vectors

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``."""
        return self._encoder.encode_query(query)


@contextmanager
def in_parallel(encoder: Encoder, texts: int) -> Iterator[Encoder]:
    """One of this process's two encoders, over all cores where there are many texts to encode."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if texts < _WORTH_IT or not cores or cores < 2:
        yield encoder
        return
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # the processes read it before they run a line of ours
    number = dense.encoders().index(encoder)
    with ProcessPoolExecutor(
        cores, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
    ) as pool:
        yield _Parallel(number, pool, cores)


def _begin() -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def _encode(number: int, texts: list[str]) -> Vectors:
    return dense.encoders()[number].encode(texts)
