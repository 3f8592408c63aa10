from __future__ import annotations

import pytest

from benchmarks.metrics.calibration import expected_calibration_error, reliability


def test_what_was_claimed_is_put_beside_what_was_right() -> None:
    table = reliability([0.05, 0.72, 0.78, 1.0], [False, True, False, True])
    assert [b.said for b in table] == pytest.approx([0.05, 0.75, 1.0])
    assert [(b.right, b.turns) for b in table] == [(0.0, 1), (0.5, 2), (1.0, 1)]


def test_the_error_is_the_distance_weighted_by_how_often() -> None:
    table = reliability([0.05, 0.72, 0.78, 1.0], [False, True, False, True])
    assert expected_calibration_error(table) == pytest.approx((0.05 + 2 * 0.25 + 0) / 4)


def test_scores_that_mean_probabilities_have_no_error() -> None:
    said = [0.75] * 8 + [0.25] * 4
    right = [True] * 6 + [False] * 2 + [True] + [False] * 3
    assert expected_calibration_error(reliability(said, right)) == pytest.approx(0)


def test_weights_count_in_means_and_error() -> None:
    table = reliability([0.7, 0.7, 0.2], [True, False, False], [3.0, 1.0, 4.0])
    assert [b.said for b in table] == pytest.approx([0.2, 0.7])
    assert [(b.right, b.turns, b.weight) for b in table] == [(0.0, 1, 4.0), (0.75, 2, 4.0)]
    assert expected_calibration_error(table) == pytest.approx((4 * 0.2 + 4 * 0.05) / 8)


def test_nothing_said_is_no_error() -> None:
    assert reliability([], []) == ()
    assert expected_calibration_error(()) == 0


@pytest.mark.parametrize("said", [-0.1, 1.1])
def test_only_probabilities_are_taken(said: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        reliability([said], [True])
