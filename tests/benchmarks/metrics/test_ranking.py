from __future__ import annotations

from math import log2

import pytest

from benchmarks.metrics.ranking import (
    Answered,
    hit_at,
    mean_average_precision,
    mean_reciprocal_rank,
    ndcg_at,
    recall_at,
)

FIRST = Answered(("a", "b"), {"a": 2})
THIRD = Answered(("x", "y", "a"), {"a": 1, "b": 2})
NOWHERE = Answered(("x",), {"a": 1})
NOTHING = Answered((), {"a": 2})
ALL = (FIRST, THIRD, NOWHERE, NOTHING)
UNJUDGED = Answered(("a",), {})
IRRELEVANT = Answered(("a",), {"a": 0})


def test_the_place_of_the_first_relevant_one() -> None:
    assert [answer.place for answer in ALL] == [0, 2, None, None]


@pytest.mark.parametrize(("places", "share"), [(1, 0.25), (2, 0.25), (3, 0.5)])
def test_a_hit_is_any_relevant_one(places: int, share: float) -> None:
    assert hit_at(ALL, places) == share


def test_recall_is_of_all_that_is_relevant() -> None:
    assert recall_at((FIRST, THIRD), 10) == pytest.approx((1 + 1 / 2) / 2)
    assert recall_at((FIRST, THIRD), 2) == pytest.approx((1 + 0) / 2)


def test_recall_cannot_reach_one_with_fewer_places_than_relevant_ones() -> None:
    assert recall_at((Answered(("a", "b", "c"), {"a": 1, "b": 1, "c": 2}),), 2) == pytest.approx(
        2 / 3
    )


def test_the_reciprocal_rank_of_what_was_not_found_is_zero() -> None:
    assert mean_reciprocal_rank(ALL) == pytest.approx((1 + 1 / 3) / 4)
    assert mean_reciprocal_rank(ALL, places=2) == pytest.approx(1 / 4)


def test_average_precision_is_taken_at_each_relevant_one() -> None:
    # Relevant ones at ranks 1 and 4, a third is not in the ranking.
    answer = Answered(("a", "x", "y", "b"), {"a": 1, "b": 2, "c": 1})
    assert mean_average_precision((answer,)) == pytest.approx((1 / 1 + 2 / 4 + 0) / 3)
    assert mean_average_precision((answer, NOWHERE)) == pytest.approx((1 / 1 + 2 / 4 + 0) / 6)


def test_gain_is_the_grade_discounted_by_rank_over_the_best_possible() -> None:
    answer = Answered(("a", "x", "b"), {"a": 1, "b": 2})
    worth, best = 1 / log2(2) + 2 / log2(4), 2 / log2(2) + 1 / log2(3)
    assert ndcg_at((answer,), 10) == pytest.approx(worth / best)
    assert ndcg_at((answer,), 1) == pytest.approx(1 / 2)
    assert ndcg_at((Answered(("b", "a"), {"a": 1, "b": 2}),), 10) == pytest.approx(1)


def test_a_stricter_grade_leaves_related_ones_out() -> None:
    assert THIRD.graded(2) == Answered(("x", "y", "a"), {"b": 2})
    assert mean_reciprocal_rank([answer.graded(2) for answer in (FIRST, THIRD)]) == 0.5


@pytest.mark.parametrize("unjudged", [UNJUDGED, IRRELEVANT])
def test_a_query_without_anything_relevant_measures_nothing(unjudged: Answered) -> None:
    with_it, without = (FIRST, THIRD, unjudged), (FIRST, THIRD)
    assert recall_at(with_it, 10) == recall_at(without, 10)
    assert hit_at(with_it, 1) == hit_at(without, 1)
    assert mean_reciprocal_rank(with_it) == mean_reciprocal_rank(without)
    assert mean_average_precision(with_it) == mean_average_precision(without)
    assert ndcg_at(with_it, 10) == ndcg_at(without, 10)


def test_no_queries_are_no_success() -> None:
    assert recall_at((), 1) == hit_at((), 1) == mean_reciprocal_rank(()) == 0
    assert mean_average_precision(()) == ndcg_at((), 10) == 0
