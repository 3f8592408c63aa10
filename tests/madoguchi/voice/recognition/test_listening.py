from __future__ import annotations

import pytest

from madoguchi.voice.recognition.listening import Listening
from madoguchi.voice.recognition.recogniser import (
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
