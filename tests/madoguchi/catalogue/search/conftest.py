"""A tiny real encoder: unit vectors of letter counts, which keeps account of what it embeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray


class LetterEncoder:
    dimension = 64

    def __init__(self, name: str) -> None:
        self.name = name
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row, 0] = 0.1
            for letter in text:
                vectors[row, ord(letter) % self.dimension] += 1
        lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / lengths).astype(np.float32)

    def encode_query(self, query: str) -> NDArray[np.float32]:
        return self.encode([query])


@pytest.fixture
def letters() -> Callable[[str], LetterEncoder]:
    """Make an encoder of a name."""
    return LetterEncoder
