"""Noise as loud as it says, the same in every run; recordings from a list."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.voice.generate import (
    CONDITIONS,
    Recording,
    recordings,
    sentences,
    under,
)
from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import samples, write_wav

RATE = 16_000


def clean() -> tuple[Recording, ...]:
    times = np.arange(RATE) / RATE
    tones = (6_000 * np.sin(2 * np.pi * frequency * times) for frequency in (220, 440, 880))
    return tuple(Recording("a", tone.astype("<i2").tobytes()) for tone in tones)


@pytest.mark.parametrize(("language", "count"), [("ja", 100), ("ko", 20), ("en", 20), ("vi", 20)])
def test_our_sentences(language: str, count: int) -> None:
    texts = sentences(language)
    assert len(texts) == len(set(texts)) == count


def test_no_sentences() -> None:
    with pytest.raises(MadoguchiError, match=r"No sentences in 'tl'.*en, ja, ko, vi"):
        sentences("tl")


@pytest.mark.parametrize("condition", [name for name in CONDITIONS if name[-1].isdigit()])
def test_noise_is_as_far_below_the_speech_as_it_says(condition: str) -> None:
    level = int(condition.split("_")[1])
    for before, after in zip(clean(), under(condition, clean()), strict=True):
        speech = samples(before.pcm).astype(float)
        noise = samples(after.pcm) - speech
        assert 10 * np.log10(np.mean(speech**2) / np.mean(noise**2)) == pytest.approx(
            level, abs=0.5
        )


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_run_hears_the_same(condition: str) -> None:
    first, second = under(condition, clean()), under(condition, clean())
    assert first == second
    assert [len(one.pcm) for one in first] == pytest.approx([2 * RATE] * 3, abs=8)


def test_recordings_of_a_list(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", b"\1\0" * 800, 8_000)
    (tmp_path / "list.tsv").write_text('path\ttext\na.wav\t"はい\n', encoding="utf-8")
    assert recordings(tmp_path / "list.tsv") == (Recording('"はい', b"\1\0" * 800, 8_000),)


@pytest.mark.parametrize("content", ["", "path\ttext\n", "file\ttext\na.wav\tはい\n", "path\na\n"])
def test_a_list_that_lacks_something(tmp_path: Path, content: str) -> None:
    (tmp_path / "list.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(MadoguchiError, match="must be tab-separated"):
        recordings(tmp_path / "list.tsv")
