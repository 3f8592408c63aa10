"""The stream of every engine: sound into frames, frames into utterances, utterances into words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from madoguchi.voice.recognition.biasing import refined
from madoguchi.voice.recognition.endpointing import FRAME_BYTES, FRAME_SAMPLES, Endpointer, Mark
from madoguchi.voice.recognition.recogniser import (
    SAMPLE_RATE,
    Expected,
    Final,
    Heard,
    Hypothesis,
    Partial,
    SpeechStarted,
)
from madoguchi.voice.recognition.sentence_ends import is_whole

_FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE
_BEFORE = 12
"""Frames kept from before the voice was noticed: soft first sounds, and the 96 ms of noticing."""
_BETWEEN_PARTIALS = 10


class Utterance(Protocol):
    """One utterance inside an engine."""

    def feed(self, pcm: bytes) -> None:
        """Take its next sound."""

    def partial(self) -> str:
        """What is understood so far; empty where there is nothing yet, or no time to tell."""

    def pause(self) -> None:
        """It may be over: an engine that needs long may begin to work out ``finish``."""

    def finish(self) -> tuple[Hypothesis, ...]:
        """What was said, likeliest first; none where it was no speech. Nothing may follow."""


class Listening:
    """A ``Stream`` over an engine that understands utterance by utterance."""

    def __init__(self, language: str, begin: Callable[[Expected], Utterance]) -> None:
        """``begin`` starts an utterance in which something is expected."""
        self._language = language
        self._begin = begin
        self._expected = Expected()
        self._expecting = Expected()
        """What was expected when the utterance began."""
        self._endpointer = Endpointer()
        self._rest = b""
        self._frames = 0
        self._before: deque[bytes] = deque(maxlen=_BEFORE)
        self._utterance: Utterance | None = None
        self._started = 0
        self._held: list[bytes] | None = None
        """Silence that may be the end: it is fed only if more speech follows."""
        self._shown = ""

    def expect(self, words: Sequence[str], example: str = "") -> None:
        """Favour these words, and answers like the example, from the next utterance on."""
        self._expected = Expected(tuple(words), example)

    def feed(self, pcm: bytes) -> list[Heard]:
        """Take sound and tell what came of it."""
        sound = self._rest + pcm
        end = len(sound) - len(sound) % FRAME_BYTES
        self._rest = sound[end:]
        return [
            heard
            for start in range(0, end, FRAME_BYTES)
            for heard in self._frame(sound[start : start + FRAME_BYTES])
        ]

    def finish(self) -> list[Heard]:
        """End the stream: what was being said becomes final."""
        return self._ended()

    def _frame(self, frame: bytes) -> list[Heard]:
        mark = self._endpointer.feed(frame)
        self._frames += 1
        if self._utterance is None:
            self._before.append(frame)
            if mark is not Mark.STARTED:
                return []
            self._utterance = self._opened()
            return [SpeechStarted()]
        if self._held is None:
            self._utterance.feed(frame)
        else:
            self._held.append(frame)
        return self._marked(self._utterance, mark)

    def _marked(self, utterance: Utterance, mark: Mark | None) -> list[Heard]:
        if mark is Mark.ENDED:
            return self._ended()
        if mark is Mark.CUT:
            heard = self._ended()
            self._utterance = self._opened()
            return heard
        if mark is Mark.PAUSED:
            utterance.pause()
            self._held = []
            heard = self._partial(utterance)
            if is_whole(self._shown, self._language):
                self._endpointer.end_soon()
            return heard
        if mark is Mark.RESUMED:
            for frame in self._held or ():
                utterance.feed(frame)
            self._held = None
        if self._held is None and (self._frames - self._started) % _BETWEEN_PARTIALS == 0:
            return self._partial(utterance)
        return []

    def _opened(self) -> Utterance:
        self._expecting = self._expected
        utterance = self._begin(self._expecting)
        self._started = self._frames - len(self._before)
        for frame in self._before:
            utterance.feed(frame)
        self._before.clear()
        self._shown = ""
        return utterance

    def _partial(self, utterance: Utterance) -> list[Heard]:
        text = utterance.partial()
        if not text or text == self._shown:
            return []
        self._shown = text
        return [Partial(text)]

    def _ended(self) -> list[Heard]:
        if self._utterance is None:
            return []
        silence = self._held or []
        hypotheses = refined(self._utterance.finish(), self._expecting.words, self._language)
        self._utterance = self._held = None
        self._before.extend(silence)  # it may hold the soft beginning of what is said next
        if not hypotheses and not self._shown:
            return []
        # Words that were shown and turn out to be none are over, too: the speaker waits for an end.
        hypotheses = hypotheses or (Hypothesis("", 0.0),)
        start, end = self._started, self._frames - len(silence)
        return [Final(hypotheses, start=start * _FRAME_SECONDS, end=end * _FRAME_SECONDS)]
