"""Real speech, made once, and the real models of the development packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from madoguchi.settings import settings
from madoguchi.voice.audio import Resampler, Samples
from madoguchi.voice.recognition import recognisers
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE
from madoguchi.voice.synthesis.speaking import speak

Say = Callable[[str, str], bytes]


@lru_cache
def _said(text: str, language: str) -> bytes:
    """The text as our voice speaks it at 16 kHz."""
    parts = []
    for pcm, rate in speak(text, language):
        resampler = Resampler(rate, SAMPLE_RATE)
        parts.append(resampler.feed(pcm) + resampler.finish())
    return b"".join(parts)


@pytest.fixture(scope="session")
def say() -> Say:
    """Speech as 16 kHz PCM, with a second of silence behind it."""
    return lambda text, language: (
        bytes(SAMPLE_RATE) + _said(text, language) + bytes(2 * SAMPLE_RATE)
    )


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of language models, empty at first; what is joined there is joined once."""
    return tmp_path_factory.mktemp("language-models")


@pytest.fixture
def model_settings(models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings with that folder; models that were loaded stay loaded."""
    monkeypatch.setenv("MADOGUCHI_LANGUAGE_MODELS_DIR", str(models))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def unloaded() -> Iterator[None]:
    """No model stays in memory for the tests of other parts."""
    yield
    recognisers.forget()


@pytest.fixture(scope="session")
def music() -> bytes:
    """Six seconds of a melody with overtones, as on hold."""
    pieces = []
    for note in (262, 330, 392, 523, 392, 330, 294, 349, 440, 587, 440, 349):
        times = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
        fading = np.exp(-3 * times)
        chord = sum(np.sin(2 * np.pi * note * part * times) / part for part in range(1, 6))
        pieces.append(6_000 * fading * chord)
    return np.concatenate(pieces).astype("<i2").tobytes()


@pytest.fixture(scope="session")
def chords() -> bytes:
    """Four seconds of chords that are struck each second."""
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    struck = np.minimum(1, 20 * times) * np.exp(-times)
    pieces = [
        struck
        * sum(
            np.sin(2 * np.pi * root * step * part * times) / part
            for step in (1, third, 1.5)
            for part in range(1, 6)
        )
        for root, third in ((262, 1.26), (220, 1.19), (175, 1.26), (196, 1.26))
    ]
    return (4_000 * np.concatenate(pieces)).astype("<i2").tobytes()


@pytest.fixture(scope="session")
def humming() -> bytes:
    """Seven seconds of a tune on vowels: a sawtooth for the voice, resonances for the mouth."""
    times = np.arange(round(0.6 * SAMPLE_RATE)) / SAMPLE_RATE
    frequencies = np.fft.rfftfreq(len(times), 1 / SAMPLE_RATE)
    swelling = np.minimum(1, 15 * np.minimum(times, times[::-1]))
    vowels = ((700, 1200, 2600), (300, 2300, 3000), (500, 900, 2500))
    pieces = []
    for place, note in enumerate((262, 294, 330, 349, 392, 349, 330, 294, 262, 330, 392, 523)):
        trembling = 0.02 * np.sin(2 * np.pi * 5 * times)
        voice = 2 * ((note * times + trembling) % 1) - 1
        mouth = sum(1 / (1 + ((frequencies - at) / 120) ** 2) for at in vowels[place % 3])
        pieces.append(np.fft.irfft(np.fft.rfft(voice) * mouth, len(times)) * swelling)
    tune = np.concatenate(pieces)
    loud: Samples = (16_000 * tune / np.abs(tune).max()).astype("<i2")
    return loud.tobytes()


@pytest.fixture(scope="session")
def noise() -> bytes:
    """Six seconds of a hiss."""
    draw = np.random.default_rng(1)
    return (1_500 * draw.standard_normal(6 * SAMPLE_RATE)).astype("<i2").tobytes()
