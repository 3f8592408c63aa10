from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.voice.synthesis.levelling import LOUDNESS, PEAK, levelled, silence

RATE = 8000


def tone(seconds: float, amplitude: float) -> np.ndarray:
    return amplitude * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * 440 / RATE)


def heard(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, dtype="<i2") / 32_768


@pytest.mark.parametrize("amplitude", [0.001, 0.1, 1.0, 1.4])
def test_quiet_and_loud_come_out_alike(amplitude: float) -> None:
    level = np.sqrt(np.square(heard(levelled(tone(1, amplitude), RATE))).mean())
    assert level == pytest.approx(LOUDNESS, rel=0.02)


def test_silence_around_is_cut_but_not_within() -> None:
    gap = np.zeros(RATE // 2)
    whole = np.concatenate([gap, tone(0.5, 0.3), gap, tone(0.5, 0.3), gap])
    assert len(heard(levelled(whole, RATE))) / RATE == pytest.approx(1.54, abs=0.03)


@given(st.lists(st.floats(-2, 2, width=32), max_size=2000))
def test_nothing_clips_whatever_comes(samples: list[float]) -> None:
    pcm = levelled(np.array(samples, dtype=np.float64), RATE)
    assert np.abs(heard(pcm)).max(initial=0) <= PEAK


@pytest.mark.parametrize("count", [0, 10, 5000])
def test_silence_alone_is_nothing(count: int) -> None:
    assert levelled(np.zeros(count), RATE) == b""


def test_a_pause_lasts_as_long_as_it_says() -> None:
    assert len(silence(150, RATE)) == 2 * 1200
