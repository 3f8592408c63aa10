"""What it takes: seconds on the wall, and the largest memory meanwhile."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.turns.processes import family, memory_mb

T = TypeVar("T")

_PAUSE_SECONDS = 0.25


class Memory:
    """Watches this process and all that it starts, until the block ends. Linux only."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._ended.wait(_PAUSE_SECONDS):
            self._look()

    def _look(self) -> None:
        self.peak_mb = max(self.peak_mb, memory_mb(family(os.getpid())))


def processor_seconds() -> float:
    """Processor time so far, of this process and of those that it has started and that ended."""
    return sum(os.times()[:4])


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result, and the seconds on the wall that it took."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started
