from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.speech.evaluate import figures, measure


def slowly(text: str) -> Iterator[tuple[bytes, int]]:
    """A tenth of a second of sound for each letter, each made in 10 ms."""
    for _ in text:
        time.sleep(0.01)
        yield bytes(2 * 800), 8000


def too_slowly(text: str) -> Iterator[tuple[bytes, int]]:
    """10 ms of sound for each letter, each made in 30 ms."""
    for _ in text:
        time.sleep(0.03)
        yield bytes(2 * 80), 8000


def test_the_first_sound_is_the_first_piece() -> None:
    found = figures(measure(["aaaaa", "aa", ""], slowly))
    assert found["texts"] == 2
    assert 9 < found["first_audio_p50_ms"] < 45
    assert found["first_audio_processor_p95_ms"] < found["first_audio_p95_ms"]
    assert 0.09 < found["real_time_factor"] < 0.6
    assert found["late_p95_ms"] == 0


def test_a_listener_who_waits_between_pieces_is_counted() -> None:
    (spoken,) = measure(["aaa"], too_slowly)
    assert 30 < spoken.late_ms < spoken.all_ms - spoken.first_ms
