"""What was spoken lately, by its content: the same sentence is made once.

In memory alone: sentences may hold what a resident has said, which never lies on a disk in clear.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import NamedTuple


class Utterance(NamedTuple):
    """What makes a piece of speech what it is. Unequal texts are unequal keys, whatever hashes."""

    voice: str
    """Language tag: each has one voice a process."""
    speed: float
    sentence: str


class SpeechCache:
    """The least recently used go first when the bytes exceed the limit. For many threads."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[Utterance, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, utterance: Utterance) -> bytes | None:
        """The PCM of an utterance, None where it is not kept (any more)."""
        with self._lock:
            pcm = self._kept.get(utterance)
            if pcm is not None:
                self._kept.move_to_end(utterance)
            return pcm

    def put(self, utterance: Utterance, pcm: bytes) -> None:
        """Keep it, unless it is larger than the whole cache."""
        if len(pcm) > self._max_bytes:
            return
        with self._lock:
            self._bytes += len(pcm) - len(self._kept.pop(utterance, b""))
            self._kept[utterance] = pcm
            while self._bytes > self._max_bytes:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest)

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    @property
    def size(self) -> int:
        """Bytes of PCM kept."""
        return self._bytes
