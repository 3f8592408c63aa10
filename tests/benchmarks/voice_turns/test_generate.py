"""What callers say ends with its last sound."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.voice_turns.evaluate import figures
from benchmarks.voice_turns.generate import RATE, request, until_last_sound
from madoguchi.voice.audio import mulaw_decode, samples


def test_silence_at_the_end_is_cut_and_none_within() -> None:
    pcm = np.array([0, 1000, 0, 0, -1000, 10, 0], dtype="<i2").tobytes()
    assert samples(until_last_sound(pcm)).tolist() == [0, 1000, 0, 0, -1000]
    assert until_last_sound(b"\0\0" * 5) == b""


@pytest.mark.parametrize("language", ["ja", "ko"])
def test_a_request_is_speech_to_its_end(language: str) -> None:
    asked = request(language)
    assert 1.0 < asked.seconds < 10.0
    end = samples(mulaw_decode(asked.sound[-RATE // 100 :]))
    assert np.abs(end.astype(np.int32)).max() > 200


def test_figures_are_milliseconds() -> None:
    assert figures("ja_whisper_1", [0.5, 1.0, 1.5]) == {
        "first_audio_p50_ms_ja_whisper_1": 1000,
        "first_audio_p95_ms_ja_whisper_1": 1450,
    }
