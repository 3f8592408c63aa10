"""How sure a recogniser must be, and is."""

from __future__ import annotations

import math

import pytest

from madoguchi.voice.manners import confidence
from madoguchi.voice.recognition.recogniser import Final, Hypothesis


def heard(*hypotheses: tuple[str, float]) -> Final:
    return Final(tuple(Hypothesis(text, sure) for text, sure in hypotheses), 0.0, 1.0)


def test_a_yes_by_telephone_is_believed_as_whisper_hears_it() -> None:
    final = heard(("はい", 0.24), ("はいっ", 0.23), ("ハイ", 0.15))
    assert confidence.of(final, "ja") == pytest.approx(0.62)
    assert confidence.of(final, "ja") >= confidence.least("whisper")


def test_what_sounds_otherwise_adds_nothing() -> None:
    assert confidence.of(heard(("ねえ", 0.18), ("いいえ", 0.17)), "ja") == 0.18
    assert confidence.of(heard(("yes", 0.3), ("Yes.", 0.2), ("yet", 0.2)), "en") == 0.5


def test_nobody_is_more_than_certain() -> None:
    assert confidence.of(heard(("はい", 0.8), ("はい。", 0.7)), "ja") == 1.0


@pytest.mark.parametrize("engine", ["", "an engine to come"])
def test_an_unknown_engine_must_be_as_sure_as_any(engine: str) -> None:
    assert confidence.least(engine) == pytest.approx(math.exp(-1.0))


@pytest.mark.parametrize("engine", ["whisper", "vosk"])
def test_a_plain_answer_is_believed_sooner_than_a_value(engine: str) -> None:
    yes, no = confidence.least(engine, answer=True), confidence.least(engine, answer=False)
    assert no <= yes < confidence.least(engine)


def test_an_unknown_engine_has_no_easier_answers() -> None:
    assert confidence.least("x", answer=True) == confidence.least("x")
