from __future__ import annotations

import pytest

from benchmarks.voice import baseline
from benchmarks.voice.generate import spoken


def test_the_engine_alone_hears_a_recording_as_a_whole() -> None:
    (recording,) = spoken(("구청에 가고 싶어요",), "ko")
    ((same, transcript),) = baseline.transcripts([recording], "ko")
    assert same is recording
    assert transcript.text
    assert transcript.seconds == pytest.approx(len(recording.pcm) / 2 / recording.rate)
    assert transcript.processing_seconds > 0
