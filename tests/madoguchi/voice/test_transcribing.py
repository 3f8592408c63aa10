"""A recording as text, with what is expected in it and as much time as there is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from madoguchi.voice.recognition.recogniser import SAMPLE_RATE, Expected, Heard
from madoguchi.voice.transcribing import TooSlowError, transcribe_pcm

SECOND = bytes(2 * SAMPLE_RATE)


class Listener:
    """A recogniser and its stream, which keeps what it is told."""

    engine = "whisper"

    def __init__(self) -> None:
        self.expected: tuple[tuple[str, ...], str] | None = None
        self.fed = 0

    def stream(self) -> Listener:
        return self

    def expect(self, words: Sequence[str], example: str = "") -> None:
        self.expected = (tuple(words), example)

    def feed(self, pcm: bytes) -> list[Heard]:
        assert self.expected is not None, "it is told first"
        self.fed += len(pcm)
        return []

    def finish(self) -> list[Heard]:
        return []


def test_what_is_expected_is_told_before_the_first_sound() -> None:
    listener = Listener()
    transcribe_pcm(SECOND, SAMPLE_RATE, listener, "ja", expected=Expected(("渋谷区",), "住所は"))
    assert listener.expected == (("渋谷区",), "住所は")
    assert listener.fed == len(SECOND)


def test_who_has_no_patience_left_is_told() -> None:
    listener = Listener()
    with pytest.raises(TooSlowError):
        transcribe_pcm(SECOND, SAMPLE_RATE, listener, "ja", patience_seconds=0.0)
    assert listener.fed < len(SECOND)
