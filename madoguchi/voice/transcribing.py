"""A whole recording as text: for voice messages, ``./mado voice transcribe`` and the benchmark."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import Resampler, read_wav
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected, Final, Heard, Recogniser

_PIECE = SAMPLE_RATE // 5 * 2
"""Bytes fed at a time: 200 ms, about what a browser or a telephone sends."""
_SPACELESS = ("ja", "zh")
_NOTHING = Expected()


class TooSlowError(MadoguchiError):
    """It took longer than whoever waits has time."""


@dataclass(frozen=True)
class Transcript:
    """What was said in a recording, utterance by utterance."""

    language: str
    utterances: tuple[Final, ...]
    seconds: float
    """Of the recording."""
    processing_seconds: float

    @property
    def text(self) -> str:
        """Everything that was said."""
        between = "" if self.language.split("-")[0] in _SPACELESS else " "
        return between.join(final.best.text for final in self.utterances)

    @property
    def confidence(self) -> float:
        """Mean over the utterances, each by its length; 0 where nothing was said."""
        spoken = sum(final.end - final.start for final in self.utterances)
        if not spoken:
            return 0.0
        return (
            sum(final.best.confidence * (final.end - final.start) for final in self.utterances)
            / spoken
        )

    @property
    def real_time_factor(self) -> float:
        """Seconds of work for a second of sound."""
        return self.processing_seconds / self.seconds if self.seconds else 0.0


def transcribe(path: Path, recogniser: Recogniser, language: str) -> Transcript:
    """The transcript of a sound file of any rate.

    Raises:
        MadoguchiError: where the file cannot be read as sound.

    """
    pcm, rate = read_wav(path)
    return transcribe_pcm(pcm, rate, recogniser, language)


def transcribe_pcm(
    pcm: bytes,
    rate: int,
    recogniser: Recogniser,
    language: str,
    *,
    expected: Expected = _NOTHING,
    patience_seconds: float | None = None,
) -> Transcript:
    """The transcript of PCM at a rate in Hz; ``expected`` is favoured in all of it.

    Raises:
        TooSlowError: ``recognition-too-slow`` after ``patience_seconds``, at the next utterance.

    """
    began = time.perf_counter()
    resampler = Resampler(rate, SAMPLE_RATE)
    sound = resampler.feed(pcm) + resampler.finish()
    stream = recogniser.stream()
    stream.expect(expected.words, expected.example)
    heard: list[Heard] = []
    for start in range(0, len(sound), _PIECE):
        if patience_seconds is not None and time.perf_counter() - began > patience_seconds:
            raise TooSlowError("recognition-too-slow", "Recognising it takes too long.")
        heard += stream.feed(sound[start : start + _PIECE])
    heard += stream.finish()
    return Transcript(
        language=language,
        utterances=tuple(each for each in heard if isinstance(each, Final)),
        seconds=len(pcm) / 2 / rate,
        processing_seconds=time.perf_counter() - began,
    )
