"""How the translation benchmark counts."""

from __future__ import annotations

import pytest

from benchmarks.translation.evaluate import Translated, figures, protected_accuracy, run
from benchmarks.translation.generate import Row

ROWS = [
    Row("手数料は300円です。", "The fee is 300 yen."),
    Row("分かりました。", "I understand."),
]


def test_perfect_translations_score_a_hundred() -> None:
    done = Translated(tuple(row.reference for row in ROWS), (1.0, 3.0))
    found = figures(done, ROWS, "en")
    assert found["chrf"] == 100
    assert found["translated"] == 1
    assert found["p50_ms"] == 2


def test_what_is_shown_as_it_was_is_no_translation() -> None:
    found = figures(Translated((None, "I understand."), (1.0, 1.0)), ROWS, "en")
    assert found["translated"] == 0.5
    assert found["chrf"] == 100
    assert figures(Translated((None, None), (1.0, 1.0)), ROWS, "en")["chrf"] == 0


def test_protected_parts_are_counted_one_by_one() -> None:
    sentences = [row.source for row in ROWS]
    whole = Translated(("The fee is 300 yen.", "I understand."), ())
    half = Translated(("The fee is 30 yen.", "I understand."), ())
    assert protected_accuracy(whole, sentences, "ja", "en") == 1
    assert protected_accuracy(half, sentences, "ja", "en") == 0.5
    assert protected_accuracy(Translated((None, "I see."), ()), sentences, "ja", "en") is None


def test_every_sentence_is_translated_and_timed() -> None:
    done = run(lambda text: text.upper() if text != "b" else None, ["a", "b", "c"])
    assert done.texts == ("A", None, "C")
    assert len(done.milliseconds) == 3
    assert min(done.milliseconds) >= 0


def test_nothing_to_translate_is_an_error() -> None:
    with pytest.raises(IndexError):
        run(str.upper, [])
