"""What callers say, as a telephone carries it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madoguchi.voice.audio import Resampler, mulaw_encode, samples
from madoguchi.voice.synthesis.synthesisers import synthesiser

RATE = 8_000
_LOUD = 300
"""Of 32767: below it is what a voice puts behind its last sound."""

_WORDS = {"ja": "引っ越しの手続きを教えてください。", "ko": "전입신고는 어디에서 하나요"}


@dataclass(frozen=True)
class Request:
    """A sentence as mu-law that ends with its last sound. ``language`` is what it is said in."""

    language: str
    sound: bytes

    @property
    def seconds(self) -> float:
        """How long it takes to say."""
        return len(self.sound) / RATE


def request(language: str) -> Request:
    """What is asked in a language (``ja`` or ``ko``), by our own voice.

    Raises:
        ValueError: if there is no voice for it here.

    """
    voice = synthesiser(language)
    if voice is None:
        raise ValueError(f"there is no voice for {language!r}")
    resampler = Resampler(voice.sample_rate, RATE)
    pcm = resampler.feed(voice.speak(_WORDS[language])) + resampler.finish()
    return Request(language, mulaw_encode(until_last_sound(pcm)))


def until_last_sound(pcm: bytes) -> bytes:
    """The PCM without the silence at its end."""
    loud = np.flatnonzero(np.abs(samples(pcm).astype(np.int32)) > _LOUD)
    return pcm[: 2 * (int(loud[-1]) + 1)] if loud.size else b""
