"""Our sentences through our voice and back: clean, over the telephone, among other voices.

Six sentences of all lengths stand for the hundred of ``./mado bench voice``, whose figures are in
docs/voice.md. The bounds leave room for another processor's rounding, not for a broken resampler,
prompt or endpointer.
"""

from __future__ import annotations

import pytest

from benchmarks.voice import evaluate, generate
from benchmarks.voice.generate import Recording
from madoguchi.voice.recognition import recognisers

_EVERY = 16


@pytest.fixture(scope="module")
def clean() -> tuple[Recording, ...]:
    by_length = sorted(generate.sentences("ja"), key=lambda text: (len(text), text))
    return generate.spoken(by_length[_EVERY // 2 :: _EVERY], "ja")


@pytest.mark.parametrize(
    ("condition", "most_errors"),
    [
        ("clean", 0.18),
        ("telephone", 0.20),
        ("babble_20", 0.25),
        ("babble_10", 0.35),
        ("babble_5", 0.85),
    ],
)
def test_what_is_said_is_understood(
    clean: tuple[Recording, ...], condition: str, most_errors: float, model_settings: None
) -> None:
    recogniser = recognisers.recogniser("ja")
    assert recogniser is not None
    heard = evaluate.transcripts(generate.under(condition, clean), recogniser, "ja")
    assert evaluate.figures(heard, "ja")["cer"] <= most_errors
