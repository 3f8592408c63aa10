"""Vectors of an index's texts on disk, by content: only new texts are ever embedded.

One file an index and encoder, in the index's order, so that it is memory-mapped and shared by all
processes. A new file replaces the old one in one step: a process that still reads the old one is
not disturbed, and two processes that write at once write the same.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from madoguchi.catalogue.search.dense import Encoder, Vectors

_log = logging.getLogger(__name__)

_KEY_BYTES = 16
_BATCH = 1024

Progress = Callable[[int, int], None]
"""Told how many of how many new texts are embedded."""


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()


class VectorCache:
    """The vectors of named indexes in a folder.

    ``seed`` is another such folder that is only read: what it knows is copied, not embedded again.
    """

    def __init__(self, folder: Path, seed: Path | None = None) -> None:
        self._folder = folder
        self._seed = seed

    def path(self, index: str, encoder: Encoder) -> Path:
        """Where the vectors of an index are; another model or version is another file."""
        return self._folder / f"{index}.{encoder.name}.npy"

    def vectors(
        self,
        index: str,
        encoder: Encoder,
        texts: Sequence[str],
        progress: Progress | None = None,
    ) -> Vectors:
        """One row a text, in order, memory-mapped.

        A missing, broken or foreign file is made anew, with a warning where it was broken. No
        texts: no rows, and nothing is written.
        """
        if not texts:
            return np.zeros((0, encoder.dimension), np.float32)
        path = self.path(index, encoder)
        keys = np.frombuffer(b"".join(map(_key, texts)), np.uint8).reshape(-1, _KEY_BYTES)
        present = _read(path, encoder)
        if present is None or not np.array_equal(present["key"], keys):
            with _alone(path):  # another process may just be making the same
                present = _read(path, encoder)
                if present is None or not np.array_equal(present["key"], keys):
                    sources = [present]
                    if self._seed is not None:
                        sources.append(_read(self._seed / path.name, encoder))
                    rows = _embedded(encoder, texts, keys, sources, progress)
                    del present, sources
                    _write(path, rows)
                    present = np.load(path, mmap_mode="r", allow_pickle=False)
        vectors: Vectors = present["vector"]
        return vectors


def _embedded(
    encoder: Encoder,
    texts: Sequence[str],
    keys: NDArray[np.uint8],
    sources: Sequence[NDArray[np.void] | None],
    progress: Progress | None,
) -> NDArray[np.void]:
    """The rows of the texts: copied from the sources where they know them, else embedded."""
    rows = np.zeros(len(texts), _row_type(encoder))
    rows["key"] = keys
    places: dict[bytes, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key.tobytes(), []).append(place)
    new = dict(places)
    for source in sources:
        for row, key in enumerate(() if source is None else source["key"]):
            where = new.pop(key.tobytes(), None)
            if where is not None and source is not None:
                rows["vector"][where] = source["vector"][row]
    missing = list(new.values())
    if missing:
        _log.info("search: embedding %d new texts of %d", len(missing), len(texts))
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        for where, vector in zip(
            batch, encoder.encode([texts[where[0]] for where in batch]), strict=True
        ):
            rows["vector"][where] = vector
        if progress is not None:
            progress(start + len(batch), len(missing))
    return rows


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the path's lock file, where the system has such locks (not on Windows)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read(path: Path, encoder: Encoder) -> NDArray[np.void] | None:
    """The rows of a file, or None where there is none or it is broken (which is logged)."""
    if not path.exists():
        return None
    try:
        rows: NDArray[np.void] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError, EOFError) as error:
        _log.warning("search cache %s is broken (%s): it is made anew", path.name, error)
        return None
    if rows.dtype != _row_type(encoder) or rows.ndim != 1 or not _are_unit(rows["vector"]):
        _log.warning("search cache %s is broken: it is made anew", path.name)
        return None
    return rows


def _row_type(encoder: Encoder) -> np.dtype[np.void]:
    return np.dtype([("key", np.uint8, (_KEY_BYTES,)), ("vector", "<f4", (encoder.dimension,))])


def _are_unit(vectors: Vectors) -> bool:
    """Whether every vector has length 1: a flipped or missing block shows here."""
    with np.errstate(all="ignore"):
        lengths = np.einsum("ij,ij->i", vectors, vectors)
    return bool(np.all(np.abs(lengths - 1.0) < 0.01))


def _write(path: Path, rows: NDArray[np.void]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            np.save(file, rows, allow_pickle=False)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
