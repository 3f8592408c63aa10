"""Sound in and out: files, rates and the telephone's code."""

from __future__ import annotations

import warnings
import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.errors import MadoguchiError
from madoguchi.voice.audio import (
    Resampler,
    mulaw_decode,
    mulaw_encode,
    read_wav,
    samples,
    write_wav,
)

ALL_SAMPLES = np.arange(-32768, 32768, dtype="<i2").tobytes()


def tone(rate: int, seconds: float = 1.0, frequency: float = 440.0) -> bytes:
    times = np.arange(round(rate * seconds)) / rate
    return (12_000 * np.sin(2 * np.pi * frequency * times)).astype("<i2").tobytes()


def test_mulaw_is_that_of_g711() -> None:
    """Values of the recommendation's table 2a/2b."""
    assert list(samples(mulaw_decode(bytes([0x00, 0x7F, 0x80, 0xFF])))) == [-32124, 0, 32124, 0]
    assert mulaw_encode(np.array([0, 32767, -32768, 1000], "<i2").tobytes()) == bytes(
        [0xFF, 0x80, 0x00, 0xCE]
    )


def test_mulaw_is_that_of_the_old_standard_library() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        audioop = pytest.importorskip("audioop", reason="Python 3.13 has it no more")
    codes = bytes(range(256))
    assert mulaw_decode(codes) == audioop.ulaw2lin(codes, 2)
    ours = samples(mulaw_decode(mulaw_encode(ALL_SAMPLES))).astype(int)
    theirs = samples(audioop.ulaw2lin(audioop.lin2ulaw(ALL_SAMPLES, 2), 2)).astype(int)
    # It shifts negative samples by one before it looks for the step; no sample is told from that.
    assert np.mean(ours != theirs) < 0.01


def test_mulaw_loses_half_a_step_at_most_and_nothing_twice() -> None:
    once = mulaw_decode(mulaw_encode(ALL_SAMPLES))
    before, after = samples(ALL_SAMPLES).astype(int), samples(once).astype(int)
    assert np.all(np.abs(after - before) <= 5 + np.abs(before) / 32)
    assert mulaw_decode(mulaw_encode(once)) == once


@given(st.binary(max_size=999))
def test_mulaw_takes_any_bytes(data: bytes) -> None:
    assert len(mulaw_encode(data)) == len(data) // 2
    assert len(mulaw_decode(data)) == 2 * len(data)


@pytest.mark.parametrize(
    ("source", "target"), [(8_000, 16_000), (48_000, 16_000), (22_050, 16_000)]
)
def test_resampled_sound_keeps_its_length_and_pitch(source: int, target: int) -> None:
    resampler = Resampler(source, target)
    sound = samples(resampler.feed(tone(source)) + resampler.finish()).astype(float)
    assert len(sound) == pytest.approx(target, abs=2)
    assert np.argmax(np.abs(np.fft.rfft(sound))) == pytest.approx(440, abs=2)


@given(st.lists(st.integers(1, 4_000), max_size=8))
def test_pieces_do_not_matter(cuts: list[int]) -> None:
    """Odd ones neither."""
    sound = tone(8_000, 0.5)
    whole = Resampler(8_000, 16_000)
    expected = whole.feed(sound) + whole.finish()
    pieces = Resampler(8_000, 16_000)
    places = [0, *sorted(cuts), len(sound)]
    heard = b"".join(pieces.feed(sound[start:stop]) for start, stop in pairwise(places))
    heard += pieces.finish()
    assert len(heard) == len(expected)
    difference = samples(heard).astype(int) - samples(expected)
    assert np.abs(difference).max() <= 2  # what is rounded to 16 bits is dithered


def test_the_same_rate_changes_nothing() -> None:
    resampler = Resampler(16_000, 16_000)
    assert resampler.feed(b"\1\2\3") + resampler.feed(b"\4") + resampler.finish() == b"\1\2\3\4"


@pytest.mark.parametrize("rate", [0, -8_000, 3_999, 1_000_000])
def test_no_rate_of_sound(rate: int) -> None:
    with pytest.raises(MadoguchiError, match="no rate of sound") as caught:
        Resampler(rate, 16_000)
    assert caught.value.code == "bad-sample-rate"


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(8_000), 8_000)
    assert read_wav(tmp_path / "a.wav") == (tone(8_000), 8_000)


def test_stereo_of_24_bits_is_mixed_to_mono_of_16(tmp_path: Path) -> None:
    sound = samples(tone(44_100))
    frames = np.repeat(sound.astype("<i4") << 8, 2)
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(3)
        file.setframerate(44_100)
        file.writeframes(frames.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    pcm, rate = read_wav(tmp_path / "a.wav")
    assert rate == 44_100
    assert np.abs(samples(pcm).astype(int) - sound).max() <= 2


def test_a_file_cut_short_gives_what_is_there(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(8_000), 8_000)
    (tmp_path / "b.wav").write_bytes((tmp_path / "a.wav").read_bytes()[:9_001])
    pcm, _ = read_wav(tmp_path / "b.wav")
    assert tone(8_000).startswith(pcm)
    assert len(pcm) >= 8_000  # FFmpeg drops the piece that ends inside a sample


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 100])
def test_what_is_no_sound(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(MadoguchiError, match=r"a\.wav cannot be read as sound") as caught:
        read_wav(tmp_path / "a.wav")
    assert caught.value.code == "bad-sound-file"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(MadoguchiError, match=r"There is no file .*a\.wav"):
        read_wav(tmp_path / "a.wav")
