"""The engines as they come, with the same models: no words of ours, the whole recording at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.voice.generate import Recording
from madoguchi.settings import settings
from madoguchi.voice.audio import Resampler, samples
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Final, Hypothesis
from madoguchi.voice.recognition.recognisers import model_of
from madoguchi.voice.transcribing import Transcript

_Hear = Callable[[bytes], str]


def transcripts(
    recordings: Iterable[Recording], language: str
) -> list[tuple[Recording, Transcript]]:
    """Each recording and what the engine alone heard.

    Raises:
        LookupError: where no model hears the language.

    """
    model = model_of(language)
    if model is None:
        raise LookupError(language)
    engine, folder = model
    spoken = language.split("-")[0]
    hear = _whisper(folder, spoken) if engine == "whisper" else _vosk(folder)
    return [(each, _transcript(each, hear, language)) for each in recordings]


def _transcript(recording: Recording, hear: _Hear, language: str) -> Transcript:
    began = time.perf_counter()
    resampler = Resampler(recording.rate, SAMPLE_RATE)
    text = hear(resampler.feed(recording.pcm) + resampler.finish())
    seconds = len(recording.pcm) / 2 / recording.rate
    return Transcript(
        language=language,
        utterances=(Final((Hypothesis(text, 1.0),), 0.0, seconds),),
        seconds=seconds,
        processing_seconds=time.perf_counter() - began,
    )


def _whisper(folder: Path, spoken: str) -> _Hear:
    from faster_whisper import WhisperModel

    threads = settings().voice.recognition_threads
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)

    def hear(pcm: bytes) -> str:
        segments, _ = model.transcribe(samples(pcm).astype("float32") / 32768, language=spoken)
        return "".join(segment.text for segment in segments)

    return hear


def _vosk(folder: Path) -> _Hear:
    from vosk import KaldiRecognizer, Model, SetLogLevel

    SetLogLevel(-1)
    model = Model(str(folder))

    def hear(pcm: bytes) -> str:
        recogniser = KaldiRecognizer(model, SAMPLE_RATE)
        recogniser.AcceptWaveform(pcm)
        return str(json.loads(recogniser.FinalResult())["text"])

    return hear
