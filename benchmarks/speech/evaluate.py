"""Times of speaking, in milliseconds, and how they are summed up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.metrics.timing import percentile

Speech = Callable[[str], Iterator[tuple[bytes, int]]]


@dataclass(frozen=True)
class Spoken:
    """One text: until its first sound, until all of it was made, and how long it sounds."""

    first_ms: float
    first_processor_ms: float
    """Processor time until the first sound: what it would be on an idle machine."""
    all_ms: float
    sound_ms: float
    late_ms: float
    """How long a listener hears nothing because a later piece is not made yet."""


def measure(texts: Iterable[str], speak: Speech) -> list[Spoken]:
    """Speak every text, one at a time."""
    return [spoken for text in texts if (spoken := _measured(text, speak)) is not None]


def _measured(text: str, speak: Speech) -> Spoken | None:
    started, processor = time.perf_counter(), time.thread_time()
    first_processor = first = all_made = sound = late = 0.0
    for pcm, rate in speak(text):
        all_made = (time.perf_counter() - started) * 1000
        first = first or all_made
        first_processor = first_processor or (time.thread_time() - processor) * 1000
        late += max(0.0, all_made - first - sound - late)
        sound += len(pcm) / 2 / rate * 1000
    return Spoken(first, first_processor, all_made, sound, late) if sound else None


def figures(spoken: Sequence[Spoken]) -> dict[str, float]:
    """Percentiles of the first sound; the real-time factor is time of making over time of sound."""
    firsts = [each.first_ms for each in spoken]
    busy = [each.first_processor_ms for each in spoken]
    made = sum(each.all_ms for each in spoken)
    return {
        "texts": len(spoken),
        "first_audio_p50_ms": round(percentile(firsts, 0.5), 1),
        "first_audio_p95_ms": round(percentile(firsts, 0.95), 1),
        "first_audio_processor_p50_ms": round(percentile(busy, 0.5), 1),
        "first_audio_processor_p95_ms": round(percentile(busy, 0.95), 1),
        "first_audio_max_ms": round(max(firsts), 1),
        "late_p95_ms": round(percentile([each.late_ms for each in spoken], 0.95), 1),
        "real_time_factor": round(made / sum(each.sound_ms for each in spoken), 4),
    }
