"""Dates in other languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.voice.manners.foreign_dates import find_date


@pytest.mark.parametrize(
    "said",
    [
        "April 1, 1985", "I was born on April 1st 1985", "1 April 1985", "the 1st of Apr. 1985",
        "1985年4月1日", "1985年4月1号", "1985년 4월 1일", "ngày 1 tháng 4 năm 1985",
        "1985-04-01", "1985/4/1",
    ],
)  # fmt: skip
def test_days(said: str) -> None:
    assert find_date(said) == date(1985, 4, 1)


@pytest.mark.parametrize(
    "said",
    ["", "April", "April 31, 1985", "1985-13-01", "April 1, 1985 or May 2, 1986", "marching"],
)
def test_no_day(said: str) -> None:
    assert find_date(said) is None


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_day_is_found_as_english_writes_it(day: date) -> None:
    assert find_date(f"{day:%B} {day.day}, {day.year}") == day
