"""Sound into what was heard: one recogniser stream, fed in order beside the event loop.

What is behind is fed at once: a recogniser that catches up works on larger pieces.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import Resampler
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected, Heard, Recogniser

MOST_BEHIND_SECONDS = 60.0
"""Sound that waits to be recognised; who sends more than that sends no speech."""

OnHeard = Callable[[Heard], Awaitable[None]]


class TooFarBehindError(MadoguchiError):
    """Sound comes faster than anybody speaks, or than this machine understands."""


class Listener:
    """One speaker. ``rate``: Hz of the sound that comes, mono 16-bit little-endian PCM."""

    def __init__(self, recogniser: Recogniser, rate: int, on_heard: OnHeard) -> None:
        self._recogniser = recogniser
        self._stream = recogniser.stream()
        self._resampler = None if rate == SAMPLE_RATE else Resampler(rate, SAMPLE_RATE)
        self._rate = rate
        self._on_heard = on_heard
        self._waiting = bytearray()
        self._expected: Expected | None = None
        self._ends_utterance = False
        self._wake = asyncio.Event()

    def sound(self, pcm: bytes) -> None:
        """Take sound of any length.

        Raises:
            TooFarBehindError: if more waits than can be speech.

        """
        if len(self._waiting) + len(pcm) > MOST_BEHIND_SECONDS * 2 * self._rate:
            raise TooFarBehindError(
                "sound-too-fast",
                "音声の受信が速すぎるため、認識が追いつきません。録音した音声ではなく、"
                "話しながらお送りください。",
            )
        self._waiting += pcm
        self._wake.set()

    def expect(self, words: Sequence[str], example: str = "") -> None:
        """Favour these words, and answers like the example, from the next utterance on."""
        self._expected = Expected(tuple(words), example)
        self._wake.set()

    def end_utterance(self) -> None:
        """What is being said is over now, not only after a silence."""
        self._ends_utterance = True
        self._wake.set()

    async def run(self) -> None:
        """Recognise, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            whole = len(self._waiting) // 2 * 2  # a frame may end within a sample
            pcm, self._waiting = bytes(self._waiting[:whole]), self._waiting[whole:]
            expected, self._expected = self._expected, None
            ends, self._ends_utterance = self._ends_utterance, False
            for heard in await asyncio.to_thread(self._recognise, pcm, expected, ends):
                await self._on_heard(heard)

    def _recognise(
        self, pcm: bytes, expected: Expected | None, ends_utterance: bool
    ) -> list[Heard]:
        if expected is not None:
            self._stream.expect(expected.words, expected.example)
        if self._resampler is not None and pcm:
            pcm = self._resampler.feed(pcm)
        heard = self._stream.feed(pcm) if pcm else []
        if ends_utterance:
            heard += self._stream.finish()
            self._stream = self._recogniser.stream()
        return heard
