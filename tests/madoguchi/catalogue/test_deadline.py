"""Deadlines as the laws count them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.catalogue.catalogue import Catalogue
from madoguchi.catalogue.deadline import last_day
from madoguchi.catalogue.opening import is_closed
from madoguchi.catalogue.procedure import DeadlineRule


def rule(
    amount: int, unit: str, counting: str = "next_day", *, extends: bool = True
) -> DeadlineRule:
    return DeadlineRule.model_validate(
        {
            "amount": amount,
            "unit": unit,
            "event": "引っ越した日",
            "counting": counting,
            "extends_when_closed": extends,
        }
    )


@pytest.mark.parametrize(
    ("counted", "event", "due"),
    [
        # Civil Code 140: the day of the move is not counted.
        (rule(14, "days"), date(2026, 11, 10), date(2026, 11, 24)),
        # Family Register Act 43: the day of birth is counted.
        (rule(14, "days", "event_day"), date(2026, 11, 11), date(2026, 11, 24)),
        # Civil Code 143: the last day of a month that has no such day.
        (rule(1, "months"), date(2026, 1, 31), date(2026, 2, 28)),
        (rule(2, "years"), date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_counts_as_the_law_says(counted: DeadlineRule, event: date, due: date) -> None:
    assert last_day(counted, event, lambda day: False) == due


def test_a_last_day_on_a_weekend_moves_to_the_next_open_day() -> None:
    due = last_day(rule(14, "days"), date(2026, 11, 14), lambda day: day.weekday() >= 5)
    assert due == date(2026, 11, 30)


def test_a_deadline_that_does_not_move() -> None:
    fixed = rule(14, "days", extends=False)
    assert last_day(fixed, date(2026, 11, 14), lambda day: True) == date(2026, 11, 28)


def test_a_last_day_in_the_new_year_holidays_moves_to_the_fourth(catalogue: Catalogue) -> None:
    office = catalogue.wards["nerima"].office
    due = last_day(rule(14, "days"), date(2026, 12, 16), lambda day: is_closed(office, day))
    assert due == date(2027, 1, 4)


@given(
    st.integers(1, 100),
    st.dates(date(2000, 1, 1), date(2050, 12, 31)),
    st.sampled_from(["next_day", "event_day"]),
)
def test_the_last_day_is_always_an_open_one_and_never_too_early(
    amount: int, event: date, counting: str
) -> None:
    counted = rule(amount, "days", counting)
    due = last_day(counted, event, lambda day: day.weekday() >= 5)
    plain = last_day(counted, event, lambda day: False)
    assert due.weekday() < 5
    assert plain <= due <= plain + timedelta(days=2)
