"""Recordings of all kinds, and what only pretends to be one."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.voice.audio import samples
from madoguchi.voice.recognition.recogniser import SAMPLE_RATE
from madoguchi.voice.recording import NoSoundError, TooLongError, decode
from tests.madoguchi.voice.recorder import recorded


def tone(seconds: float, rate: int = SAMPLE_RATE, frequency: float = 440.0) -> bytes:
    times = np.arange(round(rate * seconds)) / rate
    return (12_000 * np.sin(2 * np.pi * frequency * times)).astype("<i2").tobytes()


M4A = recorded(tone(2.0))
CUT_IN_ITS_INDEX = recorded(bytes(2 * SAMPLE_RATE))[:480]
"""FFmpeg finds a stream in it of which it does not know the codec."""


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [
        ("ipod", "aac", 16_000),
        ("ipod", "aac", 44_100),
        ("adts", "aac", 48_000),
        ("mp3", "libmp3lame", 44_100),
        ("mp4", "libmp3lame", 48_000),
        ("3gp", "aac", 8_000),
    ],
)
def test_the_sound_of_a_recording_is_what_was_recorded(
    container: str, codec: str, rate: int
) -> None:
    pcm = decode(recorded(tone(2.0, rate), rate, container, codec), 60)
    assert len(pcm) / 2 / SAMPLE_RATE == pytest.approx(2.0, abs=0.3)
    heard = np.abs(np.fft.rfft(samples(pcm).astype(float)))
    assert np.argmax(heard) * SAMPLE_RATE / (len(pcm) // 2) == pytest.approx(440, abs=3)


def test_what_is_too_long_is_noticed_and_not_decoded_to_its_end() -> None:
    with pytest.raises(TooLongError):
        decode(M4A, 1.5)
    assert decode(M4A, 3.0)


def test_of_what_is_cut_short_there_is_the_beginning() -> None:
    whole = recorded(tone(2.0), container="adts")
    pcm = decode(whole[: len(whole) // 2], 60)
    assert 0.5 < len(pcm) / 2 / SAMPLE_RATE < 1.5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"ftypM4A",
        b"\xff\xd8\xff" + bytes(500),
        b"%PDF-1.7\n%%EOF\n",
        bytes(100_000),
        M4A[: len(M4A) // 2],
        CUT_IN_ITS_INDEX,
        M4A[:300],
        "こんにちは".encode() * 1000,
    ],
)
def test_what_is_no_recording_has_no_sound(content: bytes) -> None:
    with pytest.raises(NoSoundError):
        decode(content, 60)


def test_a_list_of_other_files_opens_none_of_them(tmp_path: Path) -> None:
    secret = tmp_path / "secret.m4a"
    secret.write_bytes(M4A)
    for playlist in (
        f"ffconcat version 1.0\nfile '{secret}'\n",
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{secret}\n#EXT-X-ENDLIST\n",
    ):
        with pytest.raises(NoSoundError):
            decode(playlist.encode(), 60)


def test_a_list_of_addresses_calls_none_of_them() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        called = threading.Event()

        def listen() -> None:
            try:
                server.accept()[0].close()
                called.set()
            except TimeoutError:
                pass

        listening = threading.Thread(target=listen)
        listening.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.m4a"
        with pytest.raises(NoSoundError):
            decode(f"#EXTM3U\n#EXTINF:2,\n{address}\n#EXT-X-ENDLIST\n".encode(), 60)
        listening.join()
    assert not called.is_set()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(M4A) - 1), st.binary(min_size=1, max_size=40))
def test_whatever_is_damaged_it_is_sound_or_none(at: int, damage: bytes) -> None:
    try:
        pcm = decode(M4A[:at] + damage + M4A[at + len(damage) :], 60)
    except (NoSoundError, TooLongError):
        return
    assert pcm
    assert len(pcm) % 2 == 0
