"""The port of speech synthesis."""

from __future__ import annotations

from typing import Protocol


class Synthesiser(Protocol):
    """One language's voice, loaded once per process and shared. Slow: not for the event loop."""

    @property
    def sample_rate(self) -> int:
        """Hz of what it speaks."""

    def speak(self, sentence: str, speed: float = 1.0) -> bytes:
        """One sentence, prepared for the ear, as mono 16-bit little-endian PCM.

        ``speed`` below 1 is slower.
        """
