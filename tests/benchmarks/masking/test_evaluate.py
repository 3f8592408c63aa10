"""A value counts as found when nothing of it can be read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.masking.evaluate import Counted, count, milliseconds, over_masked
from benchmarks.masking.generate import Sentence
from madoguchi.curation.spans import Mask, Span

SENTENCES = (
    Sentence("佐藤 花子です", (("name", 0, 5),)),
    Sentence("電話は123です", (("phone", 3, 6),)),
)


def test_whole_values_and_characters_are_counted() -> None:
    def find(text: str) -> Sequence[Span]:
        if text.startswith("佐藤"):
            return (Span(0, 2, Mask.NAME), Span(3, 5, Mask.NAME))
        return (Span(0, 5, Mask.PHONE),)

    counted = count(SENTENCES, find)
    assert counted.recall == 0.5
    assert (counted.recall_of("name"), counted.recall_of("phone")) == (1.0, 0.0)
    assert counted.precision == pytest.approx(6 / 9)
    assert counted.missed == [("phone", "電話は123です")]


def test_nothing_masked_is_precise_and_finds_nothing() -> None:
    counted = count(SENTENCES, lambda text: ())
    assert (counted.recall, counted.precision) == (0.0, 1.0)
    assert Counted().recall == 0.0


def test_texts_in_which_anything_is_masked_are_over_masked() -> None:
    spans = {"a": (Span(0, 1, Mask.NAME),)}
    assert over_masked(["a", "b"], lambda text: spans.get(text, ())) == ("a",)
    assert len(milliseconds(["a", "b"], lambda text: ())) == 2
