"""When Whisper is asked twice: its own model stands aside, only the questions to it count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest

from madoguchi.voice.recognition.listening import Listening
from madoguchi.voice.recognition.recogniser import Final, Hypothesis
from madoguchi.voice.recognition.whisper import Encoded, WhisperModel, WhisperRecogniser
from tests.channels.voice.browser_peer import spoken


@dataclass
class Answering:
    """Answers with a prompt, and without one, what it is told to."""

    prompted: tuple[Hypothesis, ...]
    unprompted: tuple[Hypothesis, ...] = ()
    asked: list[bool] = field(default_factory=list)
    """Of each decoding that is thorough, whether it had a prompt."""
    encodings: int = 0
    is_busy: bool = True

    def encode(self, sound: npt.NDArray[np.float32]) -> Encoded:
        self.encodings += 1
        return cast("Encoded", None)

    def decode(
        self, encoded: Encoded, language: str, said: str, beam: int
    ) -> tuple[Hypothesis, ...]:
        self.asked.append(bool(said))
        return self.prompted if said else self.unprompted


def heard(model: Answering, language: str = "ja", expected: tuple[str, ...] = ()) -> Final | None:
    stream: Listening = WhisperRecogniser(cast("WhisperModel", model), language).stream()
    stream.expect(expected)
    found = [one for one in stream.feed(spoken("渋谷区です。", "ja")) if isinstance(one, Final)]
    return found[0] if found else None


def test_who_is_heard_surely_is_heard_once() -> None:
    model = Answering((Hypothesis("渋谷区です", 0.9),))
    final = heard(model)
    assert final is not None
    assert final.best.text == "渋谷区です"
    assert (model.asked, model.encodings) == ([True], 1)


def test_who_is_not_is_heard_again_without_the_prompt() -> None:
    model = Answering(
        (Hypothesis("書類です", 0.5), Hypothesis("しぶやくです", 0.45)),
        (Hypothesis("渋谷区です", 0.5), Hypothesis("渋谷区でした", 0.4)),
    )
    final = heard(model)
    assert final is not None
    assert final.best.text == "渋谷区です"
    assert (model.asked, model.encodings) == ([True, False], 1)
    assert "書類です" not in [one.text for one in final.hypotheses]


@pytest.mark.parametrize("again", [(Hypothesis("印鑑の登録", 0.4),), ()])
def test_the_prompts_own_list_is_nothing_that_was_said(again: tuple[Hypothesis, ...]) -> None:
    echo = Hypothesis("引っ越し、転入届、転入届、住民票の写し、罹災証明書。", 0.8)
    final = heard(Answering((echo,), again))
    assert (final.best if final else None) == (again[0] if again else None)


def test_without_a_prompt_there_is_no_second_opinion() -> None:
    model = Answering((), (Hypothesis("नमस्ते", 0.4),))
    assert heard(model, "ne") is not None
    assert model.asked == [False]


def test_what_is_expected_is_what_the_prompt_is_for() -> None:
    model = Answering((Hypothesis("しぶやく", 0.5),))
    final = heard(model, expected=("新宿区", "渋谷区"))
    assert final is not None
    assert "渋谷区" in [one.text for one in final.hypotheses]
    assert model.asked == [True]
