from __future__ import annotations

import pytest

from benchmarks.retrieval.evaluate import Answered, mean_reciprocal_rank, recall, top

FIRST = Answered(("a", "b"), ("a",))
THIRD = Answered(("x", "y", "a"), ("a", "b"))
NOWHERE = Answered(("x",), ("a",))
NOTHING = Answered((), ("a",))
ALL = (FIRST, THIRD, NOWHERE, NOTHING)


def test_the_place_of_the_first_right_one() -> None:
    assert [answer.place for answer in ALL] == [0, 2, None, None]


@pytest.mark.parametrize(("places", "share"), [(1, 0.25), (2, 0.25), (3, 0.5)])
def test_top(places: int, share: float) -> None:
    assert top(ALL, places) == share


def test_mean_reciprocal_rank_counts_what_was_not_found_as_zero() -> None:
    assert mean_reciprocal_rank(ALL) == pytest.approx((1 + 1 / 3) / 4)


def test_recall_is_of_all_that_is_right() -> None:
    assert recall((FIRST, THIRD), 10) == pytest.approx(0.75)
    assert recall((FIRST, THIRD), 2) == pytest.approx(0.5)


def test_no_queries_are_no_success() -> None:
    assert (top((), 1), mean_reciprocal_rank(()), recall((), 1)) == (0.0, 0.0, 0.0)
