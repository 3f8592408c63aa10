"""How it is counted: errors under three normal forms, and how long a speaker waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence

from benchmarks.metrics.timing import percentile
from benchmarks.voice.generate import Recording
from madoguchi.voice.recognition.normalising import characters, error_rate, heard_sounds, spelling
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Final, Recogniser
from madoguchi.voice.transcribing import Transcript, transcribe_pcm

_PIECE_SECONDS = 0.032


def transcripts(
    recordings: Iterable[Recording], recogniser: Recogniser, language: str
) -> list[tuple[Recording, Transcript]]:
    """Each recording and what was heard."""
    return [
        (each, transcribe_pcm(each.pcm, each.rate, recogniser, language)) for each in recordings
    ]


def figures(heard: Sequence[tuple[Recording, Transcript]], language: str) -> dict[str, float]:
    """Error rates in the three normal forms, and the real-time factor."""
    pairs = [(recording.text, transcript.text) for recording, transcript in heard]
    seconds = sum(transcript.seconds for _, transcript in heard)
    worked = sum(transcript.processing_seconds for _, transcript in heard)
    return {
        "cer": round(error_rate(pairs, language, spelling), 4),
        "raw_cer": round(error_rate(pairs, language, characters), 4),
        "sound_cer": round(error_rate(pairs, language, heard_sounds), 4),
        "real_time_factor": round(worked / seconds, 4),
    }


def waits(
    recordings: Sequence[Recording], recogniser: Recogniser, callers: int
) -> dict[str, float | int]:
    """How long after the last sound the words are there, with so many callers speaking at once.

    The sound (16 kHz) is fed as fast as it is spoken; what is late is late.
    """
    found: list[list[float]] = [[] for _ in range(callers)]
    threads = [
        threading.Thread(target=_call, args=(recordings[number::callers], recogniser, mine))
        for number, mine in enumerate(found)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    all_waits = [1000 * wait for mine in found for wait in mine]
    return {
        "finals": len(all_waits),
        "p50_final_ms": round(percentile(all_waits, 0.5)),
        "p95_final_ms": round(percentile(all_waits, 0.95)),
    }


def _call(recordings: Sequence[Recording], recogniser: Recogniser, found: list[float]) -> None:
    """One caller, who says one thing after the other."""
    stream = recogniser.stream()
    piece = round(_PIECE_SECONDS * SAMPLE_RATE) * 2
    sound = b"".join(each.pcm for each in recordings)
    began = time.monotonic()
    for start in range(0, len(sound), piece):
        spoken_at = began + (start + piece) / 2 / SAMPLE_RATE
        time.sleep(max(0.0, spoken_at - time.monotonic()))
        for heard in stream.feed(sound[start : start + piece]):
            if isinstance(heard, Final):
                found.append(time.monotonic() - began - heard.end)
