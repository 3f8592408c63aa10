"""The search over a ward's FAQ, in a process that answers residents.

A changed FAQ is noticed by its revision at the next question, and its index made in the background;
until it stands, the old one answers. Vectors are never made in this process, whose models answer
residents at the same time: ``./mado faq index`` makes them, in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import structlog

from madoguchi.catalogue.search import dense
from madoguchi.catalogue.search.cache import VectorCache
from madoguchi.catalogue.search.dense import Encoder, Vectors
from madoguchi.catalogue.search.pairs import Pair, PairIndex
from madoguchi.catalogue.search.result import SearchIndex
from madoguchi.faq import store
from madoguchi.faq.entry import FaqEntry
from madoguchi.memory import give_back
from madoguchi.settings import ROOT, settings
from madoguchi.storage.database import transaction

log = structlog.get_logger()

_RETRY_SECONDS = 60.0
_VECTOR_SECONDS = 3600.0


def pairs_of(entries: Iterable[FaqEntry]) -> tuple[Pair, ...]:
    """The entries as search takes them."""
    return tuple(Pair(entry.id, entry.question, entry.answer) for entry in entries)


def made(ward: str, pairs: Sequence[Pair], encoders: tuple[Encoder, Encoder]) -> PairIndex:
    """The index over a ward's FAQ; what its vectors lack is made by the encoders."""
    index = PairIndex(pairs, encoders, cache=cache(), name=cache_name(ward))
    give_back()
    return index


def cache() -> VectorCache:
    """Where the vectors of all FAQs lie."""
    return VectorCache(settings().data_dir / "search")


def cache_name(ward: str) -> str:
    """What the vectors of a ward's FAQ are filed under."""
    return f"faq-{ward}"


class _NoVectorsError(Exception):
    """Some text has no vector on disk yet."""


class _OnlyQueries:
    """An encoder that makes vectors of queries only."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.dimension = encoder.dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``.

        Raises:
            _NoVectorsError: for any text.

        """
        if texts:
            raise _NoVectorsError
        return self._encoder.encode(texts)

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``."""
        return self._encoder.encode_query(query)


@dataclass
class _Held:
    """The index of a ward (None: the ward has no FAQ) and the revision that it is of."""

    revision: int
    index: SearchIndex | None


class FaqIndexes:
    """The indexes of this process, one a ward that has a FAQ."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._tried: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._one_at_a_time = threading.Lock()

    def current(self, ward: str) -> SearchIndex | None:
        """The ward's index as far as it stands; a newer one is begun where the FAQ has changed."""
        with transaction() as session:
            revision = store.revision(session, ward)
        held = self._held.get(ward)
        if (0 if held is None else held.revision) != revision:
            self._begin(ward, revision)
        return None if held is None else held.index

    def warm(self) -> None:
        """Begin to make the indexes of all wards that have a FAQ."""
        with transaction() as session:
            found = {ward: store.revision(session, ward) for ward in store.wards(session)}
        for ward, revision in found.items():
            self._begin(ward, revision)

    def _begin(self, ward: str, revision: int) -> None:
        """Make the index in the background, unless that is under way or has just failed."""
        with self._lock:
            tried, at = self._tried.get(ward, (0, 0.0))
            if tried == revision and time.monotonic() - at < _RETRY_SECONDS:
                return
            self._tried[ward] = (revision, time.monotonic())
        threading.Thread(target=self._make, args=(ward,), name=f"faq-{ward}", daemon=True).start()

    def _make(self, ward: str) -> None:
        with self._one_at_a_time:
            started = time.monotonic()
            try:
                with transaction() as session:
                    wanted = store.revision(session, ward)
                held = self._held.get(ward)
                if held is not None and held.revision == wanted:
                    return  # another thread has just made it
                revision, index = _read(ward)
            except Exception as error:  # noqa: BLE001 - the old index goes on answering
                log.error("faq_index_failed", ward=ward, error=type(error).__name__)
                return
            self._held[ward] = _Held(revision, index)
            seconds = round(time.monotonic() - started, 2)
            log.info("faq_index_made", ward=ward, revision=revision, seconds=seconds)


def _read(ward: str) -> tuple[int, SearchIndex | None]:
    """The revision of a ward's FAQ, and its index."""
    with transaction() as session:
        revision = store.revision(session, ward)
        pairs = pairs_of(store.entries(session, ward))
    if not pairs:
        return revision, None
    first, second = map(_OnlyQueries, dense.encoders())
    try:
        return revision, made(ward, pairs, (first, second))
    except _NoVectorsError:
        _make_vectors(ward)
        return revision, made(ward, pairs, (first, second))


def _make_vectors(ward: str) -> None:
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "madoguchi", "faq", "index", "--ward", ward],
        cwd=ROOT,
        env={**os.environ, "MADOGUCHI_DATA_DIR": str(settings().data_dir)},
        capture_output=True,
        timeout=_VECTOR_SECONDS,
        check=True,
    )


@lru_cache(maxsize=1)
def faq_indexes() -> FaqIndexes:
    """The indexes of this process."""
    return FaqIndexes()
