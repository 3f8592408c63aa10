from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from madoguchi.voice.audio import samples
from madoguchi.voice.recognition.listening import Listening
from madoguchi.voice.recognition.recogniser import (
    SAMPLE_RATE,
    Expected,
    Final,
    Heard,
    Hypothesis,
    Partial,
    SpeechStarted,
)
from tests.channels.voice.browser_peer import spoken


class Engine:
    """Understands what it is told to, whatever is said."""

    def __init__(self, partial: str, *final: str) -> None:
        self._partial = partial
        self._final = tuple(Hypothesis(text, 0.9) for text in final)

    def feed(self, pcm: bytes) -> None:
        """It listens to nobody."""

    def partial(self) -> str:
        return self._partial

    def pause(self) -> None:
        """It needs no time."""

    def finish(self) -> tuple[Hypothesis, ...]:
        return self._final


class Measuring(Engine):
    """Notes how much sound each utterance is made of, and holds none."""

    def __init__(self, lengths: list[int]) -> None:
        super().__init__("", "住民票")
        self._lengths = lengths
        self._length = 0

    def feed(self, pcm: bytes) -> None:
        self._length += len(pcm)

    def finish(self) -> tuple[Hypothesis, ...]:
        self._lengths.append(self._length)
        return super().finish()


@pytest.fixture(scope="module")
def sound() -> bytes:
    return spoken("粗大ごみを出したいです。", "ja")


def heard(engine: Engine, sound: bytes) -> list[Heard]:
    return Listening("ja", lambda expected: engine).feed(sound)


def test_an_utterance_begins_is_shown_and_ends(sound: bytes) -> None:
    started, partial, final = heard(Engine("粗大", "粗大ごみ"), sound)
    assert isinstance(started, SpeechStarted)
    assert partial == Partial("粗大")
    assert isinstance(final, Final)
    assert final.best.text == "粗大ごみ"
    assert 0 <= final.start < final.end < len(sound) / 32_000


def test_a_whole_sentence_ends_sooner() -> None:
    """With less silence behind it than ends other words."""
    sound = spoken("粗大ごみを出したいです。", "ja").rstrip(b"\0")
    sound += bytes(len(sound) % 2) + bytes(2 * round(0.5 * 16_000))
    whole, open_ = "粗大ごみを出したいです", "粗大ごみを出したいのですが"
    assert isinstance(heard(Engine(whole, whole), sound)[-1], Final)
    assert not any(isinstance(one, Final) for one in heard(Engine(open_, open_), sound))


def test_what_was_shown_comes_to_an_end_even_if_it_was_nothing(sound: bytes) -> None:
    final = heard(Engine("渋谷区、渋谷区"), sound)[-1]
    assert isinstance(final, Final)
    assert final.hypotheses == (Hypothesis("", 0.0),)


def test_noise_of_which_nothing_was_shown_is_nothing(sound: bytes) -> None:
    assert heard(Engine(""), sound) == [SpeechStarted()]


def test_an_engine_is_told_what_is_expected(sound: bytes) -> None:
    told: list[Expected] = []

    def begin(expected: Expected) -> Engine:
        told.append(expected)
        return Engine("", "そだいごみ")

    stream = Listening("ja", begin)
    stream.expect(["粗大ごみ"], "粗大ごみを2個です。")
    final = stream.feed(sound)[-1]
    assert told == [Expected(("粗大ごみ",), "粗大ごみを2個です。")]
    assert isinstance(final, Final)
    assert [one.text for one in final.hypotheses] == ["粗大ごみ", "そだいごみ"]


def test_ten_minutes_without_a_pause_are_cut_answered_and_not_kept(sound: bytes) -> None:
    """All of it is heard, in utterances of 20 seconds at most, and none is remembered."""
    loud = np.flatnonzero(np.abs(samples(sound)) > 300)
    breathless = sound[2 * loud[0] : 2 * loud[-1]]
    minute = (breathless * 100)[: 60 * 2 * SAMPLE_RATE]
    lengths: list[int] = []
    listening = Listening("ja", lambda expected: Measuring(lengths))
    found = [one for _ in range(9) for one in listening.feed(minute)]
    tracemalloc.start()  # slow, so of the last minute only
    try:
        found += listening.feed(minute)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    found += listening.finish()
    finals = [one for one in found if isinstance(one, Final)]
    assert len(finals) == len(lengths)
    assert all(one.end - one.start < 21 for one in finals)
    assert sum(lengths) == pytest.approx(600 * 2 * SAMPLE_RATE, rel=0.01)
    assert held < len(minute)
