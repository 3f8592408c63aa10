"""The port of speech recognition: one recogniser a language, shared; one stream a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

SAMPLE_RATE = 16_000
"""Hz. Every recogniser takes mono 16-bit little-endian PCM at this rate."""


@dataclass(frozen=True)
class SpeechStarted:
    """Somebody has begun to speak; what is being said to them may stop."""


@dataclass(frozen=True)
class Partial:
    """What has been understood of an utterance that goes on. It may still change."""

    text: str


@dataclass(frozen=True)
class Hypothesis:
    """What may have been said. ``confidence`` is between 0 and 1, comparable within an engine."""

    text: str
    confidence: float


@dataclass(frozen=True)
class Final:
    """An utterance that is over: likeliest hypothesis first, at least one.

    Where a ``Partial`` of it turns out to be no words at all, that one is empty, with confidence 0.
    ``start`` and ``end`` are seconds from the stream's beginning.
    """

    hypotheses: tuple[Hypothesis, ...]
    start: float
    end: float

    @property
    def best(self) -> Hypothesis:
        """The likeliest hypothesis."""
        return self.hypotheses[0]


@dataclass(frozen=True)
class Expected:
    """What is favoured in what is said next.

    ``words`` are looked for in what was heard. ``example`` shows how such answers are written to an
    engine that goes by the text before (Whisper); it is never taken for what was said.
    """

    words: tuple[str, ...] = ()
    example: str = ""


Heard = SpeechStarted | Partial | Final


class Stream(Protocol):
    """One speaker's sound. Not for several threads at once; slow, so not for the event loop."""

    def expect(self, words: Sequence[str], example: str = "") -> None:
        """Favour these words (wards, items, はい and いいえ) from the next utterance on.

        None: listen for anything. ``example``: as in ``Expected``.
        """

    def feed(self, pcm: bytes) -> list[Heard]:
        """Take sound of any length, an odd byte at the end too, and tell what came of it."""

    def finish(self) -> list[Heard]:
        """End the stream: what was being said becomes final."""


class Recogniser(Protocol):
    """One language's model, loaded once per process and shared by all streams."""

    @property
    def engine(self) -> str:
        """Its name in the settings: ``vosk`` or ``whisper``."""

    def stream(self) -> Stream:
        """Begin to listen to a speaker."""
