"""What is to be said, sentence by sentence, until somebody interrupts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from channels.voice.wire import Speech, Wire
from madoguchi.voice.manners.acts import Say
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE
from madoguchi.voice.synthesis.speaking import speak
from madoguchi.voice.synthesis.synthesisers import synthesiser

_MARKS_AFTER_SECONDS = 1.5
"""A sentence counts as played this long after it should have been, if no mark comes."""

_LOOK_SECONDS = 0.05


class Speaker:
    """The voice of one session. ``speed`` below 1 is slower.

    Where it is not ``is_aloud``, or the language has no voice, what no screen shows is sent as a
    sentence without sound.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._queue: asyncio.Queue[Say] = asyncio.Queue()
        self._next_mark = 0
        self._unplayed: set[int] = set()
        self._plays_until = 0.0
        self._is_making = False
        self._interrupted = asyncio.Event()
        self.speed = 1.0
        self.is_aloud = True

    def say(self, say: Say) -> None:
        """Speak behind what is being spoken."""
        self._queue.put_nowait(say)

    @property
    def is_speaking(self) -> bool:
        """Whether anything is still to be heard."""
        if self._is_making or not self._queue.empty():
            return True
        if self._now() > self._plays_until + _MARKS_AFTER_SECONDS:
            self._unplayed.clear()  # a client that tells nothing has played it by now
        return bool(self._unplayed)

    async def silent(self) -> None:
        """Wait until everything has been heard."""
        while self.is_speaking:  # noqa: ASYNC110 - it depends on the time as well
            await asyncio.sleep(_LOOK_SECONDS)

    def played(self, mark: int) -> None:
        """A sentence has been heard to its end."""
        self._unplayed.discard(mark)

    async def interrupt(self) -> None:
        """Be silent at once; what was still to be said is not said."""
        if not self.is_speaking:
            return
        while not self._queue.empty():
            self._queue.get_nowait()
        self._interrupted.set()
        self._unplayed.clear()
        self._plays_until = 0.0
        await self._wire.stop_speaking()

    async def run(self) -> None:
        """Speak, until cancelled."""
        while True:
            say = await self._queue.get()
            self._interrupted.clear()
            self._is_making = True
            try:
                await self._speak(say)
            finally:
                self._is_making = False

    async def _speak(self, say: Say) -> None:
        text = say.text if say.caption else None
        sentences = await asyncio.to_thread(self._sentences, say)
        while (sentence := await asyncio.to_thread(_next, sentences)) is not None:
            if self._interrupted.is_set():
                return
            pcm, rate = sentence
            speech = Speech(self._next_mark, pcm, rate, say.language, text)
            text = None
            self._next_mark += 1
            self._unplayed.add(speech.mark)
            self._plays_until = max(self._plays_until, self._now()) + speech.seconds
            await self._wire.speak(speech)

    def _sentences(self, say: Say) -> Iterator[tuple[bytes, int]]:
        if self.is_aloud and synthesiser(say.language) is not None:
            return speak(say.text, say.language, self.speed)
        return iter([(b"", SAMPLE_RATE)] if say.caption else [])

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def _next(sentences: Iterator[tuple[bytes, int]]) -> tuple[bytes, int] | None:
    return next(sentences, None)
