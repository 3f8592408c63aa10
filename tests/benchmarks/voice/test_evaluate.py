"""Figures of a few transcripts, counted by hand."""

from __future__ import annotations

from benchmarks.voice.evaluate import figures
from benchmarks.voice.generate import Recording
from madoguchi.voice.recognition.recogniser import Final, Hypothesis
from madoguchi.voice.transcribing import Transcript


def heard(text: str, said: str) -> tuple[Recording, Transcript]:
    final = Final((Hypothesis(said, 0.8),), start=0.5, end=1.5)
    return Recording(text, b""), Transcript("ja", (final,), seconds=2.0, processing_seconds=0.5)


def test_the_three_error_rates() -> None:
    pairs = [heard("介護保険", "介護保健"), heard("ほしい", "欲しい。")]
    assert figures(pairs, "ja") == {
        "cer": round(1 / 7, 4),
        "raw_cer": round(2 / 7, 4),
        "sound_cer": 0.0,
        "real_time_factor": 0.25,
    }
