from __future__ import annotations

from collections.abc import Collection

import pytest

from benchmarks.intents.evaluate import (
    Judged,
    Parse,
    accuracy,
    confusions,
    entity_f1,
    intent_f1,
    macro_f1,
)
from benchmarks.intents.generate import Span, Utterance

WARD, DATE = Span("ward", 0, 3), Span("date", 4, 6)


def judged(
    meant: str, found: str, *, had: Collection[Span] = (), got: Collection[Span] = ()
) -> Judged:
    return Judged(
        Utterance(meant, "ja", "text", frozenset(had)), Parse(found, 0.9, frozenset(got), 0.01)
    )


ALL = [
    judged("fee", "fee"),
    judged("fee", "fee"),
    judged("fee", "where"),
    judged("where", "where"),
    judged("greet", "nlu_fallback"),
]


def test_f1_of_an_intent_weighs_what_it_misses_and_what_it_takes_from_others() -> None:
    assert intent_f1(ALL) == pytest.approx({"fee": 0.8, "where": 2 / 3, "greet": 0.0})


def test_the_macro_mean_counts_each_meant_intent_once_and_no_other() -> None:
    assert macro_f1(ALL) == pytest.approx((0.8 + 2 / 3 + 0) / 3)


def test_accuracy() -> None:
    assert accuracy(ALL) == pytest.approx(0.6)


def test_confusions_are_counted_most_frequent_first() -> None:
    twice = [*ALL, judged("greet", "nlu_fallback")]
    assert list(confusions(twice).items()) == [
        (("greet", "nlu_fallback"), 2), (("fee", "where"), 1)
    ]  # fmt: skip


def test_an_entity_counts_where_name_start_and_end_are_right() -> None:
    moved = Span("ward", 0, 2)
    some = [
        judged("a", "a", had={WARD, DATE}, got={WARD}),
        judged("a", "a", had={WARD}, got={moved}),
        judged("a", "a"),
    ]
    assert entity_f1(some) == pytest.approx(2 * 1 / (3 + 2))


def test_of_nothing_nothing_is_right() -> None:
    assert (accuracy([]), macro_f1([]), entity_f1([])) == (0.0, 0.0, 0.0)
